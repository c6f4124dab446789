using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace LinRegPS.Files.Formats;

/// <summary>
/// Arrays as files hold them, made into tensors: numbers of any precision are rounded to the nearest float32, whole numbers are
/// int64, and true and false are bool.
/// </summary>
internal static class StoredArray
{
    private const int ChunkBytes = 1 << 16;

    /// <summary>The bytes of an element.</summary>
    public static int Size(ElementKind kind) => kind switch
    {
        ElementKind.Bool or ElementKind.Int8 or ElementKind.UInt8 => 1,
        ElementKind.Int16 or ElementKind.UInt16 or ElementKind.Float16 or ElementKind.BFloat16 => 2,
        ElementKind.Int32 or ElementKind.UInt32 or ElementKind.Float32 => 4,
        _ => 8,
    };

    /// <summary>The shape of these sizes, which must need just so many bytes: nothing is allocated for a shape that the file does not hold.</summary>
    public static Shape ShapeFor(IReadOnlyList<long> sizes, ElementKind kind, long bytes)
    {
        Check(sizes, kind, bytes, Array.MaxLength);
        return new Shape([.. sizes.Select(size => (int)size)]);
    }

    /// <summary>The number of rows of these sizes, and the shape of one, which must need just so many bytes; of all rows together there may be more than a tensor holds.</summary>
    public static (int Rows, Shape Row) RowsFor(IReadOnlyList<long> sizes, ElementKind kind, long bytes)
    {
        Check(sizes, kind, bytes, long.MaxValue);
        return sizes.Count > 0
            ? ((int)sizes[0], ShapeFor([.. sizes.Skip(1)], kind, sizes[0] == 0 ? sizes.Skip(1).Aggregate((long)Size(kind), (product, size) => product * size) : bytes / sizes[0]))
            : throw new UnreadableException("it is a single number, and has no rows");
    }

    private static void Check(IReadOnlyList<long> sizes, ElementKind kind, long bytes, long most)
    {
        if (sizes.Count > Shape.MaxRank)
            throw new UnreadableException($"it has an array of {sizes.Count} dimensions; a tensor has {Shape.MaxRank} at most");
        Int128 count = 1;
        foreach (long size in sizes)
        {
            if (size is < 0 or > int.MaxValue)
                throw new UnreadableException($"the shape {Text(sizes)} is not one of a tensor");
            count *= size;
            if (count > most)
                throw new UnreadableException($"the shape {Text(sizes)} has more elements than a tensor holds");
        }
        if (count * Size(kind) != bytes)
            throw new UnreadableException($"the shape {Text(sizes)} of {kind} needs {count * Size(kind)} bytes, and there are {bytes}");
    }

    private static string Text(IReadOnlyList<long> sizes) => $"[{string.Join(",", sizes.Take(Shape.MaxRank))}]";

    /// <summary>Elements in bytes, which are overwritten, as float32.</summary>
    public static void ToFloats(Span<byte> bytes, ElementKind kind, bool bigEndian, Span<float> target, int first)
    {
        if (bigEndian)
            Reverse(bytes, Size(kind));
        switch (kind)
        {
            case ElementKind.Bool:
                bool[] flags = new bool[target.Length];
                Booleans(bytes, kind, flags, first);
                for (int i = 0; i < flags.Length; i++)
                    target[i] = flags[i] ? 1 : 0;
                break;
            case ElementKind.Float16 or ElementKind.BFloat16 or ElementKind.Float32 or ElementKind.Float64:
                Floats(bytes, kind, target, first);
                break;
            default:
                long[] numbers = new long[target.Length];
                Integers(bytes, kind, numbers, first);
                for (int i = 0; i < numbers.Length; i++)
                {
                    target[i] = numbers[i];
                    if (numbers[i] is > 1 << 24 or < -(1 << 24) && (Int128)target[i] != numbers[i])
                        throw new UnreadableException($"element {first + i} is {numbers[i]}, which float32 does not hold");
                }
                break;
        }
    }

    /// <summary>The tensor that the next bytes hold, row by row.</summary>
    public static Tensor Read(Stream stream, ElementKind kind, Shape shape, bool bigEndian = false)
    {
        switch (kind)
        {
            case ElementKind.Bool:
                return Tensor.Of(Read<bool>(stream, kind, new bool[shape.Numel], bigEndian, Booleans), shape);
            case ElementKind.Float16 or ElementKind.BFloat16 or ElementKind.Float32 or ElementKind.Float64:
                var tensor = new Tensor(shape);
                if (kind == ElementKind.Float32 && !bigEndian)
                    stream.ReadExactly(MemoryMarshal.AsBytes(tensor.Data));
                else
                    Read(stream, kind, tensor.Data, bigEndian, Floats);
                return tensor;
            default:
                return Tensor.Of(Read<long>(stream, kind, new long[shape.Numel], bigEndian, Integers), shape);
        }
    }

    /// <summary>The bytes of a tensor, row by row, as they are written.</summary>
    public static ReadOnlySpan<byte> Bytes(Tensor tensor) => tensor.DType switch
    {
        DType.Int64 => MemoryMarshal.AsBytes<long>(tensor.ToInt64Array()),
        DType.Bool => MemoryMarshal.AsBytes<bool>(tensor.ToBoolArray()),
        _ => MemoryMarshal.AsBytes<float>(tensor.Detach().ToArray()),
    };

    /// <summary>The elements that a place and strides choose, row by row, in memory of their own.</summary>
    public static Tensor Gather(Tensor elements, long offset, IReadOnlyList<long> sizes, IReadOnlyList<long> strides)
    {
        var shape = new Shape([.. sizes.Select(size => (int)size)]);
        return elements.DType switch
        {
            DType.Int64 => Tensor.Of(Gather(elements.Elements<long>(), offset, shape, strides), shape),
            DType.Bool => Tensor.Of(Gather(elements.Elements<bool>(), offset, shape, strides), shape),
            _ => Tensor.Of(Gather(elements.Elements<float>(), offset, shape, strides), shape),
        };
    }

    /// <summary>The same elements with the order of the dimensions turned round: what Fortran's order is, read as rows.</summary>
    public static Tensor Transposed(Tensor tensor)
    {
        int[] sizes = tensor.Shape.ToArray();
        Array.Reverse(sizes);
        long[] strides = new long[sizes.Length];
        for (int d = 0, stride = 1; d < sizes.Length; stride *= sizes[d++])
            strides[d] = stride;
        return Gather(tensor, 0, [.. sizes.Select(size => (long)size)], strides);
    }

    private delegate void Convert<T>(ReadOnlySpan<byte> bytes, ElementKind kind, Span<T> target, int first);

    private static T[] Read<T>(Stream stream, ElementKind kind, T[] target, bool bigEndian, Convert<T> convert)
    {
        Read(stream, kind, target.AsSpan(), bigEndian, convert);
        return target;
    }

    private static void Read<T>(Stream stream, ElementKind kind, Span<T> target, bool bigEndian, Convert<T> convert)
    {
        int size = Size(kind);
        byte[] chunk = new byte[Math.Min(ChunkBytes, (long)target.Length * size)];
        for (int done = 0; done < target.Length;)
        {
            int count = Math.Min(chunk.Length / size, target.Length - done);
            var bytes = chunk.AsSpan(0, count * size);
            stream.ReadExactly(bytes);
            if (bigEndian)
                Reverse(bytes, size);
            convert(bytes, kind, target.Slice(done, count), done);
            done += count;
        }
    }

    private static T[] Gather<T>(ReadOnlySpan<T> source, long offset, Shape shape, IReadOnlyList<long> strides)
    {
        var target = new T[shape.Numel];
        int[] index = new int[shape.Rank];
        long at = offset;
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = source[(int)at];
            for (int d = shape.Rank - 1; d >= 0; d--)
            {
                at += strides[d];
                if (++index[d] < shape[d])
                    break;
                at -= shape[d] * strides[d];
                index[d] = 0;
            }
        }
        return target;
    }

    private static void Reverse(Span<byte> bytes, int size)
    {
        switch (size)
        {
            case 2:
                var shorts = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                var words = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 8:
                var longs = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }

    private static void Booleans(ReadOnlySpan<byte> bytes, ElementKind kind, Span<bool> target, int first)
    {
        for (int i = 0; i < target.Length; i++)
            target[i] = bytes[i] <= 1 ? bytes[i] == 1 : throw new UnreadableException($"element {first + i} is the byte {bytes[i]}, neither true nor false");
    }

    private static void Floats(ReadOnlySpan<byte> bytes, ElementKind kind, Span<float> target, int first)
    {
        switch (kind)
        {
            case ElementKind.Float16:
                var halves = MemoryMarshal.Cast<byte, Half>(bytes);
                for (int i = 0; i < target.Length; i++)
                    target[i] = (float)halves[i];
                break;
            case ElementKind.BFloat16:
                var shorts = MemoryMarshal.Cast<byte, ushort>(bytes);
                for (int i = 0; i < target.Length; i++)
                    target[i] = BitConverter.UInt32BitsToSingle((uint)shorts[i] << 16);
                break;
            case ElementKind.Float32:
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(target);
                break;
            default:
                Doubles(MemoryMarshal.Cast<byte, double>(bytes), target, first);
                break;
        }
    }

    private static void Doubles(ReadOnlySpan<double> numbers, Span<float> target, int first)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = (float)numbers[i];
            if (float.IsInfinity(target[i]) && double.IsFinite(numbers[i]))
                throw new UnreadableException(FormattableString.Invariant($"element {first + i} is {numbers[i]}, beyond the largest float32"));
        }
    }

    private static void Integers(ReadOnlySpan<byte> bytes, ElementKind kind, Span<long> target, int first)
    {
        switch (kind)
        {
            case ElementKind.Int8:
                Whole<sbyte>(bytes, target, first);
                break;
            case ElementKind.UInt8:
                Whole<byte>(bytes, target, first);
                break;
            case ElementKind.Int16:
                Whole<short>(bytes, target, first);
                break;
            case ElementKind.UInt16:
                Whole<ushort>(bytes, target, first);
                break;
            case ElementKind.Int32:
                Whole<int>(bytes, target, first);
                break;
            case ElementKind.UInt32:
                Whole<uint>(bytes, target, first);
                break;
            case ElementKind.Int64:
                Whole<long>(bytes, target, first);
                break;
            default:
                Whole<ulong>(bytes, target, first);
                break;
        }
    }

    private static void Whole<T>(ReadOnlySpan<byte> bytes, Span<long> target, int first)
        where T : unmanaged, IBinaryInteger<T>
    {
        var numbers = MemoryMarshal.Cast<byte, T>(bytes);
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = long.CreateTruncating(numbers[i]);
            if (typeof(T) == typeof(ulong) && target[i] < 0)
                throw new UnreadableException($"element {first + i} is {numbers[i]}, beyond the largest int64");
        }
    }
}
