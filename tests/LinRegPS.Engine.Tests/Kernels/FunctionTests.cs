using LinRegPS.Engine.Tests.Support;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS.Engine.Tests.Kernels;

public class FunctionTests
{
    private delegate void Kernel(ReadOnlySpan<float> x, Span<float> y);

    // The bounds that the functions state, in ulp.
    private static readonly Dictionary<string, (Kernel Kernel, Func<double, double> Exact, double Bound)> s_functions = new()
    {
        ["exp"] = ((x, y) => Elementwise.Forward(default(Exp), x, y), Math.Exp, 1.1),
        ["log"] = ((x, y) => Elementwise.Forward(default(Log), x, y), Math.Log, 1.1),
        ["tanh"] = ((x, y) => Elementwise.Forward(default(LinRegPS.Operations.Tanh), x, y), Math.Tanh, 0.75),
        ["sigmoid"] = ((x, y) => Elementwise.Forward(default(LinRegPS.Operations.Sigmoid), x, y), x => 1 / (1 + Math.Exp(-x)), 1.75),
        ["gelu"] = ((x, y) => Elementwise.Forward(default(Gelu), x, y), x => x * NormalDistribution.Cumulative(x), 0.51),
        ["gelu_tanh"] = ((x, y) => Elementwise.Forward(default(GeluTanh), x, y), GeluTanh, 0.51),
        ["softplus"] = ((x, y) => Elementwise.Forward(new LinRegPS.Operations.Softplus(), x, y), x => x > 20 ? x : Log1p(Math.Exp(x)), 0.51),
        ["sqrt"] = ((x, y) => Elementwise.Forward(default(Sqrt), x, y), Math.Sqrt, 0.501),
    };

    public static TheoryData<string> Names { get; } = [.. s_functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsWithinItsBoundFromEndToEndOfFloat32(string name)
    {
        // Every 2039th bit pattern: numbers of either sign, subnormal ones, NaNs.
        const uint stride = 2039, count = uint.MaxValue / stride;
        var (kernel, exact, bound) = s_functions[name];
        float[] x = [.. Enumerable.Range(0, (int)count).Select(i => BitConverter.UInt32BitsToSingle((uint)i * stride))];
        float[] y = new float[x.Length];
        kernel(x, y);
        var (error, worst) = x.Zip(y, (a, b) => (Ulps.Error(b, exact(a)), a)).Max();
        Assert.True(error <= bound, $"{error} ulp at {worst:G9}");
    }

    [Theory]
    [InlineData("exp", 0f, 1f)]
    [InlineData("exp", 1e-30f, 1f)]
    [InlineData("exp", 88.72283f, 3.40279852e38f)]
    [InlineData("exp", 88.72284f, float.PositiveInfinity)]
    [InlineData("exp", -103.97208f, float.Epsilon)]
    [InlineData("exp", -104f, 0f)]
    [InlineData("exp", float.NegativeInfinity, 0f)]
    [InlineData("log", 0f, float.NegativeInfinity)]
    [InlineData("log", 1f, 0f)]
    [InlineData("log", float.Epsilon, -103.278931f)]
    [InlineData("log", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("log", -1f, float.NaN)]
    [InlineData("tanh", 0f, 0f)]
    [InlineData("tanh", float.Epsilon, float.Epsilon)]
    [InlineData("tanh", float.MinValue, -1f)]
    [InlineData("tanh", float.PositiveInfinity, 1f)]
    [InlineData("sigmoid", 0f, 0.5f)]
    [InlineData("sigmoid", -100f, 3.78350585e-44f)]
    [InlineData("sigmoid", float.MinValue, 0f)]
    [InlineData("sigmoid", float.MaxValue, 1f)]
    [InlineData("sigmoid", float.NegativeInfinity, 0f)]
    [InlineData("gelu", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("gelu", float.NegativeInfinity, float.NaN)]
    [InlineData("gelu", -100f, 0f)]
    [InlineData("gelu", float.MinValue, 0f)]
    [InlineData("gelu_tanh", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("gelu_tanh", float.NegativeInfinity, float.NaN)]
    [InlineData("gelu_tanh", -100f, 0f)]
    [InlineData("softplus", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("softplus", float.NegativeInfinity, 0f)]
    [InlineData("softplus", -103f, 1.40129846e-45f)]
    [InlineData("softplus", 0f, 0.693147182f)]
    [InlineData("sqrt", float.Epsilon, 3.74339207e-23f)]
    [InlineData("sqrt", -1f, float.NaN)]
    [InlineData("sqrt", float.PositiveInfinity, float.PositiveInfinity)]
    public void HasTheValueOfTheLimit(string name, float x, float expected)
    {
        float[] y = new float[1];
        s_functions[name].Kernel([x], y);
        Assert.Equal(expected, y[0]);
    }

    [Theory]
    [InlineData("exp", 1f)]
    [InlineData("log", float.NegativeInfinity)]
    [InlineData("tanh", -0f)]
    [InlineData("sigmoid", 0.5f)]
    [InlineData("gelu", -0f)]
    [InlineData("sqrt", -0f)]
    public void TakesMinusZeroAsItIs(string name, float expected)
    {
        float[] y = new float[1];
        s_functions[name].Kernel([-0f], y);
        Assert.Equal(BitConverter.SingleToUInt32Bits(expected), BitConverter.SingleToUInt32Bits(y[0]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NaNStaysNaN(string name)
    {
        float[] y = new float[1];
        s_functions[name].Kernel([float.NaN], y);
        Assert.Equal(float.NaN, y[0]);
    }

    private static double Log1p(double u) => u < 1e-5 ? u - (u * u / 2) : Math.Log(1 + u);

    private static double GeluTanh(double x) =>
        x / (1 + Math.Exp(-2 * Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))));
}
