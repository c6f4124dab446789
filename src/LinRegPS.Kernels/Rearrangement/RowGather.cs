using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels.Rearrangement;

/// <summary>Gathers rows: copies them in another order.</summary>
public static class RowGather
{
    /// <summary>target[i] = rows[order[i]]; torch.index_select along the first dimension.</summary>
    /// <param name="rows">[number of rows, length].</param>
    /// <param name="length">The elements of a row.</param>
    /// <param name="order">Numbers of rows; those behind the first <paramref name="count"/> are prefetched.</param>
    /// <param name="count">How many rows are gathered.</param>
    /// <param name="target">Receives [count, length].</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row, or the target is too short.</exception>
    /// <exception cref="IndexOutOfRangeException">The same, where a row is one element.</exception>
    [MethodImpl(Kernel.Hot)]
    public static void Gather(ReadOnlySpan<float> rows, int length, ReadOnlySpan<int> order, int count, Span<float> target)
    {
        if (length == 1)
        {
            for (int i = 0; i < count; i++)
                target[i] = rows[order[i]];
            return;
        }
        // So far ahead that a row has come from memory when its turn comes, beyond this batch too.
        const int ahead = 16;
        for (int i = 0; i < count; i++)
        {
            if (i + ahead < order.Length)
                new RowPrefetcher(rows.Slice(order[i + ahead] * length, length)).Prefetch(length);
            Copy(rows.Slice(order[i] * length, length), target.Slice(i * length, length));
        }
    }

    // Memory's own copy is for longer pieces: here it costs as much as the copying.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(ReadOnlySpan<float> row, Span<float> target)
    {
        int width = Vector512<float>.Count, last = row.Length - width;
        if (last < 0)
        {
            row.CopyTo(target);
            return;
        }
        ref float from = ref MemoryMarshal.GetReference(row), to = ref MemoryMarshal.GetReference(target);
        for (int i = 0; i < last; i += width)
            Vector512.LoadUnsafe(ref from, (nuint)i).StoreUnsafe(ref to, (nuint)i);
        Vector512.LoadUnsafe(ref from, (nuint)last).StoreUnsafe(ref to, (nuint)last);
    }
}
