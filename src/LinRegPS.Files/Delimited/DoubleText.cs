using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LinRegPS.Files.Delimited;

/// <summary>Text to the nearest double: no thousands separators, never empty. What has at most 19 digits and no exponent is divided here, all else is .NET's.</summary>
internal sealed class DoubleText
{
    /// <summary>The characters that are looked at together.</summary>
    public const int Padding = 16;

    // Whole numbers up to 2^53 and powers of ten up to 10^22 are exact, so that their quotient is rounded once (Clinger 1990).
    private const ulong MostExact = 1UL << 53, LowBits = (1UL << 11) - 1;
    private const int MostDigits = 19;

    private static readonly double[] s_powers = [.. Enumerable.Range(0, MostDigits + 1).Select(power => double.Parse($"1e{power}", CultureInfo.InvariantCulture))];

    private readonly char _point;
    private readonly double[] _powers = s_powers;
    private readonly NumberFormatInfo _format;

    /// <summary>Reads numbers as a culture writes them.</summary>
    public DoubleText(CultureInfo culture)
    {
        _format = culture.NumberFormat;
        _point = _format.NumberDecimalSeparator is [> '\0' and <= '\x7f' and var point] ? point : '\uffff';
    }

    /// <summary>The number that text is; false where it is none that is plain and finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryParse<T>(ReadOnlySpan<T> text, out double number)
        where T : unmanaged, IBinaryInteger<T>
    {
        int at = text.Length > 0 && uint.CreateTruncating(text[0]) == '-' ? 1 : 0, start = at, point = -1;
        ulong digits = 0;
        for (; at < text.Length; at++)
        {
            uint character = uint.CreateTruncating(text[at]), digit = character - '0';
            if (digit <= 9)
                digits = (digits * 10) + digit;
            else if (character == _point && point < 0)
                point = at;
            else
                break;
        }
        int count = at - start - (point < 0 ? 0 : 1), decimals = point < 0 ? 0 : at - point - 1;
        if (at == text.Length && count is > 0 and <= MostDigits)
        {
            number = Divide(digits, _powers[decimals]);
            if (start == 1)
                number = -number;
            return true;
        }
        number = 0;
        // No names of what is no number, and no spaces: those are for who tells what is wrong.
        return count > 0 && (typeof(T) == typeof(byte)
            ? double.TryParse(MemoryMarshal.Cast<T, byte>(text), NumberStyles.Float, _format, out number)
            : double.TryParse(MemoryMarshal.Cast<T, char>(text), NumberStyles.Float, _format, out number)) && double.IsFinite(number);
    }

    /// <summary>The numbers of some fields of rows, column by column; gives how many rows have one that is none, and which.</summary>
    /// <param name="bytes">The text, behind whose last field <see cref="Padding"/> may be read.</param>
    /// <param name="ends">Where each field ends, row by row.</param>
    /// <param name="width">The fields of a row, whose last may end with a return.</param>
    /// <param name="fields">Which of them are read.</param>
    /// <param name="columns">Receive their numbers; NaN for what is none.</param>
    /// <param name="unusual">Receives the rows, as many as there are.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Parse(byte[] bytes, ReadOnlySpan<int> ends, int width, int[] fields, double[][] columns, Span<int> unusual)
    {
        ref byte first = ref MemoryMarshal.GetArrayDataReference(bytes);
        ref double powers = ref MemoryMarshal.GetArrayDataReference(_powers);
        var point = Vector128.Create((byte)_point);
        bool canGather = Ssse3.IsSupported && _point <= '\x7f';
        int count = 0;
        for (int row = 0, at = 0; at < ends.Length; row++, at += width)
        {
            bool isPlain = true;
            for (int i = 0; i < fields.Length; i++)
            {
                int field = at + fields[i], start = field == 0 ? 0 : ends[field - 1] + 1, length = ends[field] - start;
                if (fields[i] == width - 1 && length > 0 && Unsafe.Add(ref first, start + length - 1) == '\r')
                    length--;
                if (!(canGather && PlainDigits.TryGather(Vector128.LoadUnsafe(ref first, (nuint)start), length, point, out long digits, out int decimals, out _, out uint sign)))
                {
                    bool isNumber = TryParse<byte>(bytes.AsSpan(start, length), out double other);
                    columns[i][row] = isNumber ? other : double.NaN;
                    isPlain &= isNumber;
                    continue;
                }
                double number = Divide((ulong)digits, Unsafe.Add(ref powers, decimals));
                columns[i][row] = BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(number) | ((ulong)sign << 63));
            }
            if (!isPlain)
                unusual[count++] = row;
        }
        return count;
    }

    // Beyond 2^53 in two parts, each exact. Their quotients together are off by 2^-103, and no quotient of 19 digits by a power of ten up
    // to 10^19 is so near to the middle between two doubles, but in it: 5^19 < 2^45 leaves 2^-98.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Divide(ulong digits, double power)
    {
        if (digits <= MostExact)
            return (long)digits / power;
        double high = digits & ~LowBits, low = digits & LowBits, quotient = high / power;
        return quotient + ((Math.FusedMultiplyAdd(-quotient, power, high) + low) / power);
    }
}
