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
        if (columns == 0)
            throw FileErrors.NotARowTable(file, tensor.Shape);
        if (names.Count != columns)
            throw FileErrors.Table(file, $"there are {names.Count} names for {columns} columns", "Name each column once.");
        if (names.GroupBy(name => name.Trim()).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw FileErrors.Table(file, $"two of its columns are to have the name '{twice.Key}'", "Give each a name of its own.");
        using var text = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = LineEnd };
        text.Write(string.Join(delimiter, names.Select(name => Quoted(name, delimiter))));
        if (tensor.DType == DType.Int64)
            Write(text, tensor.ToInt64Array(), columns, delimiter);
        else
            Write(text, tensor.Detach().ToArray(), columns, delimiter);
        text.Write(LineEnd);
    }

    private static void Write<T>(StreamWriter text, T[] elements, int columns, char delimiter)
        where T : ISpanFormattable
    {
        Span<char> number = stackalloc char[32];
        for (int i = 0; i < elements.Length; i++)
        {
            text.Write(i % columns == 0 ? LineEnd[0] : delimiter);
            elements[i].TryFormat(number, out int length, default, CultureInfo.InvariantCulture);
            text.Write(number[..length]);
        }
    }

    private static string Quoted(string name, char delimiter) =>
        name.AsSpan().IndexOfAny(SearchValues.Create([delimiter, '"', '\n', '\r'])) < 0 ? name : $"\"{name.Replace("\"", "\"\"")}\"";
}
