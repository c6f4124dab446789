using BenchmarkDotNet.Attributes;
using LinRegPS.Kernels;
using LinRegPS.Kernels.Threading;
using LinRegPS.Operations;
using TP = System.Numerics.Tensors.TensorPrimitives;

namespace LinRegPS.Benchmarks.Micro;

/// <summary>Functions of each element on one thread, in the second cache, beside the package's of the same name.</summary>
public class FunctionBenchmarks
{
    private const int Length = 16_384;

    private static readonly Dictionary<string, (SpanFunction Kernel, SpanFunction Package)> s_functions = new()
    {
        ["sin"] = (Run<Sin>, TP.Sin),
        ["cos"] = (Run<Cos>, TP.Cos),
        ["tan"] = (Run<Tan>, TP.Tan),
        ["asin"] = (Run<Asin>, TP.Asin),
        ["acos"] = (Run<Acos>, TP.Acos),
        ["atan"] = (Run<Atan>, TP.Atan),
        ["sinh"] = (Run<Sinh>, TP.Sinh),
        ["cosh"] = (Run<Cosh>, TP.Cosh),
        ["tanh"] = (Run<LinRegPS.Operations.Tanh>, TP.Tanh),
        ["asinh"] = (Run<Asinh>, TP.Asinh),
        ["acosh"] = (Run<Acosh>, TP.Acosh),
        ["atanh"] = (Run<Atanh>, TP.Atanh),
        ["exp"] = (Run<Exp>, TP.Exp),
        ["exp2"] = (Run<Exp2>, TP.Exp2),
        ["expm1"] = (Run<Expm1>, TP.ExpM1),
        ["log"] = (Run<Log>, TP.Log),
        ["log2"] = (Run<Log2>, TP.Log2),
        ["log10"] = (Run<Log10>, TP.Log10),
        ["log1p"] = (Run<Log1p>, TP.LogP1),
        ["sigmoid"] = (Run<LinRegPS.Operations.Sigmoid>, TP.Sigmoid),
        ["sqrt"] = (Run<Sqrt>, TP.Sqrt),
        ["rsqrt"] = (Run<Rsqrt>, TP.ReciprocalSqrt),
        ["reciprocal"] = (Run<Reciprocal>, TP.Reciprocal),
        ["cbrt"] = (Run<Cbrt>, TP.Cbrt),
        ["floor"] = (Run<Floor>, TP.Floor),
    };

    // From 0 to 1, where each function has values (acosh from 1 to 2).
    private readonly float[] _x = [.. Enumerable.Range(0, Length).Select(i => (i + 0.5f) / Length)], _y = new float[Length];

    /// <summary>y[i] = f(x[i]).</summary>
    public delegate void SpanFunction(ReadOnlySpan<float> x, Span<float> y);

    public static IEnumerable<string> Names => s_functions.Keys;

    [ParamsSource(nameof(Names))]
    public string Function { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        Workers.Threads = 1;
        if (Function == "acosh")
            Elementwise.Forward(default(Add), _x, [1], _x);
    }

    [Benchmark(Baseline = true)]
    public void Package() => s_functions[Function].Package(_x, _y);

    [Benchmark]
    public void Kernel() => s_functions[Function].Kernel(_x, _y);

    private static void Run<T>(ReadOnlySpan<float> x, Span<float> y)
        where T : struct, IUnaryOperator => Elementwise.Forward(default(T), x, y);
}
