using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Files.Delimited;

/// <summary>The fields of lines that all have as many: where each ends, and the number it is. Two loops without calls, so that all stays in registers.</summary>
/// <param name="number">Makes numbers of them.</param>
/// <param name="delimiter">What stands between two.</param>
/// <param name="fields">How many a line has.</param>
/// <param name="mayBeQuoted">Whether they may be in quotes.</param>
internal sealed class PlainFields(FloatText number, byte delimiter, int fields, bool mayBeQuoted)
{
    // Characters that are looked at together, and the ends that are noted of them without a look at how many they are.
    private const int Together = 64, Some = 8;

    private int[] _ends = [], _unusual = [];
    private int _unusualCount;

    /// <summary>Which of them are long or written in another way, whole numbers that are rounded, missing, or no numbers.</summary>
    public ReadOnlySpan<int> Unusual => _unusual.AsSpan(0, _unusualCount);

    /// <summary>The text of a field of the block that was read.</summary>
    public ReadOnlySpan<byte> Text(byte[] buffer, PlainBlock block, int field)
    {
        var text = buffer.AsSpan(block.Start)[(field == 0 ? 0 : _ends[field - 1] + 1).._ends[field]];
        return field % fields == fields - 1 && text is [.., (byte)'\r'] ? text[..^1] : text;
    }

    /// <summary>Reads a block; false where its lines differ, one is blank, or quotes are not around fields.</summary>
    /// <param name="buffer">Has the block among other bytes.</param>
    /// <param name="block">Its place and lines.</param>
    /// <param name="numbers">Gets the numbers of all fields; of those that are unusual not yet.</param>
    public bool Read(byte[] buffer, PlainBlock block, Span<float> numbers)
    {
        int count = block.Lines * fields;
        if (_unusual.Length < count)
            (_ends, _unusual) = (new int[count + Together], new int[count]);
        ref byte first = ref buffer[block.Start];
        var ends = _ends.AsSpan(0, count);
        if ((mayBeQuoted ? DivideQuoted(ref first, block.Length, delimiter, count) : Divide(ref first, block.Length, delimiter, count)) != count)
            return false;
        for (int i = fields - 1; i < count; i += fields)
        {
            if (buffer[block.Start + ends[i]] != '\n')
                return false;
        }
        _unusualCount = number.Parse(ref first, ends, fields, mayBeQuoted, numbers, _unusual);
        return fields > 1 || !HasBlank(buffer, block);
    }

    // A line without text is no row, of one column neither.
    private bool HasBlank(byte[] buffer, PlainBlock block)
    {
        foreach (int i in Unusual)
        {
            if (Text(buffer, block, i).IsEmpty)
                return true;
        }
        return false;
    }

    // Gives how many there are; where there are more than that, -1.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Divide(ref byte first, int length, byte delimiter, int most)
    {
        ref int ends = ref MemoryMarshal.GetArrayDataReference(_ends);
        int count = 0;
        for (int at = 0; at < length; at += Together)
        {
            ulong found = (Places(ref first, at, delimiter) | Places(ref first, at, (byte)'\n')) & Within(length - at);
            int many = BitOperations.PopCount(found);
            if (count + many > most)
                return -1;
            Note(ref Unsafe.Add(ref ends, count), at, found);
            count += many;
        }
        return count;
    }

    // The same of fields that may be in quotes, which are to be around all of a field; -1 where they are not.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int DivideQuoted(ref byte first, int length, byte delimiter, int most)
    {
        ref int ends = ref MemoryMarshal.GetArrayDataReference(_ends);
        int count = 0;
        // What the last character was: within quotes, the end of a field, a quote that closes.
        ulong within = 0, wasEnd = 1, wasClosing = 0, bad = 0;
        for (int at = 0; at < length; at += Together)
        {
            ulong quotes = Places(ref first, at, (byte)'"');
            ulong inside = quotes;
            for (int shift = 1; shift < Together; shift *= 2)
                inside ^= inside << shift;
            inside ^= within;
            ulong valid = Within(length - at);
            ulong found = (Places(ref first, at, delimiter) | Places(ref first, at, (byte)'\n')) & ~inside & valid;
            ulong opening = quotes & inside, closing = quotes & ~inside;
            ulong afterEnd = (found << 1) | wasEnd, afterClosing = (closing << 1) | wasClosing;
            // A quote within quotes is two, of which the first closes.
            bad |= ((opening & ~(afterEnd | afterClosing)) | (afterClosing & ~(found | opening | Places(ref first, at, (byte)'\r')))) & valid;
            (within, wasEnd, wasClosing) = ((ulong)((long)inside >> (Together - 1)), found >> (Together - 1), closing >> (Together - 1));
            int many = BitOperations.PopCount(found);
            if (count + many > most)
                return -1;
            Note(ref Unsafe.Add(ref ends, count), at, found);
            count += many;
        }
        return bad == 0 ? count : -1;
    }

    // Most often there are a few, and as many are noted each time: a branch for each would be guessed wrong.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Note(ref int ends, int at, ulong found)
    {
        for (int i = 0; i < Some; i++, found &= found - 1)
            Unsafe.Add(ref ends, i) = at + BitOperations.TrailingZeroCount(found);
        for (int i = Some; found != 0; i++, found &= found - 1)
            Unsafe.Add(ref ends, i) = at + BitOperations.TrailingZeroCount(found);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Places(ref byte first, int at, byte character)
    {
        var low = Vector256.Equals(Vector256.LoadUnsafe(ref first, (nuint)at), Vector256.Create(character));
        var high = Vector256.Equals(Vector256.LoadUnsafe(ref first, (nuint)at + (Together / 2)), Vector256.Create(character));
        return low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << (Together / 2));
    }

    private static ulong Within(int length) => length >= Together ? ulong.MaxValue : (1UL << length) - 1;
}
