using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Rearrangement;

/// <summary>Copies elements that lie at strides, as those of a tensor's views do.</summary>
public static class StridedCopy
{
    // What is read in columns and written in rows goes in squares, whose lines of both stay in the nearest cache.
    private const int Tile = 32;

    // Elements: memory's own copy is for longer lines.
    private const int Short = 64;

    /// <summary>to[i · toStrides] = from[i · fromStrides] for every index i within the sizes.</summary>
    /// <param name="sizes">The sizes of the dimensions, outermost first.</param>
    /// <param name="from">What is copied, from its first element on.</param>
    /// <param name="fromStrides">How far apart its elements are in each dimension, not negative; 0 repeats.</param>
    /// <param name="to">Receives it, from its first element on; no part of <paramref name="from"/>.</param>
    /// <param name="toStrides">How far apart the elements are there, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than the sizes and strides reach.</exception>
    [MethodImpl(Kernel.Hot)]
    public static void Copy<T>(
        ReadOnlySpan<int> sizes, ReadOnlySpan<T> from, ReadOnlySpan<int> fromStrides, Span<T> to, ReadOnlySpan<int> toStrides)
        where T : struct
    {
        if (sizes.Contains(0))
            return;
        Check(sizes, fromStrides, from.Length);
        Check(sizes, toStrides, to.Length);
        // Innermost first, neighbours that both walk through alike made one, and two dimensions at least.
        Span<int> size = stackalloc int[sizes.Length + 2], source = stackalloc int[size.Length], target = stackalloc int[size.Length];
        int rank = 0;
        for (int d = sizes.Length - 1; d >= 0; d--)
        {
            if (sizes[d] == 1)
                continue;
            if (rank > 0 && fromStrides[d] == source[rank - 1] * size[rank - 1] && toStrides[d] == target[rank - 1] * size[rank - 1])
                size[rank - 1] *= sizes[d];
            else
                (size[rank], source[rank], target[rank++]) = (sizes[d], fromStrides[d], toStrides[d]);
        }
        while (rank < 2)
            (size[rank], source[rank], target[rank++]) = (1, 1, 1);

        ref T read = ref MemoryMarshal.GetReference(from), written = ref MemoryMarshal.GetReference(to);
        Span<int> position = stackalloc int[rank];
        position.Clear();
        var pace = default(Pace);
        while (true)
        {
            Plane(ref read, source[0], source[1], ref written, target[0], target[1], size[0], size[1], ref pace);
            int d = 2;
            for (; d < rank; d++)
            {
                read = ref Unsafe.Add(ref read, source[d]);
                written = ref Unsafe.Add(ref written, target[d]);
                if (++position[d] < size[d])
                    break;
                read = ref Unsafe.Subtract(ref read, source[d] * size[d]);
                written = ref Unsafe.Subtract(ref written, target[d] * size[d]);
                position[d] = 0;
            }
            if (d == rank)
                return;
        }
    }

    // Two dimensions, the inner one of so many columns.
    [MethodImpl(Kernel.Hot)]
    private static void Plane<T>(ref T from, int fromColumn, int fromRow, ref T to, int toColumn, int toRow, int columns, int rows, ref Pace pace)
        where T : struct
    {
        if (fromColumn <= 1 && toColumn == 1)
        {
            for (int row = 0; row < rows; row++)
            {
                pace.Step(columns);
                ref T first = ref Unsafe.Add(ref from, row * fromRow);
                var line = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref to, row * toRow), columns);
                if (fromColumn == 0)
                    line.Fill(first);
                else if (Unsafe.SizeOf<T>() == sizeof(float) && columns is >= Lanes.Count and <= Short)
                    CopyShort(ref Unsafe.As<T, float>(ref first), ref Unsafe.As<T, float>(ref MemoryMarshal.GetReference(line)), columns);
                else
                    MemoryMarshal.CreateReadOnlySpan(ref first, columns).CopyTo(line);
            }
            return;
        }
        for (int top = 0; top < rows; top += Tile)
        {
            int bottom = Math.Min(rows, top + Tile);
            for (int left = 0; left < columns; left += Tile)
            {
                int right = Math.Min(columns, left + Tile);
                pace.Step((right - left) * (bottom - top));
                for (int row = top; row < bottom; row++)
                {
                    ref T read = ref Unsafe.Add(ref from, row * fromRow);
                    ref T written = ref Unsafe.Add(ref to, row * toRow);
                    for (int column = left; column < right; column++)
                        Unsafe.Add(ref written, column * toColumn) = Unsafe.Add(ref read, column * fromColumn);
                }
            }
        }
    }

    // The last lanes overlap with those before.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyShort(ref float from, ref float to, int count)
    {
        nuint last = (nuint)(count - Lanes.Count);
        for (nuint i = 0; i < last; i += Lanes.Count)
            Vector256.LoadUnsafe(ref from, i).StoreUnsafe(ref to, i);
        Vector256.LoadUnsafe(ref from, last).StoreUnsafe(ref to, last);
    }

    // References check nothing.
    private static void Check(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, int length)
    {
        long last = 0;
        for (int d = 0; d < sizes.Length; d++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(strides[d]);
            last += (long)(sizes[d] - 1) * strides[d];
        }
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(last, length);
    }
}
