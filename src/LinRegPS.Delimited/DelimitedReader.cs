using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Sylvan.Data.Csv;

namespace LinRegPS.Delimited;

/// <summary>
/// Rows of fields of delimited text, quoted or not; the one user of Sylvan.Data.Csv. Its types stay in here, so that who
/// reads a file needs none of them.
/// </summary>
public sealed class DelimitedReader : IDisposable
{
    private const int FirstBuffer = 1 << 16, LargestRow = 1 << 26;

    private readonly CsvDataReader _reader;
    private long _nextLine;

    /// <summary>Reads text whose fields are divided by a character; the first row is one like the others.</summary>
    /// <param name="text">The text.</param>
    /// <param name="delimiter">What divides fields.</param>
    /// <param name="firstLine">The number of its first line.</param>
    public DelimitedReader(TextReader text, char delimiter, long firstLine = 1)
    {
        _nextLine = firstLine;
        _reader = CsvDataReader.Create(text, new CsvDataReaderOptions
        {
            HasHeaders = false,
            Delimiter = delimiter,
            BufferSize = FirstBuffer,
            MaxBufferSize = LargestRow,
            // A line that begins with # is a row, not one to be left out in silence.
            Comment = '\0',
        });
    }

    /// <summary>The line that the row begins in, from 1; a quoted field may hold lines of its own.</summary>
    public long Line { get; private set; }

    /// <summary>The number of fields in the row.</summary>
    public int Count => _reader.RowFieldCount;

    /// <summary>A field of the row without its quotes, valid until the next row.</summary>
    public ReadOnlySpan<char> this[int field] => _reader.GetFieldSpan(field);

    /// <summary>
    /// Copies fields of the row, one behind the other, and notes where each ends; gives where the last does, or -1 where
    /// there is no room.
    /// </summary>
    /// <param name="fields">Which, in this order.</param>
    /// <param name="text">Where to.</param>
    /// <param name="at">Where the first begins.</param>
    /// <param name="ends">The end of each.</param>
    public int Copy(ReadOnlySpan<int> fields, Span<char> text, int at, Span<int> ends)
    {
        for (int i = 0; i < fields.Length; i++)
        {
            var field = _reader.GetFieldSpan(fields[i]);
            if (field.Length > text.Length - at)
                return -1;
            CopyShort(field, text[at..]);
            ends[i] = at += field.Length;
        }
        return at;
    }

    /// <summary>Goes to the next row that is not blank; false at the end.</summary>
    /// <exception cref="InvalidDataException">The text is not delimited text: a quote is not closed, or a row is too long.</exception>
    public bool Read()
    {
        while (Next())
        {
            var row = _reader.GetRawRecordSpan();
            Line = _nextLine;
            _nextLine += Math.Max(row.Count('\n'), 1);
            if (row.TrimEnd("\r\n").Length > 0)
                return true;
        }
        return false;
    }

    /// <summary>Closes the text.</summary>
    public void Dispose() => _reader.Dispose();

    // Most are of 8 to 16 characters, which two overlapping moves take.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyShort(ReadOnlySpan<char> from, Span<char> to)
    {
        int last = from.Length - Vector128<ushort>.Count;
        if (last < 0)
        {
            for (int i = 0; i < from.Length; i++)
                to[i] = from[i];
        }
        else if (last <= Vector128<ushort>.Count)
        {
            ref ushort source = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(from));
            ref ushort target = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(to));
            var end = Vector128.LoadUnsafe(ref source, (nuint)last);
            Vector128.LoadUnsafe(ref source).StoreUnsafe(ref target);
            end.StoreUnsafe(ref target, (nuint)last);
        }
        else
            from.CopyTo(to);
    }

    private bool Next()
    {
        try
        {
            return _reader.Read();
        }
        catch (Exception error) when (error is FormatException or CsvRecordTooLargeException)
        {
            throw new InvalidDataException($"line {_nextLine}: {error.Message}", error);
        }
    }
}
