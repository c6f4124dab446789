namespace LinRegPS.Files.Delimited;

/// <summary>Whole lines of a file, block by block, for several threads.</summary>
/// <param name="stream">The file, at the first line.</param>
/// <param name="firstLine">The number of that line.</param>
/// <param name="usual">The bytes of a block.</param>
internal sealed class PlainLines(Stream stream, long firstLine, int usual)
{
    /// <summary>The bytes behind a block that may be read.</summary>
    public const int Padding = 64;

    private const int Longest = 1 << 27;

    private readonly Lock _gate = new();
    private byte[] _rest = [];
    private int _count, _lines;
    private bool _isStopped;

    /// <summary>The next lines, the last of which ends with a line feed; null at the end.</summary>
    /// <param name="buffer">What they are read into; a longer one is made where a line needs it.</param>
    public PlainBlock? Next(ref byte[] buffer)
    {
        lock (_gate)
        {
            if (_isStopped)
                return null;
            int needed = Math.Max(usual, _rest.Length) + Padding;
            if (buffer.Length < needed)
                buffer = new byte[needed];
            _rest.CopyTo(buffer, 0);
            int length = _rest.Length;
            while (true)
            {
                var free = buffer.AsSpan(length, buffer.Length - Padding - length);
                int read = stream.ReadAtLeast(free, free.Length, throwOnEndOfStream: false);
                bool isLast = read < free.Length;
                length += read;
                if (isLast && length > 0 && buffer[length - 1] != '\n')
                    buffer[length++] = (byte)'\n';
                int end = buffer.AsSpan(0, length).LastIndexOf((byte)'\n') + 1;
                _isStopped = isLast;
                if (end == 0 && isLast)
                    return null;
                if (end > 0)
                {
                    _rest = buffer[end..length];
                    var block = new PlainBlock(_count++, 0, end, firstLine + _lines, _lines, buffer.AsSpan(0, end).Count((byte)'\n'));
                    _lines += block.Lines;
                    return block;
                }
                if (buffer.Length >= Longest)
                    throw new InvalidDataException($"line {firstLine + _lines} is too long");
                Array.Resize(ref buffer, 2 * buffer.Length);
            }
        }
    }

    /// <summary>Lets nobody read on.</summary>
    public void Stop()
    {
        lock (_gate)
            _isStopped = true;
    }
}

/// <summary>Some lines of a file.</summary>
/// <param name="Number">Which block of the file, from 0.</param>
/// <param name="Start">Its first byte.</param>
/// <param name="Length">The number of bytes.</param>
/// <param name="FirstLine">The number of its first line.</param>
/// <param name="FirstRow">The number of the row that its first line is, where each before it is one.</param>
/// <param name="Lines">How many lines it has.</param>
internal readonly record struct PlainBlock(int Number, int Start, int Length, long FirstLine, int FirstRow, int Lines)
{
    /// <summary>The byte behind its last.</summary>
    public int End => Start + Length;
}
