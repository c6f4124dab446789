using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels;

/// <summary>Functions in float64, of which a float32 result is right to little more than half an ulp: off by 2^-32.</summary>
internal static class WideFunctions
{
    /// <summary>The normal distribution's cumulative probability and its density; 0 below -14.7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<double> Cumulative, Vector256<double> Density) Normal(Vector256<double> x)
    {
        const double end = 14.7;
        var magnitude = Vector256.Abs(x);
        var t = Vector256.MinNative(Vector256.Create(end), magnitude);
        var power = Vector256.ConditionalSelect(
            Vector256.LessThan(magnitude, Vector256.Create(end)), Exp(t * t * -0.5), Vector256<double>.Zero);
        // The probability beyond t, over e^(-t²/2): a ratio of polynomials without a negative term.
        var p = Vector256.Create(0.00088639124443129555);
        p = Vector256.FusedMultiplyAdd(p, t, Vector256.Create(0.011616753034183707));
        p = Vector256.FusedMultiplyAdd(p, t, Vector256.Create(0.071200851878707767));
        p = Vector256.FusedMultiplyAdd(p, t, Vector256.Create(0.250335910316749));
        p = Vector256.FusedMultiplyAdd(p, t, Vector256.Create(0.50729516801643444));
        p = Vector256.FusedMultiplyAdd(p, t, Vector256.Create(0.4999999999776363));
        var q = Vector256.Create(0.0022218560973635057);
        q = Vector256.FusedMultiplyAdd(q, t, Vector256.Create(0.029118696374479539));
        q = Vector256.FusedMultiplyAdd(q, t, Vector256.Create(0.18070148873423));
        q = Vector256.FusedMultiplyAdd(q, t, Vector256.Create(0.65651858564840155));
        q = Vector256.FusedMultiplyAdd(q, t, Vector256.Create(1.4468176579015835));
        q = Vector256.FusedMultiplyAdd(q, t, Vector256.Create(1.8124748906234846));
        q = Vector256.FusedMultiplyAdd(q, t, Vector256<double>.One);
        var tail = power * p / q;
        var cumulative = Vector256.ConditionalSelect(
            Vector256.LessThan(x, Vector256<double>.Zero), tail, Vector256<double>.One - tail);
        return (cumulative, power * 0.3989422804014327);
    }

    /// <summary>1 / (1 + e^-x); 0 below -110.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sigmoid(Vector256<double> x)
    {
        var end = Vector256.Create(-110.0);
        var clamped = Vector256.MinNative(Vector256.Create(60.0), Vector256.MaxNative(end, x));
        var value = Vector256<double>.One / (Vector256<double>.One + Exp(-clamped));
        return Vector256.ConditionalSelect(Vector256.LessThan(x, end), Vector256<double>.Zero, value);
    }

    /// <summary>e to the power x, for |x| up to 700.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Exp(Vector256<double> x)
    {
        // 1.5 * 2^52 leaves what is added to it rounded to a whole number in the last bits.
        var shift = Vector256.Create(6755399441055744.0 + 1023);
        var shifted = Vector256.FusedMultiplyAdd(x, Vector256.Create(1.4426950408889634), shift);
        var r = Vector256.FusedMultiplyAdd(shifted - shift, Vector256.Create(-0.6931471805599453), x);
        var p = Vector256.Create(0.00019775115486084662);
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.0013948243336703875));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.0083335615296800049));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.041666224534442176));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.16666665121590372));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.50000001048499666));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.0000000002440449));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.99999999996153684));
        return p * (shifted.AsInt64() << 52).AsDouble();
    }
}
