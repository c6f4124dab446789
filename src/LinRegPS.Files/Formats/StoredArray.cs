using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LinRegPS.Files.Formats;

/// <summary>
/// Arrays as files hold them, made into tensors of float32: numbers are rounded to the nearest, whole ones are taken where
/// float32 has them exactly and refused where it has not.
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
        string text = $"[{string.Join(",", sizes.Take(Shape.MaxRank))}]";
        if (sizes.Count > Shape.MaxRank)
            throw new UnreadableException($"it has an array of {sizes.Count} dimensions; a tensor has {Shape.MaxRank} at most");
        Int128 count = 1;
        foreach (long size in sizes)
        {
            if (size is < 0 or > int.MaxValue)
                throw new UnreadableException($"the shape {text} is not one of a tensor");
            count *= size;
            if (count > Array.MaxLength)
                throw new UnreadableException($"the shape {text} has more elements than a tensor holds");
        }
        if (count * Size(kind) != bytes)
            throw new UnreadableException($"the shape {text} of {kind} needs {count * Size(kind)} bytes, and there are {bytes}");
        return new Shape([.. sizes.Select(size => (int)size)]);
    }

    /// <summary>The tensor that the next bytes hold, row by row.</summary>
    public static Tensor Read(Stream stream, ElementKind kind, Shape shape, bool bigEndian = false)
    {
        var tensor = new Tensor(shape);
        var target = tensor.Data;
        if (kind == ElementKind.Float32 && !bigEndian)
        {
            stream.ReadExactly(MemoryMarshal.AsBytes(target));
            return tensor;
        }
        int size = Size(kind);
        byte[] chunk = new byte[Math.Min(ChunkBytes, (long)target.Length * size)];
        for (int done = 0; done < target.Length;)
        {
            int count = Math.Min(chunk.Length / size, target.Length - done);
            var bytes = chunk.AsSpan(0, count * size);
            stream.ReadExactly(bytes);
            if (bigEndian)
                Reverse(bytes, size);
            Convert(bytes, kind, target.Slice(done, count), done);
            done += count;
        }
        return tensor;
    }

    /// <summary>The same elements with the order of the dimensions turned round: what Fortran's order is, read as rows.</summary>
    public static Tensor Transposed(Tensor tensor)
    {
        int[] sizes = tensor.Shape.ToArray();
        Array.Reverse(sizes);
        var result = new Tensor(new Shape(sizes));
        if (result.Numel == 0)
            return result;
        var source = tensor.Data;
        var target = result.Data;
        // How far apart in the source the elements of each of the result's dimensions are.
        int[] strides = new int[sizes.Length], index = new int[sizes.Length];
        for (int d = 0, stride = 1; d < sizes.Length; stride *= sizes[d++])
            strides[d] = stride;
        int at = 0;
        foreach (ref float element in target)
        {
            element = source[at];
            for (int d = sizes.Length - 1; d >= 0; d--)
            {
                at += strides[d];
                if (++index[d] < sizes[d])
                    break;
                at -= sizes[d] * strides[d];
                index[d] = 0;
            }
        }
        return result;
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

    private static void Convert(Span<byte> bytes, ElementKind kind, Span<float> target, int first)
    {
        switch (kind)
        {
            case ElementKind.Bool:
                Booleans(bytes, target, first);
                break;
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
            case ElementKind.UInt64:
                Whole<ulong>(bytes, target, first);
                break;
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
            case ElementKind.Float64:
                Doubles(MemoryMarshal.Cast<byte, double>(bytes), target, first);
                break;
        }
    }

    private static void Booleans(ReadOnlySpan<byte> bytes, Span<float> target, int first)
    {
        for (int i = 0; i < target.Length; i++)
            target[i] = bytes[i] <= 1 ? bytes[i] : throw new UnreadableException($"element {first + i} is the byte {bytes[i]}, neither true nor false");
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

    private static void Whole<T>(ReadOnlySpan<byte> bytes, Span<float> target, int first)
        where T : unmanaged, IBinaryInteger<T>
    {
        var numbers = MemoryMarshal.Cast<byte, T>(bytes);
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = float.CreateTruncating(numbers[i]);
            if (Unsafe.SizeOf<T>() > 2 && !IsExact(T.IsNegative(numbers[i]) ? (ulong)-long.CreateTruncating(numbers[i]) : ulong.CreateTruncating(numbers[i])))
                throw new UnreadableException($"element {first + i} is {numbers[i]}, which float32 does not have: its whole numbers are exact up to 16777216");
        }
    }

    // No more than 24 bits from the first that is set to the last.
    private static bool IsExact(ulong magnitude) =>
        magnitude == 0 || BitOperations.LeadingZeroCount(magnitude) + BitOperations.TrailingZeroCount(magnitude) >= 64 - 24;
}
