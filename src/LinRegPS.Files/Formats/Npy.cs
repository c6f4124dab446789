using System.Buffers.Binary;
using System.Text;

namespace LinRegPS.Files.Formats;

/// <summary>NumPy's .npy, versions 1 to 3: numpy.lib.format.</summary>
internal static class Npy
{
    private const int Alignment = 64;
    private static readonly byte[] s_magic = [0x93, .. "NUMPY"u8];

    /// <summary>The array in the next bytes of a stream, which are all that there is of it.</summary>
    public static Tensor Read(Stream stream, long length)
    {
        var (kind, bigEndian, fortranOrder, sizes) = ReadHeader(stream, length, out long data);
        if (fortranOrder)
            sizes.Reverse();
        var tensor = StoredArray.Read(stream, kind, StoredArray.ShapeFor(sizes, kind, data), bigEndian);
        return fortranOrder ? StoredArray.Transposed(tensor) : tensor;
    }

    /// <summary>What the header says, after which a stream is at the elements; and how many bytes there are of them.</summary>
    public static (ElementKind Kind, bool BigEndian, bool FortranOrder, List<long> Sizes) ReadHeader(Stream stream, long length, out long data)
    {
        Span<byte> start = stackalloc byte[12];
        ReadStart(stream, start[..8]);
        bool isShort = start[6] == 1;
        if (start[6] is < 1 or > 3 || start[7] != 0)
            throw new UnreadableException($"it is of version {start[6]}.{start[7]} of npy; 1.0, 2.0 and 3.0 are known");
        var size = start.Slice(8, isShort ? 2 : 4);
        stream.ReadExactly(size);
        long headerLength = isShort ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        data = length - 8 - size.Length - headerLength;
        if (data < 0)
            throw new UnreadableException($"its header of {headerLength} bytes is longer than the file");
        byte[] header = new byte[headerLength];
        stream.ReadExactly(header);
        return NpyHeader.Parse(Encoding.UTF8.GetString(header));
    }

    /// <summary>Writes version 1.0, little-endian in C order: float32, int64 or bool as the tensor's elements are.</summary>
    public static void Write(Stream stream, Tensor tensor)
    {
        var sizes = tensor.Shape;
        string type = tensor.DType switch { DType.Int64 => "<i8", DType.Bool => "|b1", _ => "<f4" };
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({string.Join(", ", sizes)}{(sizes.Rank == 1 ? "," : "")}), }}";
        int length = s_magic.Length + 4 + header.Length + 1;
        header = header.PadRight(header.Length + ((Alignment - (length % Alignment)) % Alignment)) + "\n";
        Span<byte> start = [.. s_magic, 1, 0, (byte)header.Length, (byte)(header.Length >> 8)];
        stream.Write(start);
        stream.Write(Encoding.ASCII.GetBytes(header));
        stream.Write(StoredArray.Bytes(tensor));
    }

    private static void ReadStart(Stream stream, Span<byte> start)
    {
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start[..6].SequenceEqual(s_magic))
            throw new UnreadableException("it does not begin as npy does");
    }
}
