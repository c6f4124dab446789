using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace LinRegPS.Files.Events;

/// <summary>
/// The records of an event file, TensorFlow's TFRecord: the length in 8 bytes, its checksum, the content, its checksum. The
/// checksum is CRC-32C, turned by 15 bits and moved, as checksums of checksums are weak.
/// </summary>
internal static class EventRecord
{
    private const int HeadLength = sizeof(ulong) + sizeof(uint), FootLength = sizeof(uint);
    private const uint Moved = 0xA282EAD8;

    /// <summary>The content of each record.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="truncated">Is told where a last record begins that is not whole: its writer was interrupted.</param>
    /// <exception cref="UnreadableException">A checksum is wrong.</exception>
    public static IEnumerable<byte[]> Read(Stream stream, Action<long> truncated)
    {
        byte[] head = new byte[HeadLength];
        long at = 0;
        while (stream.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false) is > 0 and var read)
        {
            if (read < HeadLength)
            {
                truncated(at);
                yield break;
            }
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(head);
            if (Checksum(head.AsSpan(0, sizeof(ulong))) != BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(sizeof(ulong))))
                throw new UnreadableException($"the record at byte {at} has a wrong checksum of its length");
            if (length > (ulong)Math.Max(0, stream.Length - stream.Position - FootLength))
            {
                truncated(at);
                yield break;
            }
            if (length > (ulong)Array.MaxLength)
                throw new UnreadableException($"the record at byte {at} has {length} bytes");
            byte[] content = new byte[length];
            stream.ReadExactly(content);
            stream.ReadExactly(head, 0, FootLength);
            if (Checksum(content) != BinaryPrimitives.ReadUInt32LittleEndian(head))
                throw new UnreadableException($"the record at byte {at} has a wrong checksum");
            yield return content;
            at = stream.Position;
        }
    }

    /// <summary>Writes a record, at one go.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> content)
    {
        byte[] record = new byte[HeadLength + content.Length + FootLength];
        Span<byte> head = record.AsSpan(0, HeadLength), foot = record.AsSpan(HeadLength + content.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(head, (ulong)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[sizeof(ulong)..], Checksum(head[..sizeof(ulong)]));
        content.CopyTo(record.AsSpan(HeadLength));
        BinaryPrimitives.WriteUInt32LittleEndian(foot, Checksum(content));
        stream.Write(record);
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (ulong eight in MemoryMarshal.Cast<byte, ulong>(bytes))
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? eight : BinaryPrimitives.ReverseEndianness(eight));
        foreach (byte one in bytes[(bytes.Length & ~7)..])
            crc = BitOperations.Crc32C(crc, one);
        return BitOperations.RotateRight(~crc, 15) + Moved;
    }
}
