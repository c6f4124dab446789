using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace LinRegPS.Files.Delimited;

/// <summary>
/// Reads a table of numbers whose lines are rows, from its bytes: each thread takes a block of lines, makes numbers of them, and
/// adds them when it is their turn. Errors are those of the first row that has one, as if one thread read them all.
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
    private readonly object _turns = new();
    private int _turn;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Reads some fields of each line.</summary>
    public PlainNumbers(string file, TableOptions options, IReadOnlyList<TableColumn> columns, int fields, char delimiter, TableValues values)
    {
        (_file, _values, _number, _delimiter, _columns) = (file, values, new FloatText(options.Culture), (byte)delimiter, columns.Count);
        _columnOf = new int[fields];
        Array.Fill(_columnOf, -1);
        for (int i = 0; i < columns.Count; i++)
            _columnOf[columns[i].Field] = i;
        _isAll = fields == columns.Count && columns.Index().All(column => column.Item.Field == column.Index);
    }

    /// <summary>Whether columns are numbers, divided by what can't be in one.</summary>
    public static bool Suits(char delimiter, IReadOnlyList<TableColumn> columns) =>
        delimiter is < (char)127 and not ('\n' or '\r' or '"') && columns.All(column => column.Kind == ColumnKind.Number) && columns.DistinctBy(column => column.Field).Count() == columns.Count;

    /// <summary>Reads all rows.</summary>
    /// <param name="lines">Their lines.</param>
    /// <param name="blocks">How many blocks of lines there are, about.</param>
    /// <param name="cancellation">Ends it.</param>
    public void Read(PlainLines lines, long blocks, CancellationToken cancellation)
    {
        int threads = (int)Math.Min(TensorThreads.Count, blocks);
        var others = new Task[threads - 1];
        for (int i = 0; i < others.Length; i++)
            others[i] = Task.Factory.StartNew(() => Work(lines, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Work(lines, cancellation);
        Task.WaitAll(others, CancellationToken.None);
        _failure?.Throw();
    }

    private void Work(PlainLines lines, CancellationToken cancellation)
    {
        byte[] buffer = [];
        float[] numbers = [];
        var fields = new PlainFields(_number, _delimiter, _columnOf.Length);
        try
        {
            while (lines.Next(ref buffer) is { } block)
            {
                cancellation.ThrowIfCancellationRequested();
                // A row has as many delimiters or line ends as fields, whatever the lines say.
                int most = Math.Min(block.Lines, (block.Length / _columnOf.Length) + 1) * _columns;
                if (numbers.Length < most)
                    numbers = new float[most];
                var (taken, rows, omitted, failure) = (numbers, 0, 0, (ExceptionDispatchInfo?)null);
                try
                {
                    if (fields.Read(buffer, block))
                        taken = Take(buffer, block, fields, numbers, out rows, out omitted);
                    else
                        rows = Parse(buffer, block, numbers, out omitted);
                }
                catch (Exception error)
                {
                    failure = ExceptionDispatchInfo.Capture(error);
                }
                lock (_turns)
                {
                    while (_turn != block.Number && _failure is null)
                        Monitor.Wait(_turns);
                    if (_failure is null && failure is null)
                        _values.Add(taken, rows, omitted);
                    _turn++;
                }
                Fail(failure);
                if (_failure is not null)
                    lines.Stop();
            }
        }
        catch (Exception error)
        {
            Fail(ExceptionDispatchInfo.Capture(error));
            lines.Stop();
        }
    }

    // The first counts, and ends the waiting of the others.
    private void Fail(ExceptionDispatchInfo? failure)
    {
        lock (_turns)
        {
            _failure ??= failure;
            Monitor.PulseAll(_turns);
        }
    }

    // Of a block whose lines are all rows: what is unusual in it, and the columns that are read.
    private float[] Take(byte[] buffer, PlainBlock block, PlainFields fields, float[] numbers, out int rows, out int omitted)
    {
        int width = _columnOf.Length;
        List<int> left = [];
        foreach (int i in fields.Unusual)
        {
            if (_columnOf[i % width] is not (>= 0 and var column))
                continue;
            int row = i / width, lineStart = row == 0 ? 0 : fields.Ends[(row * width) - 1] + 1, start = i == 0 ? 0 : fields.Ends[i - 1] + 1, end = fields.Ends[i];
            if (buffer[end] == '\n' && end > start && buffer[end - 1] == '\r')
                end--;
            if (!ReadUnusual(buffer, lineStart, start, end - start, block.FirstLine + row, column, out fields.Numbers[i]) && (left.Count == 0 || left[^1] != row))
                left.Add(row);
        }
        (rows, omitted) = (block.Lines - left.Count, left.Count);
        if (_isAll && omitted == 0)
            return fields.Numbers;
        for (int row = 0, to = 0, next = 0; row < block.Lines; row++)
        {
            if (next < left.Count && left[next] == row)
            {
                next++;
                continue;
            }
            for (int field = 0; field < width; field++)
            {
                if (_columnOf[field] is >= 0 and var column)
                    numbers[to + column] = fields.Numbers[(row * width) + field];
            }
            to += _columns;
        }
        return numbers;
    }

    // Gives the number of rows.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Parse(byte[] buffer, PlainBlock block, float[] numbers, out int omitted)
    {
        ref byte first = ref MemoryMarshal.GetArrayDataReference(buffer);
        int[] columnOf = _columnOf;
        var number = _number;
        var (delimiter, feed) = (Vector128.Create(_delimiter), Vector128.Create((byte)'\n'));
        int rows = 0, at = 0;
        omitted = 0;
        for (long line = block.FirstLine; at < block.Length; line++)
        {
            int lineStart = at, field = 0;
            var row = numbers.AsSpan(rows * _columns);
            bool isWhole = true;
            while (true)
            {
                var characters = Vector128.LoadUnsafe(ref first, (nuint)at);
                uint ends = (Vector128.Equals(characters, delimiter) | Vector128.Equals(characters, feed)).ExtractMostSignificantBits();
                int length = ends != 0 ? BitOperations.TrailingZeroCount(ends) : LongLength(buffer, at), end = at + length;
                bool isLast = buffer[end] == '\n';
                if (isLast && length > 0 && buffer[end - 1] == '\r')
                    length--;
                if (isLast && field == 0 && length == 0)
                    break;
                int column = (uint)field < (uint)columnOf.Length ? columnOf[field] : -1;
                if (column >= 0)
                {
                    if (!number.TryParse(characters, length, out float value))
                        isWhole &= ReadUnusual(buffer, lineStart, at, length, line, column, out value);
                    row[column] = value;
                }
                field++;
                at = end;
                if (isLast)
                    break;
                at++;
            }
            at = buffer[at] == '\n' ? at + 1 : EndOf(buffer, at);
            if (field == 0)
                continue;
            if (field != columnOf.Length)
                throw FileErrors.FieldCount(_file, line, field, columnOf.Length);
            rows += isWhole ? 1 : 0;
            omitted += isWhole ? 0 : 1;
        }
        return rows;
    }

    private static int EndOf(byte[] buffer, int at) => at + buffer.AsSpan(at).IndexOf((byte)'\n') + 1;

    private int LongLength(byte[] buffer, int at) => buffer.AsSpan(at).IndexOfAny(_delimiter, (byte)'\n');

    // A number that is long or written in another way, a missing value, or a fault; false where the row is to be left out.
    private bool ReadUnusual(byte[] buffer, int lineStart, int start, int length, long line, int column, out float value)
    {
        const int most = 64;
        Span<char> characters = stackalloc char[most];
        var bytes = buffer.AsSpan(start, length);
        if (length <= most && Ascii.ToUtf16(bytes, characters, out int count) == System.Buffers.OperationStatus.Done
            && _number.TryParse(characters[..count], out value) && float.IsFinite(value))
            return true;
        // A row of another length is told before what is in it.
        int fields = 1 + buffer.AsSpan(lineStart, EndOf(buffer, lineStart) - lineStart).Count(_delimiter);
        if (fields != _columnOf.Length)
            throw FileErrors.FieldCount(_file, line, fields, _columnOf.Length);
        return _values.ReadUnusual(column, TableText.Decode(bytes), line, out value);
    }
}
