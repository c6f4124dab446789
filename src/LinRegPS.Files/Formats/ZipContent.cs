using System.IO.Compression;

namespace LinRegPS.Files.Formats;

/// <summary>
/// The entries of a zip archive, none of which is believed: their names are unique, together they are not longer than the file,
/// none becomes longer than deflate can make it or than memory holds, and each has the checksum that it should have.
/// </summary>
internal sealed class ZipContent : IDisposable
{
    // What deflate makes of a byte at most.
    private const long MostExpansion = 1032;

    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);

    public ZipContent(Stream stream)
    {
        Span<byte> magic = stackalloc byte[4];
        if (stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < magic.Length || !magic.SequenceEqual("PK\u0003\u0004"u8))
            throw new UnreadableException("it does not begin as a zip archive does");
        stream.Position = 0;
        _archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        long compressed = 0, expanded = 0;
        foreach (var entry in _archive.Entries)
        {
            if (!_entries.TryAdd(entry.FullName, entry))
                throw new UnreadableException($"it has two entries of the name '{entry.FullName}'");
            if (entry.IsEncrypted)
                throw new UnreadableException($"the entry '{entry.FullName}' is encrypted");
            compressed += entry.CompressedLength;
            expanded += entry.Length;
            if (entry.CompressedLength < 0 || compressed > stream.Length)
                throw new UnreadableException("its entries overlap, or are longer than the file");
            if (entry.Length < 0 || entry.Length > entry.CompressedLength * MostExpansion)
                throw new UnreadableException($"the entry '{entry.FullName}' claims to be longer than its {entry.CompressedLength} bytes can become");
        }
        long memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (expanded > memory)
            throw new UnreadableException($"it becomes {expanded} bytes, and there are {memory} bytes of memory");
    }

    /// <summary>The names of all entries, in the archive's order.</summary>
    public IEnumerable<string> Names => _archive.Entries.Select(entry => entry.FullName);

    /// <summary>What is made of an entry's bytes, of which there are as many as it says, all of them read.</summary>
    public T Read<T>(string name, Func<Stream, long, T> read)
    {
        if (!_entries.TryGetValue(name, out var entry))
            throw new UnreadableException($"it has no entry '{name}'");
        using var stream = new ChecksumStream(entry.Open());
        var result = read(stream, entry.Length);
        if (stream.Count != entry.Length || stream.ReadByte() >= 0)
            throw new UnreadableException($"the entry '{name}' is not as long as it says");
        return stream.Checksum == entry.Crc32 ? result : throw new UnreadableException($"the entry '{name}' is damaged: its checksum is wrong");
    }

    public void Dispose() => _archive.Dispose();
}
