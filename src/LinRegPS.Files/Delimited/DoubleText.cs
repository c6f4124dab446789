using System.Globalization;
using System.Runtime.CompilerServices;

namespace LinRegPS.Files.Delimited;

/// <summary>Text to the nearest double where it is plain: digits with a point among them. What is written otherwise, or needs more than one rounding, is for .NET.</summary>
internal sealed class DoubleText
{
    // Whole numbers up to 2^53 and powers of ten up to 10^22 are exact, so that their quotient is rounded once (Clinger 1990).
    private const ulong MostExact = 1UL << 53;
    private const int MostDigits = 19, LargestPower = 22;

    private static readonly double[] s_powers = [.. Enumerable.Range(0, LargestPower + 1).Select(power => double.Parse($"1e{power}", CultureInfo.InvariantCulture))];

    private readonly char _point;

    /// <summary>Reads numbers as a culture writes them.</summary>
    public DoubleText(CultureInfo culture) => _point = culture.NumberFormat.NumberDecimalSeparator is [var point] ? point : '\0';

    /// <summary>The number that text is; false where .NET is to say.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryParse(ReadOnlySpan<char> text, out double number)
    {
        int at = text.Length > 0 && text[0] == '-' ? 1 : 0, start = at, point = -1;
        ulong digits = 0;
        for (; at < text.Length; at++)
        {
            uint digit = (uint)(text[at] - '0');
            if (digit <= 9)
                digits = (digits * 10) + digit;
            else if (text[at] == _point && point < 0)
                point = at;
            else
                break;
        }
        int count = at - start - (point < 0 ? 0 : 1), decimals = point < 0 ? 0 : at - point - 1;
        number = digits / s_powers[Math.Min(decimals, LargestPower)];
        if (start == 1)
            number = -number;
        return at == text.Length && count is > 0 and <= MostDigits && digits <= MostExact;
    }
}
