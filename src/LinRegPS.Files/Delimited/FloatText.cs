using System.Globalization;
using System.Runtime.CompilerServices;

namespace LinRegPS.Files.Delimited;

/// <summary>
/// Text to the nearest float32: no thousands separators, never empty. What has at most 19 digits is computed in float64, which
/// is a unit in its last place off at most; where that decides between two float32 numbers, and for all else, .NET computes.
/// </summary>
internal sealed class FloatText
{
    // In float64: where a power of ten is exact, and what lies between two neighbouring float32 numbers.
    private const int MostDigits = 19, LargestPower = 22;
    private const long Between = 1L << 28, BetweenMask = (1L << 29) - 1, Doubt = 8;
    private const double Smallest = 1.1754944e-38, Largest = 3.4028234e38;

    private static readonly double[] s_powers = [.. Enumerable.Range(0, LargestPower + 1).Select(power => double.Parse($"1e{power}", CultureInfo.InvariantCulture))];

    private readonly char _point;
    private readonly NumberFormatInfo _format;

    /// <summary>Reads numbers as a culture writes them.</summary>
    public FloatText(CultureInfo culture)
    {
        _format = culture.NumberFormat;
        _point = _format.NumberDecimalSeparator is [var point] ? point : '\0';
    }

    /// <summary>The number that text is; infinite where it is beyond float32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryParse(ReadOnlySpan<char> text, out float number)
    {
        int at = 0, point = -1;
        bool isNegative = text.Length > 0 && text[0] == '-';
        if (isNegative)
            at = 1;
        int start = at;
        ulong digits = 0;
        for (; at < text.Length; at++)
        {
            uint digit = (uint)(text[at] - '0');
            if (digit <= 9)
                digits = (digits * 10) + digit;
            else if (text[at] == _point && point < 0)
                point = at;
            else
                return Other(text, out number);
        }
        int count = at - start - (point < 0 ? 0 : 1), decimals = point < 0 ? 0 : at - point - 1;
        if (count is 0 or > MostDigits)
            return Other(text, out number);
        double value = digits / s_powers[decimals];
        long distance = (BitConverter.DoubleToInt64Bits(value) & BetweenMask) - Between;
        if ((value is < Smallest or > Largest || distance is >= -Doubt and <= Doubt) && digits != 0)
            return Other(text, out number);
        number = (float)(isNegative ? -value : value);
        return true;
    }

    private bool Other(ReadOnlySpan<char> text, out float number) => float.TryParse(text, NumberStyles.Float, _format, out number);
}
