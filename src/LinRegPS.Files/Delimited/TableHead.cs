namespace LinRegPS.Files.Delimited;

/// <summary>The first line with text of a table, by its bytes.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where the line behind it does.</param>
/// <param name="Line">Its number.</param>
/// <param name="IsRow">Whether the row is the line: it ends with a line feed, and quotes go in pairs.</param>
internal readonly record struct TableHead(long Start, long End, long Line, bool IsRow)
{
    private const int Longest = 1 << 18;

    /// <summary>Reads the beginning of a stream.</summary>
    public static TableHead Of(Stream stream)
    {
        stream.Position = 0;
        byte[] buffer = new byte[(int)Math.Min(Longest, stream.Length)];
        ReadOnlySpan<byte> first = buffer.AsSpan(0, stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
        bool isUtf16 = TableText.HasWideMark(first);
        int mark = TableText.Mark(first);
        int start = mark + Math.Max(0, first[mark..].IndexOfAnyExcept((byte)'\n', (byte)'\r')), end = first[start..].IndexOf((byte)'\n') + start + 1;
        var upTo = first[..end];
        bool isRow = end > start && !isUtf16 && upTo.Count((byte)'"') % 2 == 0 && upTo.Count((byte)'\r') == upTo.Count("\r\n"u8);
        return new(start, end, 1 + upTo[..start].Count((byte)'\n'), isRow);
    }
}
