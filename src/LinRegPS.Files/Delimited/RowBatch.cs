using LinRegPS.Delimited;

namespace LinRegPS.Files.Delimited;

/// <summary>The fields of some rows, copied out of the parser's buffer, which is another's with the next row.</summary>
/// <param name="fields">Which fields of a row.</param>
internal sealed class RowBatch(int[] fields)
{
    /// <summary>The most rows.</summary>
    public const int Rows = 2048;

    private const int FirstLength = 1 << 17;

    private readonly long[] _lines = new long[Rows];
    private int _length;

    /// <summary>The texts, one behind the other; some characters follow the last, which may be read.</summary>
    public char[] Text { get; private set; } = new char[FirstLength];

    /// <summary>Where each field ends.</summary>
    public int[] Ends { get; } = new int[Rows * fields.Length];

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    public bool IsFull => Count == Rows;

    public void Clear() => Count = _length = 0;

    /// <summary>The line that a row begins in.</summary>
    public long Line(int row) => _lines[row];

    /// <summary>Takes the fields of the row that a parser is at.</summary>
    public void Add(DelimitedReader rows)
    {
        _lines[Count] = rows.Line;
        int end;
        while ((end = rows.Copy(fields, Text.AsSpan(0, Text.Length - FloatText.Padding), _length, Ends.AsSpan(Count * fields.Length))) < 0)
        {
            char[] longer = new char[2 * Text.Length];
            Text.AsSpan(0, _length).CopyTo(longer);
            Text = longer;
        }
        _length = end;
        Count++;
    }
}
