using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels;

/// <summary>
/// Functions of float32 numbers in float32: reduced to a short interval, and there the polynomial that is off least
/// (minimax). Right to the bound stated with each, in units in the last place (ulp) and measured over all float32
/// numbers. The bits are the same on every machine: there is no operation in them that may or may not be fused.
/// </summary>
internal static class Functions
{
    private const float Log2E = 1.44269504f;

    // log 2 in two parts; the first has zeros at its end.
    private const float Ln2High = 0.693359375f, Ln2Low = -2.12194440e-4f;

    // Added to a number below 2^22, it leaves the number rounded to a whole one in the last bits.
    private const float Rounding = 12582912;

    /// <summary>e to the power x, within 1.1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        // What is NaN stays: the second operand is the result where one is. Beyond these bounds are 0 and infinity.
        x = Vector256.MinNative(Vector256.Create(89f), Vector256.MaxNative(Vector256.Create(-104f), x));
        // 2^n would not do for subnormal results, nor for 2^128: it is put together from two factors.
        var negative = Vector256.LessThan(x, Vector256<float>.Zero);
        var shift = Vector256.ConditionalSelect(negative, Vector256.Create(Rounding + 127 + 64), Vector256.Create(Rounding + 127 - 1));
        var factor = Vector256.ConditionalSelect(negative, Vector256.Create(1 / 18446744073709551616f), Vector256.Create(2f));
        var shifted = Vector256.FusedMultiplyAdd(x, Vector256.Create(Log2E), shift);
        var r = Reduce(x, shifted - shift);
        return ((Vector256<float>.One + ExpMinusOne(r)) * Power(shifted)) * factor;
    }

    /// <summary>1 / (1 + e^-x), within 1.75 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> x)
    {
        // Numerator and divisor times 2^-32, so that neither overflows where the quotient is subnormal.
        var scale = Vector256.Create(1 / 4294967296f);
        x = Vector256.MinNative(Vector256.Create(104.5f), Vector256.MaxNative(Vector256.Create(-60f), -x));
        var shift = Vector256.Create(Rounding + 127 - 32);
        var shifted = Vector256.FusedMultiplyAdd(x, Vector256.Create(Log2E), shift);
        var power = Power(shifted);
        // The divisor 2^n + 1 + 2^n (e^r - 1), and what is lost where 2^n is large.
        var sum = power + scale;
        var lost = scale - (sum - power);
        return scale / (sum + Vector256.FusedMultiplyAdd(power, ExpMinusOne(Reduce(x, shifted - shift)), lost));
    }

    /// <summary>The hyperbolic tangent, within 0.75 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x)
    {
        // Near 0 an odd polynomial, elsewhere 1 - 2 / (e^2|x| + 1): from 9.02 on that is 1.
        var magnitude = Vector256.Abs(x);
        var square = x * x;
        var p = Vector256.Create(0.00190180357843f);
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(-0.00789218974366f));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(0.0215758427028f));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(-0.0539221243476f));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(0.133329959331f));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(-0.333333250681f));
        var near = Vector256.FusedMultiplyAdd(p * square, magnitude, magnitude);

        var twice = Vector256.MinNative(Vector256.Create(20f), magnitude + magnitude);
        var shift = Vector256.Create(Rounding + 127);
        var shifted = Vector256.FusedMultiplyAdd(twice, Vector256.Create(Log2E), shift);
        var n = shifted - shift;
        var power = Power(shifted);
        var rest = ExpMinusOne(Reduce(twice, n));
        var sum = power + Vector256<float>.One;
        var divisor = Vector256.FusedMultiplyAdd(power, rest, sum);
        var quotient = Vector256.Create(2f) / divisor;
        // What rounding took from the divisor and from the quotient.
        var lost = Vector256.FusedMultiplyAdd(power, rest, sum - divisor);
        var correction = Vector256.FusedMultiplyAdd(
            -quotient, lost, Vector256.FusedMultiplyAdd(-quotient, divisor, Vector256.Create(2f)));
        var far = Vector256<float>.One - quotient;
        far += Vector256.FusedMultiplyAdd(
            correction * Vector256.Create(-0.5f), quotient, Vector256<float>.One - far - quotient);
        return Vector256.CopySign(
            Vector256.ConditionalSelect(Vector256.LessThan(magnitude, Vector256.Create(0.7f)), near, far), x);
    }

    /// <summary>The natural logarithm, within 1.1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log(Vector256<float> x)
    {
        // Subnormal numbers are made normal; then x = 2^n (1 + f) with 1 + f from sqrt(1/2) to sqrt(2).
        const int rootOfHalf = 0x3f3504f3;
        var small = Vector256.LessThan(x, Vector256.Create(1.17549435e-38f));
        var scaled = Vector256.ConditionalSelect(small, x * Vector256.Create(8388608f), x).AsInt32();
        var bits = scaled - Vector256.Create(rootOfHalf);
        var n = Vector256.ConvertToSingle(bits >> 23) - (Vector256.Create(23f) & small);
        var f = ((bits & Vector256.Create(0x007fffff)) + Vector256.Create(rootOfHalf)).AsSingle() - Vector256<float>.One;

        var square = f * f;
        var even = Vector256.Create(0.0691540498489f);
        even = Vector256.FusedMultiplyAdd(even, square, Vector256.Create(0.11872961116f));
        even = Vector256.FusedMultiplyAdd(even, square, Vector256.Create(0.142186604424f));
        even = Vector256.FusedMultiplyAdd(even, square, Vector256.Create(0.200022264831f));
        even = Vector256.FusedMultiplyAdd(even, square, Vector256.Create(0.333333104417f));
        var odd = Vector256.Create(-0.117898097993f);
        odd = Vector256.FusedMultiplyAdd(odd, square, Vector256.Create(-0.123843480571f));
        odd = Vector256.FusedMultiplyAdd(odd, square, Vector256.Create(-0.166692509202f));
        odd = Vector256.FusedMultiplyAdd(odd, square, Vector256.Create(-0.249999865935f));
        odd = Vector256.FusedMultiplyAdd(odd, square, Vector256.Create(-0.5f));
        var p = Vector256.FusedMultiplyAdd(even, f, odd);
        // log(1 + f) = f + f² p, the parts of n log 2 added in the order of their size.
        var log = Vector256.FusedMultiplyAdd(n, Vector256.Create(Ln2Low), square * p) + f;
        log = Vector256.FusedMultiplyAdd(n, Vector256.Create(Ln2High), log);

        var infinity = Vector256.Create(float.PositiveInfinity);
        // An infinity and NaN stay; below 0 is NaN; 0 is -infinity.
        log = Vector256.ConditionalSelect(Vector256.LessThan(x, infinity), log, x);
        log |= Vector256.LessThan(x, Vector256<float>.Zero);
        return Vector256.ConditionalSelect(Vector256.Equals(x, Vector256<float>.Zero), -infinity, log);
    }

    // 2^n, for a sum of n and Rounding + 127.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Power(Vector256<float> shifted) => (shifted.AsInt32() << 23).AsSingle();

    // x - n log 2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Reduce(Vector256<float> x, Vector256<float> n) => Vector256.FusedMultiplyAdd(
        n, Vector256.Create(-Ln2Low), Vector256.FusedMultiplyAdd(n, Vector256.Create(-Ln2High), x));

    // e^r - 1 for |r| up to log(2) / 2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ExpMinusOne(Vector256<float> r)
    {
        var p = Vector256.Create(0.0013946504623f);
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.00836661083726f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.0416662812556f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.166665427917f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.500000006215f));
        return Vector256.FusedMultiplyAdd(r * r, p, r);
    }
}
