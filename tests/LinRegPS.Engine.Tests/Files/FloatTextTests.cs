using System.Globalization;
using System.Numerics;
using System.Text;
using LinRegPS.Files.Delimited;

namespace LinRegPS.Engine.Tests.Files;

/// <summary>Text becomes the nearest float32, as .NET finds it by exact arithmetic.</summary>
public sealed class FloatTextTests
{
    private static readonly FloatText s_text = new(CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("1.00000017881393432617187499")]
    [InlineData("1.00000017881393432617187500")]
    [InlineData("1.00000017881393432617187501")]
    [InlineData("1.000000178813934326")]
    [InlineData("16777217")]
    [InlineData("16777219")]
    [InlineData("9007199791611905")]
    [InlineData("3.4028235e38")]
    [InlineData("340282346638528859811704183484516925440")]
    [InlineData("1.1754943508222875e-38")]
    [InlineData("0.0000000000000000000000000000000000000117549435")]
    [InlineData("1e-45")]
    [InlineData("7e-46")]
    [InlineData("-0")]
    [InlineData("-0.0")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("+5")]
    [InlineData("1E5")]
    [InlineData("18446744073709551616")]
    [InlineData("9999999999999999999")]
    public void HardTexts(string text) => Same(text);

    [Fact]
    public void MillionsOfTexts()
    {
        var random = new Random(0);
        for (int i = 0; i < 1_000_000; i++)
        {
            float number = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
            if (!float.IsFinite(number))
                continue;
            double scaled = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 9));
            Same((i % 4) switch
            {
                0 => number.ToString(CultureInfo.InvariantCulture),
                1 => scaled.ToString("F" + random.Next(12), CultureInfo.InvariantCulture),
                2 => scaled.ToString("R", CultureInfo.InvariantCulture),
                // Halfway between two float32 numbers, or next to it.
                _ => Between(scaled, random.Next(-1, 2)),
            });
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("1,000")]
    [InlineData("1.2.3")]
    [InlineData("--1")]
    [InlineData("0x10")]
    [InlineData("1e")]
    [InlineData("one")]
    [InlineData("1\u013000")]
    [InlineData("\u0131")]
    [InlineData("\u2d2d5")]
    [InlineData("5\uff15")]
    public void NoNumbers(string text)
    {
        Assert.False(s_text.TryParse(text, out _));
        Assert.False(s_text.TryParse<byte>(Encoding.UTF8.GetBytes(text), out _, out _));
        Assert.False(s_text.TryParseShort((text + s_padding).ToCharArray(), 0, text.Length, out _));
    }

    private static string Between(double number, int ulps)
    {
        float low = (float)number;
        double middle = (low + (double)MathF.BitIncrement(low)) / 2;
        return BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(middle) + ulps).ToString("R", CultureInfo.InvariantCulture);
    }

    // As characters, as bytes, and short within another text.
    private static void Same(string text)
    {
        float nearest = float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        bool isWhole = text.All(c => char.IsAsciiDigit(c) || c is '-' or '+');
        bool isRounded = isWhole && new BigInteger(nearest) != BigInteger.Parse(text, CultureInfo.InvariantCulture);
        Assert.True(s_text.TryParse<char>(text, out float number, out bool told), text);
        Check();
        Assert.True(s_text.TryParse<byte>(Encoding.UTF8.GetBytes(text), out number, out told), text);
        Check();
        if (s_text.TryParseShort($"7.-{text}5.1e-,\u4e00{s_padding}".ToCharArray(), 3, text.Length, out number))
        {
            told = false;
            Check();
        }

        void Check() => Assert.True(BitConverter.SingleToInt32Bits(nearest) == BitConverter.SingleToInt32Bits(number) && told == isRounded, $"{text}: {nearest:R} and {number:R}, {isRounded} and {told}");
    }

    [Theory]
    [InlineData("-1.25")]
    [InlineData("16777216")]
    [InlineData("0.1234567890123")]
    public void MostTextsAreShort(string text) => Assert.True(s_text.TryParseShort((text + s_padding).ToCharArray(), 0, text.Length, out _));

    // Whole numbers of all lengths, and powers of ten far from 1.
    [Fact]
    public void WholeNumbersThatAreRoundedAreTold()
    {
        var random = new Random(2);
        for (int i = 0; i < 300_000; i++)
        {
            string digits = random.NextInt64(1L << 60, long.MaxValue).ToString(CultureInfo.InvariantCulture)[..(1 + random.Next(18))];
            Same((i % 4) switch
            {
                0 => digits,
                1 => $"-{BigInteger.One << random.Next(100)}",
                2 => $"{(BigInteger.One << random.Next(100)) + 1}",
                _ => $"{digits}e{random.Next(-70, 25)}",
            });
        }
    }

    private static readonly string s_padding = new('9', FloatText.Padding);
}
