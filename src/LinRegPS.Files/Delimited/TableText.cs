using System.Globalization;
using System.Text;
using LinRegPS.Delimited;

namespace LinRegPS.Files.Delimited;

/// <summary>The text of a table: UTF-8, or what its first bytes say, and what divides its fields.</summary>
internal static class TableText
{
    private const int BufferSize = 1 << 16, FirstLine = 1 << 20, Beginning = 1 << 10;
    private static readonly char[] s_delimiters = [',', ';', '\t', '|'];
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The rows from the beginning; bytes that are no text throw <see cref="DecoderFallbackException"/>.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="given">What divides fields; found where null.</param>
    /// <param name="culture">How numbers are written.</param>
    /// <param name="delimiter">What divides fields.</param>
    public static DelimitedReader OpenRows(Stream stream, char? given, CultureInfo culture, out char delimiter)
    {
        stream.Position = 0;
        byte[] start = new byte[(int)Math.Min(Beginning, stream.Length)];
        stream.ReadExactly(start);
        if (!HasWideMark(start) && start.Contains((byte)0))
            throw new UnreadableException("it has bytes of 0, as UTF-16 has, but no byte order mark that says so; save it as UTF-8");
        int head = Mark(start), mark = head > 0 && start[head - 1] == '\n' ? head : 0;
        char? said = mark == 0 ? null : (char)start.AsSpan(0, mark).TrimEnd("\r\n"u8)[^1];
        delimiter = given ?? said ?? FindDelimiter(stream, culture);
        return new DelimitedReader(Open(stream, mark), delimiter, mark == 0 ? 1 : 2);
    }

    /// <summary>How many bytes come before the text: a mark of UTF-8, and Excel's line that says what divides fields, sep=;.</summary>
    public static int Mark(ReadOnlySpan<byte> start)
    {
        int mark = start.StartsWith("\uFEFF"u8) ? 3 : 0;
        var text = start[mark..];
        if (text.Length < 6 || !Ascii.EqualsIgnoreCase(text[..4], "sep="u8) || text[4] is (byte)'\r' or (byte)'\n')
            return mark;
        return text[5..] is [(byte)'\n', ..] ? mark + 6 : text[5..] is [(byte)'\r', (byte)'\n', ..] ? mark + 7 : mark;
    }

    /// <summary>Whether bytes begin as UTF-16 or UTF-32 does where it says so.</summary>
    public static bool HasWideMark(ReadOnlySpan<byte> start) =>
        start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || start.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF]);

    /// <summary>The text from the beginning, or from a line on; bytes that are none throw <see cref="DecoderFallbackException"/>.</summary>
    public static StreamReader Open(Stream stream, long position)
    {
        stream.Position = position;
        return new StreamReader(stream, s_utf8, detectEncodingFromByteOrderMarks: true, BufferSize, leaveOpen: true);
    }

    /// <summary>The text of some bytes.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes) => s_utf8.GetString(bytes);

    /// <summary>The same of a file, into characters of which there are as many as bytes; gives how many it is.</summary>
    public static int Decode(string file, ReadOnlySpan<byte> bytes, Span<char> text)
    {
        try
        {
            return s_utf8.GetChars(bytes, text);
        }
        catch (DecoderFallbackException)
        {
            throw FileErrors.Bad(file, "it is no UTF-8 text; save it as UTF-8");
        }
    }

    // The character that most often divides fields in the first line with text.
    private static char FindDelimiter(Stream stream, CultureInfo culture)
    {
        char[] possible = [.. s_delimiters.Where(c => !culture.NumberFormat.NumberDecimalSeparator.Contains(c))];
        int[] counts = new int[possible.Length];
        using var text = Open(stream, 0);
        bool isQuoted = false, hasText = false;
        for (int i = 0; i < FirstLine && text.Read() is >= 0 and var c; i++)
        {
            if (c == '"')
                isQuoted = !isQuoted;
            else if (!isQuoted && c is '\n' or '\r' && hasText)
                break;
            else if (!isQuoted && Array.IndexOf(possible, (char)c) is >= 0 and var at)
                counts[at]++;
            hasText |= c is not ('\n' or '\r');
        }
        return possible[Array.IndexOf(counts, counts.Max())];
    }
}
