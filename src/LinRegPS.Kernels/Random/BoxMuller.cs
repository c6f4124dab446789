using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels.Random;

/// <summary>
/// Sixteen normal draws of sixteen uniform ones (Box and Muller 1958), with the bits of PyTorch's AVX2 kernel: its logarithm,
/// sine and cosine are Cephes's in float32 (Moshier 1989), right to two ulp, and where its compiler fuses, this fuses.
/// </summary>
internal static class BoxMuller
{
    /// <summary>What a block has: the angles come from its second half.</summary>
    public const int Count = 16;

    private const float RootOfHalf = 0.707106781186547524f, FourOverPi = 1.27323954473516f;
    private const int Half = Count / 2, ExponentShift = 23, ExponentBias = 127, MantissaAndSign = ~0x7f800000;

    /// <summary>Turns a block of draws from [0, 1) into draws of the mean and deviation.</summary>
    public static void Transform(Span<float> block, float mean, float deviation)
    {
        var radius = Vector256.Sqrt(Log(Vector256<float>.One - Vector256.Create<float>(block)) * -2);
        var (sin, cos) = SinCos(Vector256.Create<float>(block[Half..]) * (2 * MathF.PI));
        var (scale, shift) = (Vector256.Create(deviation), Vector256.Create(mean));
        Vector256.FusedMultiplyAdd(radius * cos, scale, shift).CopyTo(block);
        Vector256.FusedMultiplyAdd(radius * sin, scale, shift).CopyTo(block[Half..]);
    }

    // Of positive normal numbers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Log(Vector256<float> x)
    {
        var bits = x.AsInt32();
        var exponent = Vector256.ConvertToSingle(Vector256.ShiftRightLogical(bits, ExponentShift) - Vector256.Create(ExponentBias)) + Vector256<float>.One;
        x = ((bits & Vector256.Create(MantissaAndSign)) | Vector256.Create(0.5f).AsInt32()).AsSingle();
        var isSmall = Vector256.LessThan(x, Vector256.Create(RootOfHalf));
        exponent -= isSmall & Vector256<float>.One;
        x = x - Vector256<float>.One + (isSmall & x);
        var square = x * x;
        var y = Vector256.Create(7.0376836292e-2f);
        y = Add(y, x, -1.1514610310e-1f);
        y = Add(y, x, 1.1676998740e-1f);
        y = Add(y, x, -1.2420140846e-1f);
        y = Add(y, x, 1.4249322787e-1f);
        y = Add(y, x, -1.6668057665e-1f);
        y = Add(y, x, 2.0000714765e-1f);
        y = Add(y, x, -2.4999993993e-1f);
        y = Add(y, x, 3.3333331174e-1f) * x;
        y = Vector256.FusedMultiplyAdd(y, square, exponent * -2.12194440e-4f);
        y = Vector256.FusedMultiplyAdd(-square, Vector256.Create(0.5f), y);
        return x + y + (exponent * 0.693359375f);
    }

    // Of numbers from 0 on that are not large.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Sin, Vector256<float> Cos) SinCos(Vector256<float> x)
    {
        // The octant, made even, and x less so many quarters of pi, which are given in three parts.
        var octant = (Vector256.ConvertToInt32(x * FourOverPi) + Vector256<int>.One) & Vector256.Create(~1);
        var quarters = Vector256.ConvertToSingle(octant);
        x = x + (quarters * -0.78515625f) + (quarters * -2.4187564849853515625e-4f) + (quarters * -3.77489497744594108e-8f);
        var square = x * x;
        var cos = Vector256.Create(2.443315711809948e-5f);
        cos = Add(cos, square, -1.388731625493765e-3f);
        cos = Add(cos, square, 4.166664568298827e-2f) * square;
        cos = Vector256.FusedMultiplyAdd(cos, square, square * -0.5f) + Vector256<float>.One;
        var sin = Vector256.Create(-1.9515295891e-4f);
        sin = Add(sin, square, 8.3321608736e-3f);
        sin = Add(sin, square, -1.6666654611e-1f) * square;
        sin = Vector256.FusedMultiplyAdd(sin, x, x);

        var isSwapped = Vector256.Equals(octant & Vector256.Create(2), Vector256.Create(2)).AsSingle();
        var signOfSin = ((octant & Vector256.Create(4)) << 29).AsSingle();
        var signOfCos = (Vector256.AndNot(Vector256.Create(4), octant - Vector256.Create(2)) << 29).AsSingle();
        return (Vector256.ConditionalSelect(isSwapped, cos, sin) ^ signOfSin, Vector256.ConditionalSelect(isSwapped, sin, cos) ^ signOfCos);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Add(Vector256<float> sum, Vector256<float> x, float term) =>
        Vector256.FusedMultiplyAdd(sum, x, Vector256.Create(term));
}
