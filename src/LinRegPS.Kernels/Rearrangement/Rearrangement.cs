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
    [MethodImpl(Kernel.Hot)]
    public static void GatherRows(ReadOnlySpan<float> rows, int length, ReadOnlySpan<int> order, int count, Span<float> target)
    {
        // So far ahead that a row has come from memory when its turn comes, beyond this batch too.
        const int ahead = 16;
        for (int i = 0; i < count; i++)
        {
            if (i + ahead < order.Length)
                Prefetch(rows.Slice(order[i + ahead] * length, length));
            rows.Slice(order[i] * length, length).CopyTo(target.Slice(i * length, length));
        }
    }

    /// <summary>Asks for elements that will soon be read. Only a hint, and only where there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe void Prefetch(ReadOnlySpan<float> elements)
    {
        const int line = 16;
        if (!Sse.IsSupported)
            return;
        // That they may move meanwhile does no harm. Into the second cache: the first is busy.
        float* start = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(elements));
        for (int i = 0; i < elements.Length; i += line)
            Sse.Prefetch2(start + i);
    }
}
