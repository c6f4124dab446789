using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Files.Delimited;

/// <summary>The fields of lines that all have as many: where each ends, and the number it is. Two loops without calls, so that all stays in registers.</summary>
internal sealed class PlainFields(FloatText number, byte delimiter, int fields)
{
    private int[] _ends = [], _unusual = [];

    /// <summary>Where each field ends, one row behind the other.</summary>
    public ReadOnlySpan<int> Ends => _ends;

    /// <summary>The numbers of all fields; of those that are unusual not yet.</summary>
    public float[] Numbers { get; private set; } = [];

    /// <summary>Which of them are written in another way, are missing, or are no numbers.</summary>
    public ReadOnlySpan<int> Unusual => _unusual.AsSpan(0, UnusualCount);

    private int UnusualCount { get; set; }

    /// <summary>Reads a block; false where its lines differ, or one is blank.</summary>
    public bool Read(byte[] buffer, PlainBlock block)
    {
        if (block.Lines > block.Length / fields)
            return false;
        int count = block.Lines * fields;
        if (Numbers.Length < count)
            (_ends, _unusual, Numbers) = (new int[count], new int[count], new float[count]);
        ref byte first = ref MemoryMarshal.GetArrayDataReference(buffer);
        if (Divide(ref first, block.Length, delimiter, _ends.AsSpan(0, count)) != count)
            return false;
        for (int i = fields - 1; i < count; i += fields)
        {
            if (buffer[_ends[i]] != '\n')
                return false;
        }
        UnusualCount = number.Parse(ref first, _ends.AsSpan(0, count), fields, Numbers, _unusual);
        return fields > 1 || !HasBlank(buffer);
    }

    // A line without text is no row, of one column neither.
    private bool HasBlank(byte[] buffer)
    {
        foreach (int i in Unusual)
        {
            var text = buffer.AsSpan((i == 0 ? 0 : _ends[i - 1] + 1).._ends[i]);
            if (text.IsEmpty || text.SequenceEqual("\r"u8))
                return true;
        }
        return false;
    }

    // Gives how many there are, which may be more than there is room for.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Divide(ref byte first, int length, byte delimiter, Span<int> ends)
    {
        var (divides, feed) = (Vector128.Create(delimiter), Vector128.Create((byte)'\n'));
        ref int place = ref MemoryMarshal.GetReference(ends);
        int count = 0;
        for (int at = 0; at < length; at += Vector128<byte>.Count)
        {
            var characters = Vector128.LoadUnsafe(ref first, (nuint)at);
            uint found = (Vector128.Equals(characters, divides) | Vector128.Equals(characters, feed)).ExtractMostSignificantBits();
            if (length - at < Vector128<byte>.Count)
                found &= (1u << (length - at)) - 1;
            if (count + BitOperations.PopCount(found) > ends.Length)
                return int.MaxValue;
            for (; found != 0; found &= found - 1)
                Unsafe.Add(ref place, count++) = at + BitOperations.TrailingZeroCount(found);
        }
        return count;
    }
}
