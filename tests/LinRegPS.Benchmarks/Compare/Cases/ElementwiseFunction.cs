using LinRegPS.Kernels;
using LinRegPS.Kernels.Reductions;
using LinRegPS.Operations;

namespace LinRegPS.Benchmarks.Compare.Cases;

/// <summary>A function of ten million numbers: the kernel into a reused buffer, or the tensor's method with a fresh result each time.</summary>
internal sealed class ElementwiseFunction(string function, bool fresh)
    : Case($"elementwise-{function}{(fresh ? "-fresh" : "")}", $"{function} of 10,000,000, {(function == "sum" ? "one number" : fresh ? "fresh result" : "into a reused buffer")}")
{
    private const int Length = 10_000_000;

    public static IReadOnlyList<string> Names { get; } = ["exp", "tanh", "sigmoid", "relu", "add", "sum"];

    public override Match Match(Setting setting)
    {
        var x = setting.Data.Normal("x", 1, Length);
        var y = setting.Data.Normal("other", 1, Length);
        var (first, second) = (x.Tensor(), y.Tensor());
        float[] buffer = fresh ? [] : new float[Length];
        float sum = 0;
        Tensor? result = null;
        Action run = (function, fresh) switch
        {
            ("exp", false) => () => Elementwise.Forward(default(Exp), x.Values, buffer),
            ("tanh", false) => () => Elementwise.Forward(default(LinRegPS.Operations.Tanh), x.Values, buffer),
            ("sigmoid", false) => () => Elementwise.Forward(default(LinRegPS.Operations.Sigmoid), x.Values, buffer),
            ("relu", false) => () => Elementwise.Forward(default(Relu), x.Values, buffer),
            ("add", false) => () => Elementwise.Forward(default(Add), x.Values, y.Values, buffer),
            ("sum", _) => () => sum = Summation.Sum(x.Values),
            ("exp", true) => () => result = first.Exp(),
            ("tanh", true) => () => result = first.Tanh(),
            ("sigmoid", true) => () => result = first.Sigmoid(),
            ("relu", true) => () => result = first.Relu(),
            _ => () => result = first + second,
        };
        object arguments = function == "add"
            ? new { function, fresh, x = x.Argument, y = y.Argument }
            : new { function, fresh, x = x.Argument };
        return new Match(setting.Ours(Check, run), [
            setting.Against("torch", fresh ? "PyTorch, fresh" : "PyTorch, out=", new TimesAsFast(fresh ? 4 : 1), "elementwise", arguments),
            setting.Against("numpy", fresh ? "NumPy, fresh" : "NumPy, out=", null, "elementwise", arguments),
        ], Tolerance: 1e-6);

        double[] Check()
        {
            run();
            if (function == "sum")
                return [sum];
            float[] numbers = result?.ToArray() ?? buffer;
            return [.. numbers.Take(8).Select(z => (double)z), numbers.Average(z => (double)Math.Abs(z))];
        }
    }
}
