using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels;

/// <summary>Powers of e and 2, hyperbolic functions and the error function of float32 numbers in float64, off by 2^-32.</summary>
internal static class WideExponentials
{
    private const double Ln2 = 0.6931471805599453, Log2OfE = 1.4426950408889634, RootOf2 = 1.4142135623730951;

    // Beyond it e^x is no float32 number, e^-x less than half the spacing at 1.
    private const double End = 104;

    // 1.5 * 2^52 leaves what is added to it rounded to a whole number in the last bits.
    private const double Rounding = 6755399441055744;

    /// <summary>2 to the power x, for float32 numbers that have a power.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Exp2(Vector256<double> x) =>
        WideFunctions.Exp(Vector256.MinNative(Vector256.Create(700.0), Vector256.MaxNative(Vector256.Create(-700.0), x * Ln2)));

    /// <summary>e to the power x, for |x| up to 700, off by 2^-42: for what cancels. 1 for 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Exp(Vector512<double> x)
    {
        var other = x;
        Exp(ref x, ref other);
        return x;
    }

    /// <summary>The same of two, which share the constants that must be read for each turn of a loop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Exp(ref Vector512<double> x, ref Vector512<double> y)
    {
        Vector512<double> shift = Vector512.Create(Rounding + 1023), log = Vector512.Create(Log2OfE), ln2 = Vector512.Create(-Ln2);
        Vector512<double> shiftedX = Vector512.FusedMultiplyAdd(x, log, shift), shiftedY = Vector512.FusedMultiplyAdd(y, log, shift);
        Vector512<double> r = Vector512.FusedMultiplyAdd(shiftedX - shift, ln2, x), s = Vector512.FusedMultiplyAdd(shiftedY - shift, ln2, y);
        // Taylor's series of (e^r - 1) / r, for |r| up to log(2) / 2, in pairs (Estrin 1960): a chain would wait for itself.
        Vector512<double> rr = r * r, ss = s * s;
        Vector512<double> a = Vector512.Create(1.0 / 24), b = Vector512.Create(1.0 / 6), c = Vector512.Create(0.5), d = Vector512<double>.One;
        var lowR = Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(a, r, b), rr, Vector512.FusedMultiplyAdd(c, r, d));
        var lowS = Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(a, s, b), ss, Vector512.FusedMultiplyAdd(c, s, d));
        (a, b, c, d) = (Vector512.Create(1.0 / 40320), Vector512.Create(1.0 / 5040), Vector512.Create(1.0 / 720), Vector512.Create(1.0 / 120));
        var highR = Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(a, r, b), rr, Vector512.FusedMultiplyAdd(c, r, d));
        var highS = Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(a, s, b), ss, Vector512.FusedMultiplyAdd(c, s, d));
        (a, b) = (Vector512.Create(1.0 / 3628800), Vector512.Create(1.0 / 362880));
        rr *= rr;
        ss *= ss;
        highR = Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(a, r, b), rr, highR);
        highS = Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(a, s, b), ss, highS);
        Vector512<double> powerX = (shiftedX.AsInt64() << 52).AsDouble(), powerY = (shiftedY.AsInt64() << 52).AsDouble();
        x = Vector512.FusedMultiplyAdd(powerX, r * Vector512.FusedMultiplyAdd(highR, rr, lowR), powerX);
        y = Vector512.FusedMultiplyAdd(powerY, s * Vector512.FusedMultiplyAdd(highS, ss, lowS), powerY);
    }

    /// <summary>e to the power x, less 1, with all digits where x is small.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Expm1(Vector256<double> x)
    {
        // What is NaN stays: the second operand is the result where one is.
        var clamped = Vector256.MinNative(Vector256.Create(End), Vector256.MaxNative(Vector256.Create(-End), x));
        var shift = Vector256.Create(Rounding + 1023);
        var shifted = Vector256.FusedMultiplyAdd(clamped, Vector256.Create(Log2OfE), shift);
        var r = Vector256.FusedMultiplyAdd(shifted - shift, Vector256.Create(-Ln2), clamped);
        var power = (shifted.AsInt64() << 52).AsDouble();
        var p = ExpMinusOne(Vector256<double>.Zero, r);
        // The sign is x's: -0 stays.
        return Vector256.CopySign(Vector256.FusedMultiplyAdd(power, r * p, power - Vector256<double>.One), x);
    }

    /// <summary>The hyperbolic sine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sinh(Vector256<double> x)
    {
        var less = Expm1(Vector256.Abs(x));
        return Vector256.CopySign((less + (less / (less + Vector256<double>.One))) * 0.5, x);
    }

    /// <summary>The hyperbolic cosine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Cosh(Vector256<double> x)
    {
        var power = WideFunctions.Exp(Vector256.MinNative(Vector256.Create(End), Vector256.Abs(x)));
        return (power + (Vector256<double>.One / power)) * 0.5;
    }

    /// <summary>The error function, 2 / sqrt(pi) times the integral of e^-t² from 0 to x, and its derivative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<double> Value, Vector256<double> Slope) Erf(Vector256<double> x)
    {
        // Near 0 Taylor's series, elsewhere what the tail of the normal distribution leaves.
        var magnitude = Vector256.Abs(x);
        var (tail, density) = WideFunctions.Normal(magnitude * -RootOf2);
        var square = x * x;
        const double factor = 1.1283791670955126;
        var p = Vector256.Create(factor / (-5040 * 15));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(factor / (720 * 13)));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(factor / (-120 * 11)));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(factor / (24 * 9)));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(factor / (-6 * 7)));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(factor / (2 * 5)));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(factor / -3));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(factor));
        var far = Vector256.CopySign(Vector256<double>.One - (tail + tail), x);
        var value = Vector256.ConditionalSelect(Vector256.LessThan(magnitude, Vector256.Create(0.5)), x * p, far);
        return (value, Vector256.ConditionalSelect(Vector256.Equals(x, x), density * (2 * RootOf2), x));
    }

    /// <summary>What the error function lacks of 1, with all digits where that is small.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Erfc(Vector256<double> x)
    {
        var below = WideFunctions.Normal(x * -RootOf2).Cumulative;
        return below + below;
    }

    // Taylor's series of (e^r - 1) / r, for |r| up to log(2) / 2, from the term of r^8 on; the terms behind are given, over r^9.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> ExpMinusOne(Vector256<double> behind, Vector256<double> r)
    {
        var p = Vector256.FusedMultiplyAdd(behind, r, Vector256.Create(1.0 / 362880));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.0 / 40320));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.0 / 5040));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.0 / 720));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.0 / 120));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.0 / 24));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.0 / 6));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.5));
        return Vector256.FusedMultiplyAdd(p, r, Vector256<double>.One);
    }
}
