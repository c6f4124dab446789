using System.Runtime.ExceptionServices;

namespace LinRegPS.Files.Delimited;

/// <summary>
/// Reads a table of numbers whose lines are rows, from its bytes: each thread takes a block of lines, makes numbers of them where
/// their rows will be, and adds those when it is their turn. Errors are those of the first row that has one, as if one thread read them all.
/// </summary>
internal sealed class PlainNumbers
{
    /// <summary>The bytes of a block.</summary>
    public const int Block = 1 << 19;

    private readonly string _file;
    private readonly TableValues _values;
    private readonly FloatText _number;
    private readonly byte _delimiter;
    private readonly int _columns;
    // The column that a field becomes, or -1.
    private readonly int[] _columnOf;
    // Whether fields and columns are the same.
    private readonly bool _isAll;
    private readonly bool _mayBeQuoted;
    private readonly object _turns = new();
    private int _turn;
    private bool _isEnded, _isPlain = true;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Reads some fields of each line, which may be in quotes.</summary>
    public PlainNumbers(string file, TableOptions options, IReadOnlyList<TableColumn> columns, int fields, char delimiter, bool mayBeQuoted, TableValues values)
    {
        (_file, _values, _number, _delimiter, _mayBeQuoted, _columns) = (file, values, new FloatText(options.Culture), (byte)delimiter, mayBeQuoted, columns.Count);
        _columnOf = new int[fields];
        Array.Fill(_columnOf, -1);
        for (int i = 0; i < columns.Count; i++)
            _columnOf[columns[i].Field] = i;
        _isAll = fields == columns.Count && columns.Index().All(column => column.Item.Field == column.Index);
    }

    /// <summary>Whether columns are numbers, divided by what can't be in one.</summary>
    public static bool Suits(char delimiter, IReadOnlyList<TableColumn> columns) =>
        delimiter is < (char)127 and not ('\n' or '\r' or '"') && columns.All(column => column.Kind == ColumnKind.Number) && columns.DistinctBy(column => column.Field).Count() == columns.Count;

    /// <summary>Reads all rows; false where quotes are not around whole fields, or lines are within them: then a row is not a line.</summary>
    /// <param name="lines">Their lines.</param>
    /// <param name="blocks">How many blocks of lines there are, about.</param>
    /// <param name="cancellation">Ends it.</param>
    public bool Read(PlainLines lines, long blocks, CancellationToken cancellation)
    {
        int threads = (int)Math.Min(TensorThreads.Count, blocks);
        var others = new Task[threads - 1];
        for (int i = 0; i < others.Length; i++)
            others[i] = Task.Factory.StartNew(() => Work(lines, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Work(lines, cancellation);
        Task.WaitAll(others, CancellationToken.None);
        _failure?.Throw();
        return _isPlain;
    }

    private void Work(PlainLines lines, CancellationToken cancellation)
    {
        byte[] buffer = [];
        float[] numbers = [];
        var fields = new PlainFields(_number, _delimiter, _columnOf.Length, _mayBeQuoted);
        try
        {
            while (lines.Next(ref buffer) is { } block)
            {
                cancellation.ThrowIfCancellationRequested();
                var (rows, omitted, isPlain, rounded, failure) = (0, 0, true, new RoundedNumbers(), (ExceptionDispatchInfo?)null);
                try
                {
                    isPlain = Read(buffer, block, ref numbers, fields, rounded, out rows, out omitted);
                }
                catch (Exception error)
                {
                    failure = ExceptionDispatchInfo.Capture(error);
                }
                lock (_turns)
                {
                    while (_turn != block.Number && !_isEnded)
                        Monitor.Wait(_turns);
                    if (isPlain && failure is null && !_isEnded)
                        _values.Add(block.FirstRow, rows, omitted, rounded);
                    _turn++;
                    End(isPlain, failure);
                }
                if (_isEnded)
                    lines.Stop();
            }
        }
        catch (Exception error)
        {
            End(isPlain: true, ExceptionDispatchInfo.Capture(error));
            lines.Stop();
        }
    }

    // The first of what ends the reading counts, and ends the waiting of the others.
    private void End(bool isPlain, ExceptionDispatchInfo? failure)
    {
        lock (_turns)
        {
            if (!_isEnded && (!isPlain || failure is not null))
                (_isEnded, _isPlain, _failure) = (true, isPlain, failure);
            Monitor.PulseAll(_turns);
        }
    }

    // False where it takes another reader.
    private bool Read(byte[] buffer, PlainBlock block, ref float[] scratch, PlainFields fields, RoundedNumbers rounded, out int rows, out int omitted)
    {
        // A row has as many delimiters or line ends as fields, whatever the lines say.
        int most = Math.Min(block.Lines, block.Length / _columnOf.Length);
        bool isInPlace = _isAll && !_values.HasTarget && most == block.Lines;
        if (!isInPlace && scratch.Length < most * _columnOf.Length)
            scratch = new float[most * _columnOf.Length];
        var numbers = isInPlace ? _values.Features(block.FirstRow, block.Lines) : scratch;
        bool isPlain = true;
        if (most == block.Lines && fields.Read(buffer, block, numbers))
            isPlain = Take(buffer, block, fields, numbers, rounded, out rows, out omitted);
        else if (_mayBeQuoted)
            (isPlain, rows, omitted) = (false, 0, 0);
        else
            ReadBetween(buffer, block, fields, numbers, rounded, out rows, out omitted);
        if (!isInPlace)
            _values.Place(block.FirstRow, numbers, rows);
        return isPlain;
    }

    // Of lines some of which are blank: those between, as blocks of their own.
    private void ReadBetween(byte[] buffer, PlainBlock block, PlainFields fields, Span<float> numbers, RoundedNumbers rounded, out int rows, out int omitted)
    {
        (rows, omitted) = (0, 0);
        var part = block with { Lines = 0 };
        long line = block.FirstLine;
        for (int at = block.Start, end; at < block.End; at = end, line++)
        {
            var bytes = buffer.AsSpan(at, block.End - at);
            bytes = bytes[..(bytes.IndexOf((byte)'\n') + 1)];
            end = at + bytes.Length;
            int count = bytes is [_] or [(byte)'\r', _] ? 0 : 1 + bytes.Count(_delimiter);
            bool isRow = count == _columnOf.Length;
            if (isRow)
                part = part with { Length = end - part.Start, Lines = part.Lines + 1 };
            if (part.Lines > 0 && (!isRow || end == block.End))
            {
                var to = numbers[(rows * _columns)..];
                fields.Read(buffer, part, to);
                Take(buffer, part, fields, to, rounded, out int more, out int fewer);
                (rows, omitted) = (rows + more, omitted + fewer);
            }
            if (isRow)
                continue;
            if (count > 0)
                throw FileErrors.FieldCount(_file, line, count, _columnOf.Length);
            part = part with { Start = end, FirstLine = line + 1, Lines = 0 };
        }
    }

    // Of a block whose lines are all rows: what is unusual in it, and the columns that are read, one row behind the other; false where a quote is within a field.
    private bool Take(byte[] buffer, PlainBlock block, PlainFields fields, Span<float> numbers, RoundedNumbers rounded, out int rows, out int omitted)
    {
        int width = _columnOf.Length;
        List<int> left = [];
        (rows, omitted) = (0, 0);
        foreach (int i in fields.Unusual)
        {
            if (_columnOf[i % width] is not (>= 0 and var column))
                continue;
            int row = i / width;
            var text = fields.Text(buffer, block, i);
            if (_mayBeQuoted && text is [(byte)'"', .., (byte)'"'])
            {
                text = text[1..^1];
                if (text.Contains((byte)'"'))
                    return false;
            }
            if (!ReadUnusual(text, block.FirstLine + row, column, rounded, out numbers[i]) && (left.Count == 0 || left[^1] != row))
                left.Add(row);
        }
        (rows, omitted) = (block.Lines - left.Count, left.Count);
        if (!_isAll || omitted > 0)
            Select(numbers, block.Lines, left);
        return true;
    }

    private void Select(Span<float> numbers, int rows, List<int> left)
    {
        int width = _columnOf.Length;
        float[] fields = new float[width];
        for (int row = 0, to = 0, next = 0; row < rows; row++)
        {
            if (next < left.Count && left[next] == row)
            {
                next++;
                continue;
            }
            // They may come in another order.
            numbers.Slice(row * width, width).CopyTo(fields);
            for (int field = 0; field < width; field++)
            {
                if (_columnOf[field] is >= 0 and var column)
                    numbers[to + column] = fields[field];
            }
            to += _columns;
        }
    }

    // A number that is long, rounded or written in another way, a missing value, or a fault; false where the row is to be left out.
    private bool ReadUnusual(ReadOnlySpan<byte> bytes, long line, int column, RoundedNumbers rounded, out float value)
    {
        if (bytes.IsEmpty)
            return _values.ReadUnusual(column, string.Empty, line, rounded, out value);
        if (!_number.TryParse(bytes, out value, out bool isRounded) || !float.IsFinite(value))
            return _values.ReadUnusual(column, TableText.Decode(bytes), line, rounded, out value);
        if (isRounded)
            _values.Tell(rounded, column, TableText.Decode(bytes), line);
        return true;
    }
}
