using LinRegPS.Engine.Tests.Support;
using LinRegPS.Kernels;
using LinRegPS.Operations;
using TP = System.Numerics.Tensors.TensorPrimitives;

namespace LinRegPS.Engine.Tests.Kernels;

/// <summary>y[i] = f(x[i]).</summary>
internal delegate void SpanFunction(ReadOnlySpan<float> x, Span<float> y);

/// <summary>Where a function comes from: the package, or the kernels, and then what keeps the package's from serving.</summary>
internal enum Source
{
    /// <summary>Taken from System.Numerics.Tensors, which calls the C runtime for each element.</summary>
    TensorPrimitives,

    /// <summary>Its results are off by more than 2 ulp.</summary>
    TooFarOff,

    /// <summary>Its results are the C runtime's, which may be off by more than 2 ulp: in glibc 2.36 by 2.0002 at 1.00701284.</summary>
    OfTheRuntime,

    /// <summary>Its results are 0, or far off, where x is small.</summary>
    LosesSmall,

    /// <summary>It has another result for an element alone than for the same among others, and is further off.</summary>
    DependsOnPlace,

    /// <summary>It has the same result, by the one instruction that the kernel consists of.</summary>
    SameInstruction,

    /// <summary>It has no such function.</summary>
    Absent,
}

/// <summary>
/// A function as the README beside the kernels lists it: its exact value, and the package's function of that name.
/// <paramref name="Bound"/> is the error that the page states for a function that is off by other amounts on other
/// machines; <paramref name="Bits"/> is a hash of the results of those that are not.
/// </summary>
internal sealed record ElementwiseFunction(
    string Name, SpanFunction Kernel, Func<double, double> Exact, Source Source, SpanFunction? Package, int Bound = 0, ulong Bits = 0)
{
    public static IReadOnlyList<ElementwiseFunction> All { get; } =
    [
        Own<Sin>(Math.Sin, Source.DependsOnPlace, TP.Sin, 0x8f5cddbd3d03b686),
        Own<Cos>(Math.Cos, Source.DependsOnPlace, TP.Cos, 0x766b275ef51347bf),
        Own<Tan>(Math.Tan, Source.TooFarOff, TP.Tan, 0x440abefa86f4def7),
        Taken<Asin>(Math.Asin, TP.Asin, 1),
        Taken<Acos>(Math.Acos, TP.Acos, 1),
        Taken<Atan>(Math.Atan, TP.Atan, 1),
        Own<Sinh>(ExactFunctions.Sinh, Source.LosesSmall, TP.Sinh, 0xd766dfbc3ea48bec),
        Own<Cosh>(Math.Cosh, Source.TooFarOff, TP.Cosh, 0x72ae3066a318dedd),
        Own<LinRegPS.Operations.Tanh>(Math.Tanh, Source.LosesSmall, TP.Tanh, 0x03ea8691a256a41a),
        Taken<Asinh>(ExactFunctions.Asinh, TP.Asinh, 2),
        Own<Acosh>(ExactFunctions.Acosh, Source.OfTheRuntime, TP.Acosh, 0x12539a8d166bb25d),
        Taken<Atanh>(ExactFunctions.Atanh, TP.Atanh, 2),
        Own<Exp>(Math.Exp, Source.DependsOnPlace, TP.Exp, 0x7be2de14ca8a6aeb),
        Own<Exp2>(x => Math.Pow(2, x), Source.TooFarOff, TP.Exp2, 0x23754f673bbeb941),
        Own<Expm1>(ExactFunctions.Expm1, Source.LosesSmall, TP.ExpM1, 0x465b232030ab8fd6),
        Own<Log>(Math.Log, Source.DependsOnPlace, TP.Log, 0x4859b19b3c8a77c1),
        Own<Log2>(Math.Log2, Source.TooFarOff, TP.Log2, 0x8096cc7808e50254),
        Own<Log10>(Math.Log10, Source.TooFarOff, TP.Log10, 0x8fd925ca0a482036),
        Own<Log1p>(ExactFunctions.Log1p, Source.LosesSmall, TP.LogP1, 0x7aa48fdba299563a),
        Own<LinRegPS.Operations.Sigmoid>(x => 1 / (1 + Math.Exp(-x)), Source.TooFarOff, TP.Sigmoid, 0x9765702cc34076bf),
        Own<Erf>(ExactFunctions.Erf, Source.Absent, null, 0xfd54dc251a656a82),
        Own<Erfc>(ExactFunctions.Erfc, Source.Absent, null, 0x9df851f4849e6422),
        Own<Gelu>(x => x * NormalDistribution.Cumulative(x), Source.Absent, null, 0x7ce5d12a4852e51e),
        Own<Sqrt>(Math.Sqrt, Source.SameInstruction, TP.Sqrt, 0xaf027a90520ad71b),
        Own<Rsqrt>(x => 1 / Math.Sqrt(x), Source.SameInstruction, TP.ReciprocalSqrt, 0xa537ee6eee8c51fe),
        Own<Reciprocal>(x => 1 / x, Source.SameInstruction, TP.Reciprocal, 0xc2659dbf07ee135d),
        Taken<Cbrt>(Math.Cbrt, TP.Cbrt, 1),
        Own<Floor>(Math.Floor, Source.SameInstruction, TP.Floor, 0xe7c973c331a61c9f),
        Own<Ceil>(Math.Ceiling, Source.SameInstruction, TP.Ceiling, 0x233daf8dc1cc795b),
        Own<Round>(Math.Round, Source.SameInstruction, TP.Round, 0x42ba01225dc470a9),
        Own<Trunc>(Math.Truncate, Source.SameInstruction, TP.Truncate, 0x250ea5b5a4a55f6d),
    ];

    /// <summary>Every 2039th bit pattern: numbers of either sign, subnormal ones, NaNs. And the edges, with what lies beside them.</summary>
    public static float[] Arguments { get; } = [.. Spread()];

    public static ElementwiseFunction Named(string name) => All.Single(f => f.Name == name);

    public bool IsTaken => Source == Source.TensorPrimitives;

    private static ElementwiseFunction Own<T>(Func<double, double> exact, Source source, SpanFunction? package, ulong bits)
        where T : struct, IUnaryOperator => new(NameOf<T>(), Run<T>, exact, source, package, Bits: bits);

    private static ElementwiseFunction Taken<T>(Func<double, double> exact, SpanFunction package, int bound)
        where T : struct, IUnaryOperator => new(NameOf<T>(), Run<T>, exact, Source.TensorPrimitives, package, bound);

    private static void Run<T>(ReadOnlySpan<float> x, Span<float> y)
        where T : struct, IUnaryOperator => Elementwise.Forward(default(T), x, y);

    private static string NameOf<T>() => typeof(T).Name.ToLowerInvariant();

    private static IEnumerable<float> Spread()
    {
        const uint stride = 2039, count = uint.MaxValue / stride;
        for (uint i = 0; i < count; i++)
            yield return BitConverter.UInt32BitsToSingle(i * stride);
        double[] edges =
        [
            0, float.Epsilon, 1.17549435e-38, float.MaxValue, double.PositiveInfinity, double.NaN, 88.72284, 89.41599, 103.97208,
            .. Enumerable.Range(1, 300).Select(i => i / 2.0), .. Enumerable.Range(1, 300).Select(i => i * Math.PI / 4),
            .. Enumerable.Range(-40, 160).Select(i => Math.Pow(2, i)),
        ];
        foreach (double edge in edges)
        {
            float middle = (float)edge;
            foreach (float x in new[] { MathF.BitDecrement(middle), middle, MathF.BitIncrement(middle) })
            {
                yield return x;
                yield return -x;
            }
        }
    }
}
