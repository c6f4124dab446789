using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LinRegPS.Files.Delimited;

/// <summary>
/// Text to the nearest float32: no thousands separators, never empty. What has at most 19 digits is computed in float64, which
/// is two units in its last place off at most; where that decides between two float32 numbers, and for all else, .NET computes.
/// </summary>
internal sealed class FloatText
{
    /// <summary>The characters that are looked at together.</summary>
    public const int Padding = 16;

    // Powers of ten, exact up to the 22nd; and in float64, what lies between two neighbouring float32 numbers.
    private const int Eight = sizeof(ulong), MostDigits = 19, LargestPower = 64, LargestExponent = 1000;
    private const long Between = 1L << 28, BetweenMask = (1L << 29) - 1, Doubt = 8;
    // The whole numbers up to these are exact in float64 and in float32.
    private const ulong MostExact = 1UL << 53;
    private const float MostWhole = 1 << 24;
    private const double Smallest = 1.1754944e-38, Largest = 3.4028234e38;
    private const uint NoPoint = uint.MaxValue;

    private static readonly double[] s_powers = [.. Enumerable.Range(0, LargestPower + 1).Select(power => double.Parse($"1e{power}", CultureInfo.InvariantCulture))];

    private readonly uint _point;
    // A static field would be asked for its class with each number.
    private readonly double[] _powers = s_powers;
    private readonly NumberFormatInfo _format;

    /// <summary>Reads numbers as a culture writes them.</summary>
    public FloatText(CultureInfo culture)
    {
        _format = culture.NumberFormat;
        _point = _format.NumberDecimalSeparator is [> '\0' and <= '\x7f' and var point] ? point : NoPoint;
    }

    /// <summary>The number that a part of a text is, where it is short and written as most are, and the text goes on for <see cref="Padding"/>; false of all else that may be one, and of whole numbers that are rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryParseShort(char[] text, int start, int length, out float number)
    {
        number = 0;
        if (!Ssse3.IsSupported || _point == NoPoint || (uint)start + Padding > (uint)text.Length)
            return false;
        ref ushort first = ref Unsafe.As<char, ushort>(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(text), start));
        var characters = Sse2.PackUnsignedSaturate(Vector128.LoadUnsafe(ref first).AsInt16(), Vector128.LoadUnsafe(ref first, 8).AsInt16());
        return TryParse(characters, length, Vector128.Create((byte)_point), ref MemoryMarshal.GetArrayDataReference(_powers), out number);
    }

    /// <summary>The numbers of fields that stand one behind the other, with a character between two; gives how many are not as most are, and which.</summary>
    /// <param name="first">The first byte, behind the last of which <see cref="Padding"/> may be read.</param>
    /// <param name="ends">Where each ends.</param>
    /// <param name="fields">How many are in a row, whose last may end with a return.</param>
    /// <param name="mayBeQuoted">Whether they may be in quotes.</param>
    /// <param name="numbers">Where to.</param>
    /// <param name="others">Which are long, written in another way, whole and rounded, or no numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Parse(ref byte first, ReadOnlySpan<int> ends, int fields, bool mayBeQuoted, Span<float> numbers, Span<int> others)
    {
        bool canParse = Ssse3.IsSupported && _point != NoPoint;
        var point = Vector128.Create((byte)_point);
        ref double powers = ref MemoryMarshal.GetArrayDataReference(_powers);
        int start = 0, count = 0;
        for (int row = 0; row < ends.Length; row += fields)
        {
            for (int i = row; i < row + fields; i++)
            {
                int end = ends[i], length = end - start;
                if (i == row + fields - 1 && length > 0 && Unsafe.Add(ref first, end - 1) == '\r')
                    length--;
                if (mayBeQuoted && length >= 2 && Unsafe.Add(ref first, start) == '"' && Unsafe.Add(ref first, start + length - 1) == '"')
                    (start, length) = (start + 1, length - 2);
                bool isNumber = canParse && (TryParse(Vector128.LoadUnsafe(ref first, (nuint)start), length, point, ref powers, out numbers[i])
                    || TryScientific(ref Unsafe.Add(ref first, start), length, point, out numbers[i]));
                // Without a branch, for which fields are is as good as random.
                others[count] = i;
                count += isNumber ? 0 : 1;
                start = end + 1;
            }
        }
        return count;
    }

    /// <summary>The number that text is; infinite where it is beyond float32.</summary>
    public bool TryParse(ReadOnlySpan<char> text, out float number) => TryParse(text, out number, out _);

    /// <summary>The number that text is; infinite where it is beyond float32.</summary>
    /// <param name="text">Characters, or bytes of UTF-8.</param>
    /// <param name="number">The nearest float32.</param>
    /// <param name="isRounded">Whether it is written as a whole number, and is not that number.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryParse<T>(ReadOnlySpan<T> text, out float number, out bool isRounded)
        where T : unmanaged, IBinaryInteger<T>
    {
        uint sign = text.Length > 0 && uint.CreateTruncating(text[0]) == '-' ? 1u : 0;
        int at = (int)sign, start = at, point = -1, exponent = 0;
        ulong digits = 0;
        for (; at < text.Length; at++)
        {
            if (typeof(T) == typeof(byte) && TryEight(MemoryMarshal.AsBytes(text[at..]), ref digits))
            {
                at += Eight - 1;
                continue;
            }
            uint character = uint.CreateTruncating(text[at]), digit = character - '0';
            if (digit <= 9)
                digits = (digits * 10) + digit;
            else if (character == _point && point < 0)
                point = at;
            else
                break;
        }
        int count = at - start - (point < 0 ? 0 : 1), decimals = point < 0 ? 0 : at - point - 1;
        bool isWhole = point < 0 && at == text.Length;
        if (count is > 0 and <= MostDigits && (at == text.Length || TryExponent(text[at..], out exponent))
            && TryRound(digits, decimals - exponent, isWhole, sign, out number, out isRounded))
            return true;
        bool isNumber = typeof(T) == typeof(char)
            ? float.TryParse(MemoryMarshal.Cast<T, char>(text), NumberStyles.Float, _format, out number)
            : float.TryParse(MemoryMarshal.Cast<T, byte>(text), NumberStyles.Float, _format, out number);
        isRounded = isNumber && IsRounded(text, number);
        return isNumber;
    }

    /// <summary>Whether text is a whole number, and not the one that was made of it.</summary>
    public static bool IsRounded<T>(ReadOnlySpan<T> text, float number)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (!(MathF.Abs(number) >= MostWhole) || float.IsInfinity(number))
            return false;
        UInt128 whole = 0;
        foreach (var character in text)
        {
            uint digit = uint.CreateTruncating(character) - '0';
            if (digit <= 9)
                whole = (10 * whole) + digit;
            else if (uint.CreateTruncating(character) is not (' ' or '+' or '-'))
                return false;
        }
        return whole != (UInt128)MathF.Abs(number);
    }

    // Gives false, too, of whole numbers that are rounded, which are to be told.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryParse(Vector128<byte> characters, int length, Vector128<byte> point, ref double powers, out float number)
    {
        bool isPlain = PlainDigits.TryGather(characters, length, point, out long digits, out int decimals, out bool isWhole, out uint sign);
        long bits = BitConverter.DoubleToInt64Bits(digits / Unsafe.Add(ref powers, decimals)), between = bits & BetweenMask;
        number = (float)BitConverter.Int64BitsToDouble(bits | ((long)sign << 63));
        bool isDoubtful = (ulong)(between - Between + Doubt) <= 2 * Doubt, isRounded = isWhole & ((between != 0) | ((ulong)digits > MostExact));
        return isPlain & !isDoubtful & !isRounded;
    }

    // Digits with an exponent of at most 99.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryScientific(ref byte first, int length, Vector128<byte> point, out float number)
    {
        var characters = Vector128.LoadUnsafe(ref first);
        uint marks = Vector128.Equals(characters | Vector128.Create((byte)' '), Vector128.Create((byte)'e')).ExtractMostSignificantBits();
        int at = BitOperations.TrailingZeroCount(marks) + 1, exponent = 0;
        number = 0;
        if (marks == 0 || at >= length)
            return false;
        byte mark = Unsafe.Add(ref first, at);
        at += mark is (byte)'-' or (byte)'+' ? 1 : 0;
        if (length - at is not (1 or 2))
            return false;
        for (; at < length; at++)
        {
            uint digit = (uint)(Unsafe.Add(ref first, at) - '0');
            if (digit > 9)
                return false;
            exponent = (10 * exponent) + (int)digit;
        }
        exponent = mark == '-' ? -exponent : exponent;
        return PlainDigits.TryGather(characters, BitOperations.TrailingZeroCount(marks), point, out long digits, out int decimals, out _, out uint sign)
            && TryRound((ulong)digits, decimals - exponent, false, sign, out number, out _);
    }

    // Eight digits at once (Johnny Lee, fast_float).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryEight(ReadOnlySpan<byte> text, ref ulong digits)
    {
        const ulong high = 0xF0F0F0F0F0F0F0F0, six = 0x0606060606060606, three = 0x3333333333333333, low = 0x000000FF000000FF;
        if (text.Length < Eight)
            return false;
        ulong eight = BinaryPrimitives.ReadUInt64LittleEndian(text);
        if (((eight & high) | (((eight + six) & high) >> 4)) != three)
            return false;
        eight -= 0x3030303030303030;
        eight = (eight * 10) + (eight >> 8);
        eight = (((eight & low) * (100 + (1_000_000UL << 32))) + (((eight >> 16) & low) * (1 + (10_000UL << 32)))) >> 32;
        digits = (digits * 100_000_000) + (uint)eight;
        return true;
    }

    private bool TryRound(ulong digits, int decimals, bool isWhole, uint sign, out float number, out bool isRounded)
    {
        (number, isRounded) = (0, false);
        if (decimals is < -LargestPower or > LargestPower)
            return false;
        double value = decimals >= 0 ? digits / _powers[decimals] : digits * _powers[-decimals];
        long bits = BitConverter.DoubleToInt64Bits(value), between = bits & BetweenMask;
        number = (float)BitConverter.Int64BitsToDouble(bits | ((long)sign << 63));
        isRounded = isWhole && (between != 0 || (ulong)value != digits);
        // A whole number is exact until it becomes a float32.
        return digits == 0 || (isWhole && digits <= MostExact) || (value is >= Smallest and <= Largest && between - Between is < -Doubt or > Doubt);
    }

    private static bool TryExponent<T>(ReadOnlySpan<T> text, out int exponent)
        where T : unmanaged, IBinaryInteger<T>
    {
        exponent = 0;
        if ((uint.CreateTruncating(text[0]) | ' ') != 'e' || text.Length == 1)
            return false;
        uint sign = uint.CreateTruncating(text[1]);
        var digits = text[(sign is '-' or '+' ? 2 : 1)..];
        foreach (var character in digits)
        {
            uint digit = uint.CreateTruncating(character) - '0';
            if (digit > 9 || exponent > LargestExponent)
                return false;
            exponent = (10 * exponent) + (int)digit;
        }
        if (sign == '-')
            exponent = -exponent;
        return digits.Length > 0;
    }
}
