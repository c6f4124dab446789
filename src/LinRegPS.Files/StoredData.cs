using System.Text.Json;
using LinRegPS.Data;
using LinRegPS.Files.Formats;

namespace LinRegPS.Files;

/// <summary>Data sets whose rows stay in files: npy, and safetensors that have input and target by name.</summary>
internal static class StoredData
{
    /// <summary>The names under which Convert-TensorFile writes input and target.</summary>
    public const string Input = "input", Target = "target";

    // What a file of safetensors says besides, each a JSON array of texts.
    internal const string Features = "features", Targets = "targets", Classes = "classes";

    /// <summary>The data set of a file, or of one for the input and one for the target.</summary>
    /// <param name="path">The file of the input.</param>
    /// <param name="targetPath">That of the target; the same where null.</param>
    /// <param name="inputName">The name of the input in its file, where it holds tensors by name.</param>
    /// <param name="targetName">The name of the target.</param>
    /// <exception cref="InvalidValueException">A file can't be read, or its format is not one that is read by rows.</exception>
    public static DataSet Open(string path, string? targetPath, string inputName, string targetName)
    {
        var (input, metadata) = Rows(path, inputName);
        if (targetPath is null && TensorFile.FormatOf(path) == TensorFormat.Npy)
            throw FileErrors.TargetFile(path);
        var (target, targetMetadata) = Rows(targetPath ?? path, targetName);
        return new DataSet(input, target, Names(path, metadata, Features), Names(path, targetMetadata, Targets)) { ClassNames = Names(path, targetMetadata, Classes) };
    }

    private static (StoredRows Rows, IReadOnlyDictionary<string, string> Metadata) Rows(string path, string name)
    {
        var format = TensorFile.FormatOf(path);
        if (format is not (TensorFormat.Npy or TensorFormat.Safetensors))
            throw FileErrors.NotByRows(path, format.ToString());
        return SafeFile.Open(path, stream =>
        {
            if (format == TensorFormat.Npy)
            {
                var header = Npy.ReadHeader(stream, stream.Length, out long data);
                if (header.FortranOrder && header.Sizes.Count > 1)
                    throw new UnreadableException("its columns lie together (fortran_order), not its rows; save it with numpy.ascontiguousarray");
                return ((StoredRows)new FileRows(path, stream, header.Kind, header.BigEndian, header.Sizes, stream.Length - data, data), new Dictionary<string, string>());
            }
            var (entries, metadata) = Safetensors.ReadEntries(stream);
            var entry = entries.Find(entry => entry.Name == name)
                ?? throw FileErrors.NoSuchName(path, "tensor", name, [.. entries.Select(entry => entry.Name)], FileErrors.Rows);
            return (new FileRows(path, stream, entry.Kind, false, entry.Sizes, entry.Begin, entry.End - entry.Begin), metadata);
        });
    }

    private static string[] Names(string path, IReadOnlyDictionary<string, string> metadata, string key)
    {
        if (!metadata.TryGetValue(key, out string? text))
            return [];
        try
        {
            return JsonSerializer.Deserialize<string[]>(text) is { } names && !Array.Exists(names, name => name is null) ? names : throw new JsonException();
        }
        catch (JsonException)
        {
            throw FileErrors.Bad(path, $"its {key} are no JSON array of texts");
        }
    }
}
