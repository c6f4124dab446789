using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace LinRegPS.Kernels;

/// <summary>Copies in another order.</summary>
public static class Rearrangement
{
    /// <summary>
    /// target[i] = rows[order[i]] for the first <paramref name="count"/> of the order, a row being
    /// <paramref name="length"/> elements; the order may go on behind them.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void GatherRows(ReadOnlySpan<float> rows, int length, ReadOnlySpan<int> order, int count, Span<float> target)
    {
        // Far enough ahead that a row has come from memory when its turn comes, beyond this batch too.
        const int ahead = 16;
        for (int i = 0; i < count; i++)
        {
            if (i + ahead < order.Length)
                Prefetch(rows.Slice(order[i + ahead] * length, length));
            rows.Slice(order[i] * length, length).CopyTo(target.Slice(i * length, length));
        }
    }

    private static unsafe void Prefetch(ReadOnlySpan<float> row)
    {
        const int line = 16;
        if (!Sse.IsSupported)
            return;
        // Only a hint: that the row may move meanwhile does no harm.
        float* start = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(row));
        for (int i = 0; i < row.Length; i += line)
            Sse.Prefetch0(start + i);
    }
}
