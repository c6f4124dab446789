using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels;

/// <summary>
/// Logarithms of float32 numbers in float64, off by 2^-32. NaN below 0 (or -1), -infinity there.
/// </summary>
internal static class WideLogarithms
{
    private const double Ln2 = 0.6931471805599453, Log2OfE = 1.4426950408889634;
    private const double Log10Of2 = 0.3010299956639812, Log10OfE = 0.4342944819032518;

    /// <summary>The natural logarithm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Log(Vector256<double> x)
    {
        var (n, f) = Split(x);
        return Limits(x, Vector256.FusedMultiplyAdd(n, Vector256.Create(Ln2), LogOnePlus(f)));
    }

    /// <summary>The logarithm to base 2; of a power of 2 exactly its exponent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Log2(Vector256<double> x)
    {
        var (n, f) = Split(x);
        return Limits(x, Vector256.FusedMultiplyAdd(LogOnePlus(f), Vector256.Create(Log2OfE), n));
    }

    /// <summary>The logarithm to base 10.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Log10(Vector256<double> x)
    {
        var (n, f) = Split(x);
        return Limits(x, Vector256.FusedMultiplyAdd(n, Vector256.Create(Log10Of2), LogOnePlus(f) * Log10OfE));
    }

    /// <summary>The natural logarithm of 1 + x, with all digits where x is small.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Log1p(Vector256<double> x)
    {
        // Where x is small n is 0 and f is x, of which the sum with 1 may lose digits.
        var sum = Vector256<double>.One + x;
        var (n, f) = Split(sum);
        f = Vector256.ConditionalSelect(Vector256.LessThan(Vector256.Abs(x), Vector256.Create(0.25)), x, f);
        // The sign is x's: -0 stays.
        return Vector256.CopySign(Limits(sum, Vector256.FusedMultiplyAdd(n, Vector256.Create(Ln2), LogOnePlus(f))), x);
    }

    /// <summary>The natural logarithm of 1 + e^x, with all digits where that is small; 0 below -110.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LogOnePlusExp(Vector256<double> x)
    {
        // max(x, 0) + log(1 + e^-|x|); Max is NaN where x is.
        const double end = 110;
        var magnitude = Vector256.Abs(x);
        var power = WideFunctions.Exp(-Vector256.MinNative(Vector256.Create(end), magnitude));
        power = Vector256.AndNot(power, Vector256.GreaterThan(magnitude, Vector256.Create(end)));
        return Vector256.Max(x, Vector256<double>.Zero) + Log1p(power);
    }

    /// <summary>The area hyperbolic cosine; NaN below 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Acosh(Vector256<double> x)
    {
        var beyond = x - Vector256<double>.One;
        var log = Log1p(beyond + Vector256.Sqrt(beyond * (x + Vector256<double>.One)));
        return log | Vector256.LessThan(x, Vector256<double>.One);
    }

    // x = 2^n (1 + f), with 1 + f from sqrt(1/2) to sqrt(2).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> N, Vector256<double> F) Split(Vector256<double> x)
    {
        const long rootOfHalf = 0x3fe6a09e667f3bcd;
        // 2^52 + 2^51, in whose last bits a whole number is added.
        const double shift = 6755399441055744;
        var bits = x.AsInt64() - Vector256.Create(rootOfHalf);
        var n = ((bits >> 52) + Vector256.Create(shift).AsInt64()).AsDouble() - Vector256.Create(shift);
        var f = ((bits & Vector256.Create(0x000fffffffffffff)) + Vector256.Create(rootOfHalf)).AsDouble() - Vector256<double>.One;
        return (n, f);
    }

    // The series of 2 artanh(f / (2 + f)).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> LogOnePlus(Vector256<double> f)
    {
        var s = f / (f + Vector256.Create(2.0));
        var square = s * s;
        var p = Vector256.Create(2.0 / 13);
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(2.0 / 11));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(2.0 / 9));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(2.0 / 7));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(2.0 / 5));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(2.0 / 3));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(2.0));
        return s * p;
    }

    // An infinity and NaN stay; below 0 is NaN; 0 is -infinity.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Limits(Vector256<double> x, Vector256<double> log)
    {
        var infinity = Vector256.Create(double.PositiveInfinity);
        log = Vector256.ConditionalSelect(Vector256.LessThan(x, infinity), log, x);
        log |= Vector256.LessThan(x, Vector256<double>.Zero);
        return Vector256.ConditionalSelect(Vector256.Equals(x, Vector256<double>.Zero), -infinity, log);
    }
}
