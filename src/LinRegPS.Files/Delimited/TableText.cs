using System.Globalization;
using System.Text;

namespace LinRegPS.Files.Delimited;

/// <summary>The text of a table: UTF-8, or what its first bytes say, and what divides its fields.</summary>
internal static class TableText
{
    private const int BufferSize = 1 << 16, FirstLine = 1 << 20;
    private static readonly char[] s_delimiters = [',', ';', '\t', '|'];
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text from the beginning, or from a line on; bytes that are none throw <see cref="DecoderFallbackException"/>.</summary>
    public static StreamReader Open(Stream stream, long position = 0)
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

    /// <summary>The character that most often divides fields in the first line with text.</summary>
    public static char FindDelimiter(Stream stream, CultureInfo culture)
    {
        char[] possible = [.. s_delimiters.Where(c => !culture.NumberFormat.NumberDecimalSeparator.Contains(c))];
        int[] counts = new int[possible.Length];
        using var text = Open(stream);
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
