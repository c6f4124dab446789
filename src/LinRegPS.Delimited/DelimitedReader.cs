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
    private long _nextLine = 1;

    /// <summary>Reads text whose fields are divided by a character; the first row is one like the others.</summary>
    public DelimitedReader(TextReader text, char delimiter) => _reader = CsvDataReader.Create(text, new CsvDataReaderOptions
    {
        HasHeaders = false,
        Delimiter = delimiter,
        BufferSize = FirstBuffer,
        MaxBufferSize = LargestRow,
    });

    /// <summary>The line that the row begins in, from 1; a quoted field may hold lines of its own.</summary>
    public long Line { get; private set; }

    /// <summary>The number of fields in the row.</summary>
    public int Count => _reader.RowFieldCount;

    /// <summary>A field of the row without its quotes, valid until the next row.</summary>
    public ReadOnlySpan<char> this[int field] => _reader.GetFieldSpan(field);

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
