using LinRegPS.Files.Delimited;
using LinRegPS.Files.Formats;
using LinRegPS.Files.PyTorch;

namespace LinRegPS.Files;

/// <summary>Reads and writes files of tensors.</summary>
public static class TensorFile
{
    private static readonly Dictionary<string, TensorFormat> s_extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        [".npy"] = TensorFormat.Npy,
        [".npz"] = TensorFormat.Npz,
        [".safetensors"] = TensorFormat.Safetensors,
        [".json"] = TensorFormat.Json,
        [".csv"] = TensorFormat.Csv,
        [".tsv"] = TensorFormat.Tsv,
        [".pt"] = TensorFormat.PyTorch,
        [".pth"] = TensorFormat.PyTorch,
    };

    /// <summary>The format that a file's extension tells.</summary>
    /// <exception cref="InvalidValueException">The extension is none of those that are known.</exception>
    public static TensorFormat FormatOf(string path) => s_extensions.TryGetValue(Path.GetExtension(path), out var format)
        ? format
        : throw FileErrors.UnknownFormat(path, s_extensions.Keys);

    /// <summary>A table of text as tensors.</summary>
    /// <exception cref="InvalidValueException">The file can't be read, or has a value that is no number; the message names file, line, column and value.</exception>
    public static TensorTable ReadTable(string path, TableOptions options, CancellationToken cancellation = default) =>
        SafeFile.Read(path, stream => new TableReader(path, options).Read(stream, cancellation));

    /// <summary>The names of a table's columns, from its head alone.</summary>
    /// <exception cref="InvalidValueException">The file can't be read, or has no head.</exception>
    public static IReadOnlyList<string> ReadColumns(string path, TableOptions options) =>
        SafeFile.Read(path, stream => new TableReader(path, options).ReadNames(stream));

    /// <summary>The tensors of a file by name; one without a name under the empty text.</summary>
    internal static NamedTensors Read(string path, TensorFormat format) => SafeFile.Read(path, stream => Read(stream, path, format));

    /// <summary>The tensors of content that is open already.</summary>
    internal static NamedTensors Read(Stream stream, string name, TensorFormat format) => format switch
    {
        TensorFormat.Npy => NamedTensors.Of(Npy.Read(stream, stream.Length)),
        TensorFormat.Npz => Npz.Read(stream),
        TensorFormat.Safetensors => Safetensors.Read(stream),
        TensorFormat.Json => JsonTensors.Read(stream),
        TensorFormat.PyTorch => StateDictionary.Tensors(TorchArchive.Read(stream), null),
        TensorFormat.Csv => NamedTensors.Of(new TableReader(name, new TableOptions()).Read(stream).Input),
        _ => NamedTensors.Of(new TableReader(name, new TableOptions { Delimiter = '\t' }).Read(stream).Input),
    };

    /// <summary>Writes tensors by name, or one without; the file is whole or not there.</summary>
    internal static void Write(string path, TensorFormat format, NamedTensors tensors, bool overwrite, bool compress = false, IReadOnlyList<string>? columns = null)
    {
        bool isSingle = tensors.Count == 1 && tensors.ContainsKey(string.Empty);
        if (!isSingle && format is TensorFormat.Npy or TensorFormat.Csv or TensorFormat.Tsv)
            throw FileErrors.OneTensor(path, format.ToString(), tensors.Count);
        SafeFile.Write(path, overwrite, stream =>
        {
            switch (format)
            {
                case TensorFormat.Npy:
                    Npy.Write(stream, tensors.GetAt(0).Value);
                    break;
                case TensorFormat.Npz:
                    Npz.Write(stream, Named(tensors, isSingle, "arr_0"), compress);
                    break;
                case TensorFormat.PyTorch:
                    TorchWriter.Write(stream, tensors);
                    break;
                case TensorFormat.Safetensors:
                    Safetensors.Write(stream, Named(tensors, isSingle, "tensor"));
                    break;
                case TensorFormat.Json:
                    JsonTensors.Write(path, stream, tensors);
                    break;
                default:
                    TableWriter.Write(path, stream, tensors.GetAt(0).Value, format == TensorFormat.Csv ? ',' : '\t', columns);
                    break;
            }
        });
    }

    private static NamedTensors Named(NamedTensors tensors, bool isSingle, string name) =>
        isSingle ? new NamedTensors(tensors.Metadata) { [name] = tensors.GetAt(0).Value } : tensors;
}
