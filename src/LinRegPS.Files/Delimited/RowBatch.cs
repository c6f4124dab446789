namespace LinRegPS.Files.Delimited;

/// <summary>The fields of some rows, copied out of the parser's buffer, which is another's with the next row.</summary>
internal sealed class RowBatch(IReadOnlyList<TableColumn> columns)
{
    private const int Rows = 2048, FirstLength = 1 << 16;

    private readonly int[] _ends = new int[Rows * columns.Count];
    private readonly long[] _lines = new long[Rows];
    private char[] _text = new char[FirstLength];
    private int _fields, _length;

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    public bool IsFull => Count == Rows;

    public void Clear() => Count = _fields = _length = 0;

    /// <summary>The line that a row begins in.</summary>
    public long Line(int row) => _lines[row];

    /// <summary>The text of the field with this number, counted through all rows.</summary>
    public ReadOnlySpan<char> Field(int number)
    {
        int start = number == 0 ? 0 : _ends[number - 1];
        return _text.AsSpan(start, _ends[number] - start);
    }

    public void Begin(long line) => _lines[Count++] = line;

    public void Add(ReadOnlySpan<char> field)
    {
        if (field.Length > _text.Length - _length)
            Array.Resize(ref _text, Math.Max(2 * _text.Length, _length + field.Length));
        field.CopyTo(_text.AsSpan(_length));
        _ends[_fields++] = _length += field.Length;
    }
}
