using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels;

/// <summary>Sines, cosines and tangents of float32 numbers in float64: off by 2^-31, however large the angle.</summary>
internal static class WideTrigonometry
{
    private const double PiHalf = 1.5707963267948966, PiHalfLow = 6.123233995736766e-17, TwoByPi = 0.6366197723675814;

    // Added to a number below 2^51, it leaves the number rounded to a whole one in the last bits.
    private const double Rounding = 6755399441055744;

    // From here on pi/2 in two parts has too few digits, and the multiples of it may not be numbers any more.
    private const double Large = 2147483648;

    /// <summary>The sine; NaN for an infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sin(Vector256<double> x)
    {
        var (r, quadrant) = Reduce(x);
        return Turn(r, quadrant, SinNear(r), CosNear(r));
    }

    /// <summary>The cosine; NaN for an infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Cos(Vector256<double> x)
    {
        var (r, quadrant) = Reduce(x);
        return Turn(r, quadrant + Vector256<long>.One, SinNear(r), CosNear(r));
    }

    /// <summary>The tangent; NaN for an infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Tan(Vector256<double> x)
    {
        var (r, quadrant) = Reduce(x);
        var (sin, cos) = (SinNear(r), CosNear(r));
        var odd = Odd(quadrant);
        return Vector256.ConditionalSelect(odd, -cos, sin) / Vector256.ConditionalSelect(odd, sin, cos);
    }

    /// <summary>sin(pi x) / (pi x), 1 at 0, and its derivative; NaN for an infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<double> Value, Vector256<double> Slope) Sinc(Vector256<double> x)
    {
        // Whole turns and the sign taken off: sin(pi n + r) is sin(r) or -sin(r), as n is even or odd.
        var rest = x - Vector256.Round(x);
        var parity = Vector256.Abs(x - rest) * 0.5;
        var sign = Vector256.ConditionalSelect(
            Vector256.Equals(parity, Vector256.Floor(parity)), Vector256<double>.One, -Vector256<double>.One);
        var atZero = Vector256.Equals(x, Vector256<double>.Zero);
        var sin = Vector256.ConditionalSelect(atZero, Vector256<double>.One, sign * Sin(rest * Math.PI) / (x * Math.PI));
        // Near 0 the difference has no digits: Taylor's series.
        var t = x * x * (Math.PI * Math.PI);
        var p = Vector256.Create(-1.0 / 3991680);
        p = Vector256.FusedMultiplyAdd(p, t, Vector256.Create(1.0 / 45360));
        p = Vector256.FusedMultiplyAdd(p, t, Vector256.Create(-1.0 / 840));
        p = Vector256.FusedMultiplyAdd(p, t, Vector256.Create(1.0 / 30));
        p = Vector256.FusedMultiplyAdd(p, t, Vector256.Create(-1.0 / 3));
        var near = Vector256.LessThan(Vector256.Abs(x), Vector256.Create(0.25));
        return (sin, Vector256.ConditionalSelect(near, x * p * (Math.PI * Math.PI), ((sign * Cos(rest * Math.PI)) - sin) / x));
    }

    // The sine after as many quarter turns.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Turn(Vector256<double> r, Vector256<long> quadrant, Vector256<double> sin, Vector256<double> cos) =>
        Vector256.ConditionalSelect(Odd(quadrant), cos, sin) ^ ((quadrant >> 1) << 63).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Odd(Vector256<long> quadrant) =>
        Vector256.Equals(quadrant & Vector256<long>.One, Vector256<long>.One).AsDouble();

    // x - n pi/2, from -pi/4 to pi/4, and n, of which the last two bits count.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> R, Vector256<long> Quadrant) Reduce(Vector256<double> x)
    {
        var shifted = Vector256.FusedMultiplyAdd(x, Vector256.Create(TwoByPi), Vector256.Create(Rounding));
        var n = shifted - Vector256.Create(Rounding);
        var r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-PiHalf), x);
        r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-PiHalfLow), r);
        var quadrant = shifted.AsInt64();
        return Vector256.GreaterThanOrEqualAny(Vector256.Abs(x), Vector256.Create(Large)) ? ReduceLarge(x, r, quadrant) : (r, quadrant);
    }

    // The same, where elements are large.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (Vector256<double> R, Vector256<long> Quadrant) ReduceLarge(
        Vector256<double> x, Vector256<double> r, Vector256<long> quadrant)
    {
        for (int i = 0; i < Vector256<double>.Count; i++)
        {
            double element = x[i];
            if (double.IsFinite(element) && Math.Abs(element) >= Large)
            {
                var (rest, turns) = ReduceLarge((float)Math.Abs(element));
                r = r.WithElement(i, Math.CopySign(1, element) * rest);
                quadrant = quadrant.WithElement(i, double.IsNegative(element) ? -turns : turns);
            }
        }
        return (r, quadrant);
    }

    // Payne and Hanek's way: of 2/pi only the bits matter that make no whole turns of the product.
    private static (double R, long Turns) ReduceLarge(float x)
    {
        ReadOnlySpan<ulong> twoByPi = [0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561];
        // x = significand * 2^exponent; bits of 2/pi down to 2^-(exponent - 2) times a significand are multiples of 4.
        uint bits = BitConverter.SingleToUInt32Bits(x);
        ulong significand = (bits & 0x7fffff) | 0x800000;
        int start = (int)(bits >> 23) - 150 - 2;
        int word = start >> 6, shift = start & 63;
        var window = new UInt128(twoByPi[word], twoByPi[word + 1]) << shift;
        if (shift > 0)
            window |= twoByPi[word + 2] >> (64 - shift);
        // In units of 2^-62 of pi/2; 2^64 of these are a turn.
        ulong product = (ulong)((window >> 32) * significand >> 32);
        ulong turns = (product + (1UL << 61)) >> 62;
        return ((long)(product - (turns << 62)) * (PiHalf / (1UL << 62)), (long)turns);
    }

    // Taylor's series, for |r| up to pi/4.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> SinNear(Vector256<double> r)
    {
        var square = r * r;
        var p = Vector256.Create(-1.0 / 39916800);
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(1.0 / 362880));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(-1.0 / 5040));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(1.0 / 120));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(-1.0 / 6));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256<double>.One);
        return r * p;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> CosNear(Vector256<double> r)
    {
        var square = r * r;
        var p = Vector256.Create(1.0 / 479001600);
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(-1.0 / 3628800));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(1.0 / 40320));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(-1.0 / 720));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(1.0 / 24));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(-0.5));
        return Vector256.FusedMultiplyAdd(p, square, Vector256<double>.One);
    }
}
