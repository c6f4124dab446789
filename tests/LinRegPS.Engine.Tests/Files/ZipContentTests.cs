using System.Buffers.Binary;
using System.IO.Compression;
using LinRegPS.Files;
using LinRegPS.Files.Formats;

namespace LinRegPS.Engine.Tests.Files;

/// <summary>Entries of archives that are not as long as they say, to whoever reads as many bytes as there are.</summary>
public sealed class ZipContentTests
{
    private static readonly byte[] s_bytes = [.. Enumerable.Range(0, 300).Select(i => (byte)(i % 7))];

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void AnEntryIsWhatWasWritten(CompressionLevel level)
    {
        using var zip = new ZipContent(Archive(level, 0));
        Assert.Equal(["a"], zip.Names);
        Assert.Equal(s_bytes, zip.Read("a", (stream, length) => All(stream)));
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression, 1)]
    [InlineData(CompressionLevel.Optimal, 1)]
    [InlineData(CompressionLevel.Optimal, 100)]
    public void AnEntryThatIsShorterThanItSaysIsRefused(CompressionLevel level, int more)
    {
        using var zip = new ZipContent(Archive(level, more));
        Assert.Contains("'a' is not as long as it says", Assert.ThrowsAny<UnreadableException>(() => zip.Read("a", (stream, length) => All(stream))).Message);
    }

    [Fact]
    public void AnEntryThatIsNotReadToItsEndIsRefused()
    {
        using var zip = new ZipContent(Archive(CompressionLevel.Optimal, 0));
        Assert.Contains("'a' is not as long as it says", Assert.Throws<UnreadableException>(() => zip.Read("a", (stream, length) => stream.ReadByte())).Message);
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void AnEntryThatIsLongerThanItSaysIsRefused(CompressionLevel level)
    {
        using var zip = new ZipContent(Archive(level, -1));
        Assert.ThrowsAny<UnreadableException>(() => zip.Read("a", (stream, length) =>
        {
            byte[] bytes = new byte[length];
            stream.ReadExactly(bytes);
            return bytes;
        }));
    }

    private static byte[] All(Stream stream)
    {
        var all = new MemoryStream();
        stream.CopyTo(all);
        return all.ToArray();
    }

    // The length that the directory gives for the entry is so many more.
    private static MemoryStream Archive(CompressionLevel level, int more)
    {
        var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("a", level).Open();
            entry.Write(s_bytes);
        }
        byte[] bytes = memory.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(bytes.AsSpan().IndexOf("PK\u0001\u0002"u8) + 24), s_bytes.Length + more);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(22), s_bytes.Length + more);
        return new MemoryStream(bytes);
    }
}
