using System.Collections.Concurrent;
using System.Globalization;
using LinRegPS.Engine.Tests.Kernels;
using LinRegPS.Engine.Tests.Support;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS.Engine.Tests.Operations;

// The functions of each element: right to 2 ulp from end to end of float32, wherever they come from, and as the README
// beside the kernels says.
public class ElementwiseFunctionTests
{
    private const double Limit = 2;

    // Up to here only rounding is left, and chance has the worst.
    private const double HalfUlp = 0.51;

    private static readonly float[] s_x = ElementwiseFunction.Arguments;
    private static readonly ConcurrentDictionary<string, Measured> s_measured = new();

    private static readonly (string Name, int Bound)[] s_pairs = [("atan2", 2), ("hypot", 1)];

    public static TheoryData<string> Names { get; } = [.. ElementwiseFunction.All.Select(f => f.Name)];

    public static TheoryData<string> Peers { get; } = [.. FunctionReference.Instance.Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsWithinTheLimitFromEndToEndOfFloat32(string name)
    {
        var function = ElementwiseFunction.Named(name);
        var (error, worst) = Measure(function);
        Assert.True(error <= (function.IsTaken ? function.Bound : Limit), $"{error} ulp at {worst:G9}");
    }

    [Theory]
    [MemberData(nameof(Peers))]
    public void ValuesAndDerivativesArePyTorchs(string name)
    {
        var (reference, x) = (FunctionReference.Instance.Functions[name], Floats(FunctionReference.Instance.X));
        float[] y = new float[x.Length];
        ElementwiseFunction.Named(name).Kernel(x, y);
        var input = Tensor.From(x).RequiresGrad_();
        ((Tensor)typeof(Tensor).GetMethod(char.ToUpperInvariant(name[0]) + name[1..])!.Invoke(input, null)!).Sum().Backward();
        float[] derivative = input.Grad!.ToArray();
        for (int i = 0; i < x.Length; i++)
        {
            AssertClose($"{name}({x[i]:G9})", reference.Y[i], y[i], Limit);
            // PyTorch has a derivative where its acosh has no value.
            if (!(name == "acosh" && x[i] <= -1))
                AssertDerivative($"derivative of {name} at {x[i]:G9}", reference.Derivative[i], reference.Derivative32[i], derivative[i]);
        }
    }

    [Fact]
    public void FunctionsOfPairsArePyTorchs()
    {
        var reference = FunctionReference.Instance;
        float[] a = Floats(reference.A), b = Floats(reference.B);
        foreach (var (name, bound) in s_pairs)
        {
            float[] y = OfPairs(name, a, b);
            for (int i = 0; i < a.Length; i++)
                AssertClose($"{name}({a[i]:G9}, {b[i]:G9})", reference.Pairs[name][i], y[i], bound);
        }
    }

    [Theory]
    [InlineData("atan2")]
    [InlineData("hypot")]
    public void OfPairsIsWithinItsBound(string name)
    {
        float[] a = [.. s_x.Where((_, i) => i % 3 == 0)], b = [.. a];
        new Random(1).Shuffle(b);
        float[] y = OfPairs(name, a, b);
        var (error, worst) = y.Select((v, i) => (Error(v, name == "atan2" ? Math.Atan2(a[i], b[i]) : double.Hypot(a[i], b[i])), i)).Max();
        Assert.True(error <= s_pairs.Single(pair => pair.Name == name).Bound, $"{error} ulp at {a[worst]:G9}, {b[worst]:G9}");
    }

    [Fact]
    public void ThePageHasThisTable()
    {
        string table = string.Concat(
            [
                "| function | from | error, ulp | worst at | why not TensorPrimitives' |\n|---|---|---|---|---|\n",
                .. ElementwiseFunction.All.Select(Row),
                .. s_pairs.Select(pair => TakenRow(pair.Name, pair.Bound)),
            ]);
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "pages", "Elementwise.md")).ReplaceLineEndings("\n");
        Assert.True(page.Contains(table, StringComparison.Ordinal), "The table is:\n" + table);
    }

    private static string Row(ElementwiseFunction function)
    {
        if (function.IsTaken)
            return TakenRow(function.Name, function.Bound);
        var (error, worst) = Measure(function);
        string reason = function.Source switch
        {
            Source.TooFarOff => "off by more than 2 ulp",
            Source.OfTheRuntime => "the C runtime's, off by more than 2 ulp in glibc 2.36",
            Source.LosesSmall => "far off where x is small",
            Source.DependsOnPlace => "less exact; its bits depend on what stands beside",
            Source.SameInstruction => "the same, by the same instructions",
            _ => "it has none",
        };
        return string.Create(
            CultureInfo.InvariantCulture, $"| {function.Name} | own | {error:F2} | {(error > HalfUlp ? $"{worst:G6}" : "-")} | {reason} |\n");
    }

    private static string TakenRow(string name, int bound) => $"| {name} | TensorPrimitives | at most {bound} | - | - |\n";

    private static Measured Measure(ElementwiseFunction function) => s_measured.GetOrAdd(function.Name, _ =>
    {
        float[] y = new float[s_x.Length];
        function.Kernel(s_x, y);
        var (worst, at) = (0.0, 0f);
        for (int i = 0; i < y.Length; i++)
        {
            double error = Error(y[i], function.Exact(s_x[i]));
            if (error > worst)
                (worst, at) = (error, s_x[i]);
        }
        return new Measured(worst, at);
    });

    // Of zeros the sign counts.
    private static double Error(float actual, double exact) =>
        actual == 0 && exact == 0 && float.IsNegative(actual) != double.IsNegative(exact)
            ? double.PositiveInfinity
            : Ulps.Error(actual, exact);

    private static float[] OfPairs(string name, float[] a, float[] b)
    {
        float[] y = new float[a.Length];
        if (name == "atan2")
            Elementwise.Forward(default(Atan2), a, b, y);
        else
            Elementwise.Forward(default(Hypot), a, b, y);
        return y;
    }

    // As Parity has it: within 4 ulp, or no further off than PyTorch's own in float32. Of 0 the sign is of no use here.
    private static void AssertDerivative(string what, double expected, double peer, float actual) => Assert.True(
        Ulps.Error(actual + 0f, expected + 0.0) <= 4 || Math.Abs(actual - expected) <= Math.Abs(peer - expected),
        $"The {what} is {actual:G9}; PyTorch has {expected:G17}, and {peer:G9} in float32.");

    private static void AssertClose(string what, double expected, float actual, double bound) =>
        Assert.True(Error(actual, expected) <= bound, $"{what} is {actual:G9}; PyTorch has {expected:G17}.");

    private static float[] Floats(double[] numbers) => [.. numbers.Select(n => (float)n)];

    private sealed record Measured(double Error, float At);
}
