using System.Buffers.Binary;
using System.Text;

namespace LinRegPS.Files.Formats;

/// <summary>A message of protocol buffers as it is written: fields by their numbers.</summary>
internal sealed class ProtobufMessage
{
    private const int Varint = 0, Fixed64 = 1, Delimited = 2, Fixed32 = 5;
    private readonly MemoryStream _bytes = new();

    public ProtobufMessage Add(int field, long number)
    {
        Number((ulong)((field << 3) | Varint));
        Number((ulong)number);
        return this;
    }

    public ProtobufMessage Add(int field, float number)
    {
        Number((ulong)((field << 3) | Fixed32));
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, number);
        _bytes.Write(bytes);
        return this;
    }

    public ProtobufMessage Add(int field, double number)
    {
        Number((ulong)((field << 3) | Fixed64));
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, number);
        _bytes.Write(bytes);
        return this;
    }

    public ProtobufMessage Add(int field, ReadOnlySpan<byte> bytes)
    {
        Number((ulong)((field << 3) | Delimited));
        Number((ulong)bytes.Length);
        _bytes.Write(bytes);
        return this;
    }

    public ProtobufMessage Add(int field, string text) => Add(field, Encoding.UTF8.GetBytes(text));

    public ProtobufMessage Add(int field, ProtobufMessage message) => Add(field, message.Bytes);

    /// <summary>What has been written of it.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.GetBuffer().AsSpan(0, (int)_bytes.Length);

    public void WriteTo(Stream stream) => _bytes.WriteTo(stream);

    // Seven bits at a time, the least first.
    private void Number(ulong number)
    {
        for (; number > 0x7F; number >>= 7)
            _bytes.WriteByte((byte)(number | 0x80));
        _bytes.WriteByte((byte)number);
    }
}
