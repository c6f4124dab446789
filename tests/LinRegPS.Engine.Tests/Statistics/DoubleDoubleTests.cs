using System.Numerics;
using FsCheck.Xunit;
using LinRegPS.Numerics;

namespace LinRegPS.Engine.Tests.Statistics;

/// <summary>Double-double arithmetic against exact arithmetic on the same numbers.</summary>
public class DoubleDoubleTests
{
    // 2^-100 of the result's size, which is more than any of the operations is off by.
    private const int Bits = 100;

    // Numbers of 106 bits with a fixed point, so that a BigInteger holds them exactly.
    private const int Point = 300;

    [Property(MaxTest = 500)]
    public void SumsProductsAndQuotientsHaveThirtyDigits(int a, int b, int c, int d)
    {
        DoubleDouble x = new DoubleDouble(a) / 3 + b, y = new DoubleDouble(c) / 7 - d;
        BigInteger exactX = Exact(x), exactY = Exact(y), one = BigInteger.One << Point;
        Close(exactX + exactY, x + y, Largest(exactX, exactY));
        Close(exactX - exactY, x - y, Largest(exactX, exactY));
        Close(exactX * exactY / one, x * y, exactX * exactY / one);
        if (!exactY.IsZero)
            Close(exactX * one / exactY, x / y, exactX * one / exactY);
    }

    [Property(MaxTest = 500)]
    public void ARootSquaredIsTheNumber(uint a, uint b)
    {
        var x = new DoubleDouble(a) + new DoubleDouble(b) / 4294967296;
        var root = DoubleDouble.Sqrt(x);
        Close(Exact(x), root * root, Exact(x));
    }

    [Fact]
    public void ComparesByBothParts()
    {
        var above = new DoubleDouble(1, 1e-20);
        Assert.True(above > 1 && new DoubleDouble(1) < above);
        Assert.False(above < new DoubleDouble(1, 1e-20));
        Assert.Equal(0, (double)DoubleDouble.Sqrt(0));
        Assert.Equal(double.PositiveInfinity, (double)(new DoubleDouble(1) / 0));
    }

    private static void Close(BigInteger expected, DoubleDouble actual, BigInteger size)
    {
        var error = BigInteger.Abs(expected - Exact(actual));
        Assert.True(error <= BigInteger.Abs(size) >> Bits, $"{actual} is off by {(double)error / (double)BigInteger.Max(1, BigInteger.Abs(size))}");
    }

    private static BigInteger Largest(BigInteger a, BigInteger b) => BigInteger.Max(BigInteger.Abs(a), BigInteger.Abs(b));

    private static BigInteger Exact(DoubleDouble value) => Exact(value.High) + Exact(value.Low);

    private static BigInteger Exact(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7ff);
        long fraction = bits & 0xfffffffffffff;
        if (exponent == 0)
            return BigInteger.Zero;
        int shift = exponent - 1075 + Point;
        Assert.True(shift >= 0, "the number is too small for the fixed point");
        BigInteger magnitude = new BigInteger(fraction | 1L << 52) << shift;
        return bits < 0 ? -magnitude : magnitude;
    }
}
