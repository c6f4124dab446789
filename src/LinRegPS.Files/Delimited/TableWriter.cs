using System.Buffers;
using System.Globalization;
using System.Text;

namespace LinRegPS.Files.Delimited;

/// <summary>Writes a tensor as a table of text that reads the same in every culture: each number as the shortest text that is read as the same.</summary>
internal static class TableWriter
{
    private const string LineEnd = "\n";

    /// <summary>Writes a matrix, or a vector as one column, under the names of its columns.</summary>
    public static void Write(string file, Stream stream, Tensor tensor, char delimiter, IReadOnlyList<string>? names)
    {
        if (tensor.Rank is not (1 or 2))
            throw FileErrors.NotARowTable(file, tensor.Shape);
        int columns = tensor.Rank == 1 ? 1 : tensor.Shape[1];
        names ??= [.. Enumerable.Range(1, columns).Select(column => $"x{column}")];
        if (names.Count != columns)
            throw FileErrors.Table(file, $"there are {names.Count} names for {columns} columns", "Name each column once.");
        using var text = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = LineEnd };
        text.Write(string.Join(delimiter, names.Select(name => Quoted(name, delimiter))));
        Span<char> number = stackalloc char[32];
        float[] elements = tensor.Detach().ToArray();
        for (int i = 0; i < elements.Length; i++)
        {
            text.Write(i % columns == 0 ? LineEnd[0] : delimiter);
            elements[i].TryFormat(number, out int length, default, CultureInfo.InvariantCulture);
            text.Write(number[..length]);
        }
        text.Write(LineEnd);
    }

    private static string Quoted(string name, char delimiter) =>
        name.AsSpan().IndexOfAny(SearchValues.Create([delimiter, '"', '\n', '\r'])) < 0 ? name : $"\"{name.Replace("\"", "\"\"")}\"";
}
