using LinRegPS.Engine.Tests.Kernels;
using LinRegPS.Engine.Tests.Support;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS.Engine.Tests.Operations;

// Activations from end to end of float32, against float64.
public class ActivationAccuracyTests
{
    private const double HalfUlp = 0.51;

    [Fact]
    public void SiluIsRightToHalfAnUlp() => Check(default(Silu), x => x / (1 + Math.Exp(-x)));

    [Fact]
    public void LogSigmoidIsRightToHalfAnUlp() => Check(default(LinRegPS.Operations.LogSigmoid), x => -Softplus(-x));

    [Fact]
    public void SoftplusIsRightToHalfAnUlp() => Check(new LinRegPS.Operations.Softplus(), x => x > 20 ? x : Softplus(x));

    [Fact]
    public void MishIsRightToHalfAnUlp() => Check(default(LinRegPS.Operations.Mish), x =>
    {
        double power = Math.Exp(Math.Min(x, 300)), twice = power * (power + 2);
        return x * (twice / (twice + 2));
    });

    [Fact]
    public void EluIsRightToHalfAnUlp() => Check(new Elu(1.5), x => x > 0 ? x : 1.5 * ExactFunctions.Expm1(x));

    [Fact]
    public void TanhshrinkIsRightToAnUlp() => Check(
        default(LinRegPS.Operations.Tanhshrink), x => Math.Abs(x) < 0.05 ? x * x * x * ((1.0 / 3) - (x * x * ((2.0 / 15) - (x * x * (17.0 / 315))))) : x - Math.Tanh(x), 1);

    [Fact]
    public void LogAddExpIsRightToHalfAnUlp()
    {
        float[] a = [.. ElementwiseFunction.Arguments.Where((_, i) => i % 3 == 0)], b = [.. a], y = new float[a.Length];
        new Random(1).Shuffle(b);
        // Those near each other too.
        for (int i = 0; i < b.Length; i += 2)
            b[i] = a[i] + (b[i] % 30);
        Elementwise.Forward(default(LogAddExp), a, b, y);
        for (int i = 0; i < y.Length; i++)
        {
            // What is added may cancel the greater of both: then its error, far below an ulp, is more of what is left.
            double greater = Math.Max((double)a[i], b[i]);
            double exact = a[i] == b[i] ? greater + Math.Log(2) : greater + Softplus(-Math.Abs((double)a[i] - b[i]));
            double share = Math.Abs(greater) > Math.Abs(exact) ? Math.Abs(greater / exact) : 1;
            AssertRight(y[i], exact, HalfUlp * share, $"{a[i]:G9}, {b[i]:G9}");
        }
    }

    private static double Softplus(double x) => Math.Max(x, 0) + ExactFunctions.Log1p(Math.Exp(-Math.Abs(x)));

    private static void Check<T>(T function, Func<double, double> exact, double bound = HalfUlp)
        where T : struct, IUnaryOperator
    {
        float[] x = ElementwiseFunction.Arguments, y = new float[x.Length];
        Elementwise.Forward(function, x, y);
        for (int i = 0; i < x.Length; i++)
            AssertRight(y[i], exact(x[i]), bound, $"{x[i]:G9}");
    }

    private static void AssertRight(float actual, double exact, double bound, string at)
    {
        double error = Ulps.Error(actual, exact);
        Assert.True(error <= bound, $"{actual:G9} at {at}, where it is {exact:G17}: {error} ulp");
    }
}
