using System.Numerics;
using System.Runtime.CompilerServices;

namespace LinRegPS.Numerics;

/// <summary>
/// A number as the sum of two doubles, about 31 digits: what sums and products of doubles need so that no digit of the
/// data is lost (Dekker 1971; the algorithms of the QD library).
/// </summary>
internal readonly struct DoubleDouble(double high, double low = 0) : IReal<DoubleDouble>
{
    private readonly double _high = high;
    private readonly double _low = low;

    public static DoubleDouble Zero => default;

    public double High => _high;

    public double Low => _low;

    public static implicit operator DoubleDouble(double value) => new(value);

    public static explicit operator double(DoubleDouble value) => value._high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        double s = TwoSum(a._high, b._high, out double e);
        double t = TwoSum(a._low, b._low, out double f);
        s = QuickTwoSum(s, e + t, out e);
        return Normal(s, e + f);
    }

    public static DoubleDouble operator -(DoubleDouble value) => new(-value._high, -value._low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator -(DoubleDouble a, DoubleDouble b) => a + -b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        double p = a._high * b._high;
        double e = Math.FusedMultiplyAdd(a._high, b._high, -p);
        return Normal(p, e + (a._high * b._low + a._low * b._high));
    }

    public static DoubleDouble operator /(DoubleDouble a, DoubleDouble b)
    {
        double q = a._high / b._high;
        if (!double.IsFinite(q))
            return q;
        var rest = a - b * q;
        double r = rest._high / b._high;
        rest -= b * r;
        return Normal(q, r) + rest._high / b._high;
    }

    public static bool operator <(DoubleDouble a, DoubleDouble b) => a._high < b._high || (a._high == b._high && a._low < b._low);

    public static bool operator >(DoubleDouble a, DoubleDouble b) => b < a;

    public static DoubleDouble From(DoubleDouble value) => value;

    public static DoubleDouble Sqrt(DoubleDouble value)
    {
        double root = Math.Sqrt(value._high);
        if (root == 0 || !double.IsFinite(root))
            return root;
        // One step of Newton's method doubles the digits of the hardware's root.
        DoubleDouble guess = root;
        return guess + (value - guess * guess) / (2 * root);
    }

    public DoubleDouble ToDoubleDouble() => this;

    public override string ToString() => FormattableString.Invariant($"{_high:R} + {_low:R}");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double TwoSum(double a, double b, out double error)
    {
        double sum = a + b, part = sum - a;
        error = (a - (sum - part)) + (b - part);
        return sum;
    }

    // For |a| >= |b|.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double QuickTwoSum(double a, double b, out double error)
    {
        double sum = a + b;
        error = b - (sum - a);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DoubleDouble Normal(double high, double low)
    {
        double sum = QuickTwoSum(high, low, out double error);
        return new(sum, error);
    }
}

/// <summary>
/// What the factorization needs of a number, so that one text of it serves double and double-double, each compiled for
/// itself.
/// </summary>
internal interface IReal<T> :
    IAdditionOperators<T, T, T>, ISubtractionOperators<T, T, T>, IMultiplyOperators<T, T, T>, IDivisionOperators<T, T, T>,
    IUnaryNegationOperators<T, T>
    where T : struct, IReal<T>
{
    static abstract T From(DoubleDouble value);

    static abstract T Sqrt(T value);

    DoubleDouble ToDoubleDouble();
}

/// <summary>A double, as the factorization wants it.</summary>
internal readonly struct Float64(double value) : IReal<Float64>
{
    private readonly double _value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float64 operator +(Float64 a, Float64 b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float64 operator -(Float64 a, Float64 b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float64 operator *(Float64 a, Float64 b) => new(a._value * b._value);

    public static Float64 operator /(Float64 a, Float64 b) => new(a._value / b._value);

    public static Float64 operator -(Float64 value) => new(-value._value);

    public static Float64 From(DoubleDouble value) => new((double)value);

    public static Float64 Sqrt(Float64 value) => new(Math.Sqrt(value._value));

    public DoubleDouble ToDoubleDouble() => _value;
}
