using System.IO.Compression;

namespace LinRegPS.Files.Formats;

/// <summary>NumPy's .npz: a zip archive of .npy files, stored or deflated.</summary>
internal static class Npz
{
    private const string Extension = ".npy";

    /// <summary>The arrays by name.</summary>
    public static NamedTensors Read(Stream stream)
    {
        using var zip = new ZipContent(stream);
        var tensors = new NamedTensors();
        foreach (string entry in zip.Names)
        {
            string name = entry.EndsWith(Extension, StringComparison.Ordinal) ? entry[..^Extension.Length] : throw new UnreadableException($"the entry '{entry}' is no npy array");
            try
            {
                tensors.Add(name, zip.Read(entry, Npy.Read));
            }
            catch (UnreadableException error)
            {
                throw new UnreadableException($"'{name}': {error.Message}");
            }
        }
        return tensors;
    }

    /// <summary>Writes arrays by name; numpy.savez, or savez_compressed.</summary>
    public static void Write(Stream stream, IEnumerable<KeyValuePair<string, Tensor>> tensors, bool compress)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, tensor) in tensors)
        {
            var entry = zip.CreateEntry(name + Extension, compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
            using var content = entry.Open();
            Npy.Write(content, tensor);
        }
    }
}
