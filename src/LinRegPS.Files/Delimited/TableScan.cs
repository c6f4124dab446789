using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace LinRegPS.Files.Delimited;

/// <summary>What a look at all bytes of a table tells before it is read.</summary>
/// <param name="Lines">How many lines there are at most: a quoted field may have lines of its own, and lines may be blank.</param>
/// <param name="IsPlain">Whether each line is a row, unless quotes say otherwise: all lines end with a line feed, and the first is whole.</param>
/// <param name="HeadStart">Where the first line with text begins.</param>
/// <param name="HeadEnd">Where it ends.</param>
/// <param name="HeadLine">The number of the first line with text.</param>
/// <param name="HeadQuotes">The quotes in that line.</param>
/// <param name="Quotes">All quotes.</param>
internal readonly record struct TableScan(long Lines, bool IsPlain, long HeadStart, long HeadEnd, long HeadLine, long HeadQuotes, long Quotes)
{
    private const int BufferSize = 1 << 18;

    /// <summary>Reads a stream to its end.</summary>
    public static TableScan Of(Stream stream, CancellationToken cancellation)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            stream.Position = 0;
            int head = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            var first = buffer.AsSpan(0, head);
            int mark = TableText.Mark(first);
            bool isUtf16 = TableText.HasWideMark(first);
            int start = mark + Math.Max(0, first[mark..].IndexOfAnyExcept((byte)'\n', (byte)'\r'));
            int end = first[start..].IndexOf((byte)'\n') + start + 1;
            // Those of the head go in pairs, or a name has lines of its own.
            int headQuotes = end > start ? first[start..end].Count((byte)'"') : 1;
            long headLine = 1 + first[..start].Count((byte)'\n'), feeds = 0, returns = 0, pairs = 0, quotes = 0;
            byte last = 0;
            for (int read = head; read > 0; read = stream.Read(buffer))
            {
                cancellation.ThrowIfCancellationRequested();
                var part = buffer.AsSpan(0, read);
                feeds += part.Count((byte)'\n');
                returns += part.Count((byte)'\r');
                quotes += part.Count((byte)'"');
                if (returns > 0)
                    pairs += (last == '\r' && part[0] == '\n' ? 1 : 0) + Pairs(part);
                last = part[^1];
            }
            // A return alone ends a line too.
            long lines = feeds + returns - pairs + (last is (byte)'\n' or (byte)'\r' ? 0 : 1);
            bool isPlain = !isUtf16 && headQuotes % 2 == 0 && returns == pairs;
            return new(lines, isPlain, start, end, headLine, headQuotes, quotes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Returns before a line feed.
    private static int Pairs(ReadOnlySpan<byte> bytes)
    {
        int count = 0, at = 0;
        for (; at < bytes.Length - Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            var returns = Vector128.Equals(Vector128.Create(bytes[at..]), Vector128.Create((byte)'\r'));
            count += BitOperations.PopCount((returns & Vector128.Equals(Vector128.Create(bytes[(at + 1)..]), Vector128.Create((byte)'\n'))).ExtractMostSignificantBits());
        }
        for (; at < bytes.Length - 1; at++)
            count += bytes[at] == '\r' && bytes[at + 1] == '\n' ? 1 : 0;
        return count;
    }
}
