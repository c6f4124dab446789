using LinRegPS.Delimited;

namespace LinRegPS.Files.Delimited;

/// <summary>The fields of some rows, copied out of the parser's buffer, which is another's with the next row.</summary>
/// <param name="fields">Which fields of a row.</param>
/// <param name="number">How doubles are written, for who asks for them.</param>
internal sealed class RowBatch(int[] fields, DoubleText? number = null) : TableRows
{
    /// <summary>The most rows.</summary>
    public const int Rows = 2048;

    private const int FirstLength = 1 << 17;

    private readonly long[] _lines = new long[Rows];
    private int _length, _count;

    /// <summary>The texts, one behind the other; some characters follow the last, which may be read.</summary>
    public char[] Text { get; private set; } = new char[FirstLength];

    /// <summary>Where each field ends.</summary>
    public int[] Ends { get; } = new int[Rows * fields.Length];

    public override int Count => _count;

    public bool IsFull => _count == Rows;

    public void Clear() => _count = _length = 0;

    public override long Line(int row) => _lines[row];

    public override ReadOnlySpan<char> Field(int row, int column)
    {
        int field = (row * fields.Length) + column, start = field == 0 ? 0 : Ends[field - 1];
        return Text.AsSpan(start, Ends[field] - start);
    }

    public override bool TryNumber(int row, int column, out double value) => number!.TryParse(Field(row, column), out value);

    /// <summary>Takes the fields of the row that a parser is at.</summary>
    public void Add(DelimitedReader rows)
    {
        _lines[_count] = rows.Line;
        int end;
        while ((end = rows.Copy(fields, Text.AsSpan(0, Text.Length - FloatText.Padding), _length, Ends.AsSpan(_count * fields.Length))) < 0)
        {
            char[] longer = new char[2 * Text.Length];
            Text.AsSpan(0, _length).CopyTo(longer);
            Text = longer;
        }
        _length = end;
        _count++;
    }
}
