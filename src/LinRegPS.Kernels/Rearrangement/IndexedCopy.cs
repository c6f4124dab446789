using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels.Rearrangement;

/// <summary>Copies runs of elements from and to places that are given one by one.</summary>
public static class IndexedCopy
{
    /// <summary>Place i is offset + i along + indices[i] stride. The number of the first index that is not from 0 to size - 1; -1 where all are.</summary>
    /// <param name="indices">Indices in a dimension.</param>
    /// <param name="size">The dimension's size.</param>
    /// <param name="stride">How far apart its elements are.</param>
    /// <param name="offset">Where its first element is.</param>
    /// <param name="along">How far the first element moves from one index to the next.</param>
    /// <param name="places">Receives the places; where -1 is not returned, nothing that counts.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer places than indices.</exception>
    [MethodImpl(Kernel.Hot)]
    public static int Places(ReadOnlySpan<long> indices, int size, int stride, int offset, int along, Span<int> places)
    {
        ref long read = ref MemoryMarshal.GetReference(indices);
        ref int written = ref MemoryMarshal.GetReference(places[..indices.Length]);
        int i = 0;
        var last = Vector256.Create(size - 1L);
        var outside = Vector256<long>.Zero;
        var first = Vector256.Create(offset) + (Vector256<int>.Indices * along);
        for (; i <= indices.Length - 8; i += 8, first += Vector256.Create(8 * along))
        {
            var (lower, upper) = (Vector256.LoadUnsafe(ref read, (nuint)i), Vector256.LoadUnsafe(ref read, (nuint)i + 4));
            outside |= lower | upper | (last - lower) | (last - upper);
            (first + (Vector256.Narrow(lower, upper) * stride)).StoreUnsafe(ref written, (nuint)i);
        }
        bool isOutside = Vector256.LessThanAny(outside, Vector256<long>.Zero);
        for (; i < indices.Length; i++)
        {
            long index = Unsafe.Add(ref read, i);
            isOutside |= (ulong)index >= (ulong)size;
            Unsafe.Add(ref written, i) = offset + (i * along) + ((int)index * stride);
        }
        if (!isOutside)
            return -1;
        i = 0;
        while (indices[i] >= 0 && indices[i] < size)
            i++;
        return i;
    }

    /// <summary>The i-th run of the target is the one that begins at places[i]; torch.take.</summary>
    /// <param name="from">What is read.</param>
    /// <param name="places">Where each run begins.</param>
    /// <param name="run">The elements of a run.</param>
    /// <param name="to">Receives the runs, one after the other.</param>
    /// <exception cref="ArgumentOutOfRangeException">A run is not within the elements, or the target is too short.</exception>
    /// <exception cref="IndexOutOfRangeException">The same, where a run is one element.</exception>
    [MethodImpl(Kernel.Hot)]
    public static void Take<T>(ReadOnlySpan<T> from, ReadOnlySpan<int> places, int run, Span<T> to)
    {
        if (run == 1)
        {
            for (int i = 0; i < places.Length; i++)
                to[i] = from[places[i]];
            return;
        }
        for (int i = 0; i < places.Length; i++)
            from.Slice(places[i], run).CopyTo(to.Slice(i * run, run));
    }

    /// <summary>The i-th run goes to where places[i] says; the last of several at one place stays.</summary>
    /// <param name="from">The runs, one after the other.</param>
    /// <param name="places">Where each run goes.</param>
    /// <param name="run">The elements of a run.</param>
    /// <param name="to">Where they go.</param>
    /// <exception cref="ArgumentOutOfRangeException">A run is not within the elements.</exception>
    /// <exception cref="IndexOutOfRangeException">The same, where a run is one element.</exception>
    [MethodImpl(Kernel.Hot)]
    public static void Put<T>(ReadOnlySpan<T> from, ReadOnlySpan<int> places, int run, Span<T> to)
    {
        if (run == 1)
        {
            for (int i = 0; i < places.Length; i++)
                to[places[i]] = from[i];
            return;
        }
        for (int i = 0; i < places.Length; i++)
            from.Slice(i * run, run).CopyTo(to.Slice(places[i], run));
    }

    /// <summary>The i-th run is added to what is where places[i] says, in their order.</summary>
    /// <param name="from">The runs, one after the other.</param>
    /// <param name="places">Where each run goes.</param>
    /// <param name="run">The elements of a run.</param>
    /// <param name="to">What they are added to.</param>
    /// <exception cref="ArgumentOutOfRangeException">A run is not within the elements.</exception>
    /// <exception cref="IndexOutOfRangeException">The same, where a run is one element.</exception>
    [MethodImpl(Kernel.Hot)]
    public static void Add(ReadOnlySpan<float> from, ReadOnlySpan<int> places, int run, Span<float> to)
    {
        if (run == 1)
        {
            for (int i = 0; i < places.Length; i++)
                to[places[i]] += from[i];
            return;
        }
        for (int i = 0; i < places.Length; i++)
        {
            var added = from.Slice(i * run, run);
            var sum = to.Slice(places[i], run);
            for (int j = 0; j < sum.Length; j++)
                sum[j] += added[j];
        }
    }
}
