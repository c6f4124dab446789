using System.Buffers.Binary;
using System.IO.Compression;

namespace LinRegPS.Plots.Drawing;

/// <summary>Small pictures of pixels, for what is no line: PNG with a palette.</summary>
internal static class Png
{
    private const uint Polynomial = 0xEDB88320;

    /// <summary>The file's bytes.</summary>
    /// <param name="pixels">[rows, columns] numbers of colours, the top row first.</param>
    /// <param name="palette">The colours, up to 256.</param>
    public static byte[] Write(byte[,] pixels, IReadOnlyList<(byte Red, byte Green, byte Blue)> palette)
    {
        int rows = pixels.GetLength(0), columns = pixels.GetLength(1);
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        byte[] head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, columns);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), rows);
        // Eight bits, with a palette.
        (head[8], head[9]) = (8, 3);
        Chunk(file, "IHDR", head);
        Chunk(file, "PLTE", [.. palette.SelectMany(color => (byte[])[color.Red, color.Green, color.Blue])]);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            byte[] line = new byte[columns + 1];
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                    line[column + 1] = pixels[row, column];
                zlib.Write(line);
            }
        }
        Chunk(file, "IDAT", packed.ToArray());
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static void Chunk(MemoryStream file, string kind, byte[] content)
    {
        byte[] named = [.. kind.Select(letter => (byte)letter), .. content];
        byte[] number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(named);
        BinaryPrimitives.WriteUInt32BigEndian(number, Checksum(named));
        file.Write(number);
    }

    // CRC-32 of ISO 3309, as PNG has it.
    private static uint Checksum(byte[] bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte next in bytes)
        {
            sum ^= next;
            for (int bit = 0; bit < 8; bit++)
                sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ Polynomial;
        }
        return ~sum;
    }
}
