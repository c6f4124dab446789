using System.Buffers.Binary;
using System.Text.Json;

namespace LinRegPS.Files.Formats;

/// <summary>
/// Writes a file of safetensors with two tensors whose rows come some at a time: those of the second wait in a file of their own, and how many there
/// are is written into the header at the end, for which room is left.
/// </summary>
internal sealed class SafetensorsRows : IDisposable
{
    private const int LengthBytes = 8;

    private readonly Stream _stream;
    private readonly FileStream _second;
    private readonly Func<int, byte[]> _header;
    private readonly int _room;
    private int _rows;

    /// <summary>Begins a file.</summary>
    /// <param name="stream">The file, which is empty.</param>
    /// <param name="besides">The path of a file for the second tensor's rows, which is there only meanwhile.</param>
    /// <param name="first">The name of the first tensor, and an array of rows like its own.</param>
    /// <param name="second">The same of the second.</param>
    /// <param name="metadata">What else the header says.</param>
    public SafetensorsRows(Stream stream, string besides, (string Name, Tensor Rows) first, (string Name, Tensor Rows) second, IReadOnlyDictionary<string, string> metadata)
    {
        _stream = stream;
        _second = new FileStream(besides, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        _header = rows => Header(rows, first, second, metadata);
        // No number of rows has more digits, nor a place where they end.
        _room = (_header(int.MaxValue).Length + LengthBytes - 1) / LengthBytes * LengthBytes;
        _stream.Position = LengthBytes + _room;
    }

    /// <summary>Adds rows of both.</summary>
    public void Add(Tensor first, Tensor second)
    {
        _stream.Write(StoredArray.Bytes(first));
        _second.Write(StoredArray.Bytes(second));
        _rows += first.Shape[0];
    }

    /// <summary>Ends the file.</summary>
    public void Complete()
    {
        _second.Position = 0;
        _second.CopyTo(_stream);
        byte[] start = new byte[LengthBytes + _room];
        start.AsSpan().Fill((byte)' ');
        BinaryPrimitives.WriteInt64LittleEndian(start, _room);
        _header(_rows).CopyTo(start, LengthBytes);
        _stream.Position = 0;
        _stream.Write(start);
        _stream.Position = _stream.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => _second.Dispose();

    private static byte[] Header(int rows, (string Name, Tensor Rows) first, (string Name, Tensor Rows) second, IReadOnlyDictionary<string, string> metadata)
    {
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            Safetensors.WriteMetadata(json, metadata);
            long at = 0;
            foreach (var (name, like) in new[] { first, second })
                at = Safetensors.WriteEntry(json, name, like.DType, [rows, .. like.Shape.Skip(1).Select(size => (long)size)], at);
            json.WriteEndObject();
        }
        return header.ToArray();
    }
}
