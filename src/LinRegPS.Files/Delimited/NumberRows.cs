using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Files.Delimited;

/// <summary>The rows of a block of lines, each of which is one: where their fields end, and the numbers of those that are read.</summary>
/// <param name="file">The file's name.</param>
/// <param name="number">How numbers are written.</param>
/// <param name="delimiter">What divides fields.</param>
/// <param name="width">The fields of a row.</param>
/// <param name="fields">Which are read.</param>
internal sealed class NumberRows(string file, DoubleText number, byte delimiter, int width, int[] fields) : TableRows
{
    private readonly double[][] _columns = Array.ConvertAll(fields, _ => Array.Empty<double>());
    private byte[] _buffer = [];
    private char[] _text = [];
    private int[] _ends = [], _unusual = [];
    // Where a line is no row: those of the rows.
    private List<long>? _lines;
    private int _count, _unusualCount, _nextUnusual, _lastAsked;
    private long _firstLine;

    public override int Count => _count;

    /// <summary>Which block of the file it is.</summary>
    public int Block { get; private set; }

    /// <summary>Its bytes.</summary>
    public int Length { get; private set; }

    /// <summary>The number of its first line.</summary>
    public long FirstLine => _firstLine;

    /// <summary>Whether lines are rows: there are no quotes. Else nothing of it is read.</summary>
    public bool IsPlain { get; private set; }

    /// <summary>What is wrong with the row behind the last.</summary>
    public Exception? Error { get; private set; }

    /// <summary>Reads the next block; false at the end.</summary>
    public bool Read(PlainLines lines)
    {
        if (lines.Next(ref _buffer) is not { } block)
            return false;
        (Block, Length, _firstLine, _count, _lines, Error) = (block.Number, block.Length, block.FirstLine, 0, null, null);
        (_unusualCount, _nextUnusual, _lastAsked) = (0, 0, 0);
        IsPlain = !_buffer.AsSpan(0, block.Length).Contains((byte)'"');
        if (!IsPlain)
            return true;
        int length = block.Length, rows = block.Lines;
        if (!AreRows(length, rows))
        {
            length = LeaveOutBlank(length);
            rows = _lines!.Count;
            AreRows(length, rows);
        }
        Allocate(rows);
        _unusualCount = number.Parse(_buffer, _ends.AsSpan(0, rows * width), width, fields, _columns, _unusual);
        _count = rows;
        return true;
    }

    public override long Line(int row) => _lines?[row] ?? _firstLine + row;

    public override bool TryNumber(int row, int column, out double value) => !double.IsNaN(value = _columns[column][row]);

    public override ReadOnlySpan<double> Numbers(int column) => _columns[column];

    public override int Unusual(int row)
    {
        if (row < _lastAsked)
            _nextUnusual = 0;
        _lastAsked = row;
        while (_nextUnusual < _unusualCount && _unusual[_nextUnusual] < row)
            _nextUnusual++;
        return _nextUnusual < _unusualCount ? _unusual[_nextUnusual] : _count;
    }

    public override ReadOnlySpan<char> Field(int row, int column)
    {
        int field = (row * width) + fields[column], start = field == 0 ? 0 : _ends[field - 1] + 1, end = _ends[field];
        if (fields[column] == width - 1 && end > start && _buffer[end - 1] == '\r')
            end--;
        if (_text.Length < end - start)
            _text = new char[Math.Max(end - start, 2 * _text.Length)];
        return _text.AsSpan(0, TableText.Decode(file, _buffer.AsSpan(start, end - start), _text));
    }

    private void Allocate(int rows)
    {
        if (_unusual.Length >= rows)
            return;
        _unusual = new int[rows];
        for (int i = 0; i < _columns.Length; i++)
            _columns[i] = new double[rows];
    }

    private bool AreRows(int length, int lines)
    {
        if (lines > length / width)
            return false;
        int count = lines * width;
        if (_ends.Length < count)
            _ends = new int[count];
        if (Divide(ref MemoryMarshal.GetArrayDataReference(_buffer), length, delimiter, _ends.AsSpan(0, count)) != count)
            return false;
        for (int i = width - 1; i < count; i += width)
        {
            if (_buffer[_ends[i]] != '\n')
                return false;
        }
        // A line without text is no row, of one column neither.
        return width > 1 || !_buffer.AsSpan(0, length).StartsWith("\n"u8) && !_buffer.AsSpan(0, length).StartsWith("\r\n"u8)
            && _buffer.AsSpan(0, length).IndexOf("\n\n"u8) < 0 && _buffer.AsSpan(0, length).IndexOf("\n\r\n"u8) < 0;
    }

    // Moves the rows together, up to one that has other fields; gives their bytes.
    private int LeaveOutBlank(int length)
    {
        int to = 0;
        _lines = [];
        for (int at = 0, line = 0; at < length; line++)
        {
            var text = _buffer.AsSpan(at, length - at);
            text = text[..(text.IndexOf((byte)'\n') + 1)];
            at += text.Length;
            if (text.Length == 1 || text.SequenceEqual("\r\n"u8))
                continue;
            int count = 1 + text.Count(delimiter);
            if (count != width)
            {
                Error = FileErrors.FieldCount(file, _firstLine + line, count, width);
                break;
            }
            text.CopyTo(_buffer.AsSpan(to));
            to += text.Length;
            _lines.Add(_firstLine + line);
        }
        return to;
    }

    // Gives how many there are, which may be more than there is room for.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Divide(ref byte first, int length, byte delimiter, Span<int> ends)
    {
        var (divides, feed) = (Vector256.Create(delimiter), Vector256.Create((byte)'\n'));
        ref int place = ref MemoryMarshal.GetReference(ends);
        int count = 0;
        for (int at = 0; at < length; at += Vector256<byte>.Count)
        {
            var characters = Vector256.LoadUnsafe(ref first, (nuint)at);
            uint found = (Vector256.Equals(characters, divides) | Vector256.Equals(characters, feed)).ExtractMostSignificantBits();
            if (length - at < Vector256<byte>.Count)
                found &= (1u << (length - at)) - 1;
            if (count + BitOperations.PopCount(found) > ends.Length)
                return int.MaxValue;
            for (; found != 0; found &= found - 1)
                Unsafe.Add(ref place, count++) = at + BitOperations.TrailingZeroCount(found);
        }
        return count;
    }
}
