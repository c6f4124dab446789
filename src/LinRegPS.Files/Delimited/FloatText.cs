using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LinRegPS.Files.Delimited;

/// <summary>
/// Text to the nearest float32: no thousands separators, never empty. What has at most 19 digits is computed in float64, which
/// is a unit in its last place off at most; where that decides between two float32 numbers, and for all else, .NET computes.
/// </summary>
internal sealed class FloatText
{
    /// <summary>The characters that are looked at together.</summary>
    public const int Padding = 16;

    // In float64: where a power of ten is exact, and what lies between two neighbouring float32 numbers.
    private const int MostDigits = 19, LargestPower = 22;
    private const long Between = 1L << 28, BetweenMask = (1L << 29) - 1, Doubt = 8;
    private const double Smallest = 1.1754944e-38, Largest = 3.4028234e38;

    private static readonly double[] s_powers = [.. Enumerable.Range(0, LargestPower + 1).Select(power => double.Parse($"1e{power}", CultureInfo.InvariantCulture))];

    private readonly char _point;
    // A static field would be asked for its class with each number.
    private readonly double[] _powers = s_powers;
    private readonly NumberFormatInfo _format;

    /// <summary>Reads numbers as a culture writes them.</summary>
    public FloatText(CultureInfo culture)
    {
        _format = culture.NumberFormat;
        _point = _format.NumberDecimalSeparator is [var point] ? point : '\0';
    }

    /// <summary>The number that a part of a text is; infinite where it is beyond float32. Short ones at once, where the text goes on for <see cref="Padding"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryParse(char[] text, int start, int length, out float number)
    {
        if (!Ssse3.IsSupported || (uint)start + Padding > (uint)text.Length)
            return TryParse(text.AsSpan(start, length), out number);
        ref ushort first = ref Unsafe.As<char, ushort>(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(text), start));
        var characters = Sse2.PackUnsignedSaturate(Vector128.LoadUnsafe(ref first).AsInt16(), Vector128.LoadUnsafe(ref first, 8).AsInt16());
        return TryParse(characters, length, out number) || TryParse(text.AsSpan(start, length), out number);
    }

    /// <summary>The number that the first of some characters are, where they are digits with at most a point and a minus; false of all else that may be one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryParse(Vector128<byte> characters, int length, out float number)
    {
        number = 0;
        if (!Ssse3.IsSupported || (uint)(length - 1) >= Padding)
            return false;
        var digits = characters - Vector128.Create((byte)'0');
        var isDigit = Vector128.LessThan(digits, Vector128.Create((byte)10));
        // No branch for the sign, which is as good as random.
        uint all = (1u << length) - 1, sign = Vector128.Equals(characters, Vector128.Create((byte)'-')).ExtractMostSignificantBits() & 1;
        uint points = Vector128.Equals(characters, Vector128.Create((byte)_point)).ExtractMostSignificantBits() & all;
        uint known = isDigit.ExtractMostSignificantBits() & all;
        if ((known | points | sign) != all || known == 0 || (points & (points - 1)) != 0 || _point > 127)
            return false;
        // The digits without the point, as far right as they go: what is left of it moves over its place.
        int point = points == 0 ? -1 : BitOperations.TrailingZeroCount(points);
        var places = Vector128<sbyte>.Indices + Vector128.Create((sbyte)(length - Padding));
        places += Vector128.LessThanOrEqual(places, Vector128.Create((sbyte)point));
        var moved = Ssse3.Shuffle(digits & isDigit, places.AsByte());
        // Pairs of digits, then of those, then of those again.
        var pairs = Ssse3.MultiplyAddAdjacent(moved, Vector128.Create((ushort)(10 | (1 << 8))).AsSByte());
        var fours = Sse2.MultiplyAddAdjacent(pairs, Vector128.Create(100 | (1 << 16)).AsInt16());
        var eights = Sse2.MultiplyAddAdjacent(Sse2.PackSignedSaturate(fours, fours), Vector128.Create(10_000 | (1 << 16)).AsInt16());
        ulong whole = ((ulong)(uint)eights[0] * 100_000_000) + (uint)eights[1];
        return TryRound(whole, points == 0 ? 0 : length - 1 - point, sign, out number);
    }

    /// <summary>The numbers of fields that stand one behind the other, with a character between two; gives how many are not among them, and which.</summary>
    /// <param name="first">The first byte, behind the last of which <see cref="Padding"/> may be read.</param>
    /// <param name="ends">Where each ends.</param>
    /// <param name="fields">How many are in a row, whose last may end with a return.</param>
    /// <param name="numbers">Where to.</param>
    /// <param name="others">Which are not.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Parse(ref byte first, ReadOnlySpan<int> ends, int fields, Span<float> numbers, Span<int> others)
    {
        int start = 0, count = 0;
        for (int row = 0; row < ends.Length; row += fields)
        {
            for (int i = row; i < row + fields; i++)
            {
                int end = ends[i], length = end - start;
                if (i == row + fields - 1 && length > 0 && Unsafe.Add(ref first, end - 1) == '\r')
                    length--;
                bool isNumber = TryParse(Vector128.LoadUnsafe(ref first, (nuint)start), length, out float number);
                numbers[i] = number;
                if (!isNumber)
                    others[count++] = i;
                start = end + 1;
            }
        }
        return count;
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
        return (count is > 0 and <= MostDigits && TryRound(digits, decimals, isNegative ? 1u : 0, out number)) || Other(text, out number);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryRound(ulong digits, int decimals, uint sign, out float number)
    {
        double value = digits / _powers[decimals];
        long bits = BitConverter.DoubleToInt64Bits(value), distance = (bits & BetweenMask) - Between;
        number = (float)BitConverter.Int64BitsToDouble(bits | ((long)sign << 63));
        return digits == 0 || (value is >= Smallest and <= Largest && distance is < -Doubt or > Doubt);
    }

    private bool Other(ReadOnlySpan<char> text, out float number) => float.TryParse(text, NumberStyles.Float, _format, out number);
}
