using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace LinRegPS.Kernels.Rearrangement;

/// <summary>
/// Software prefetch of rows that will be read next: while other work is done they are asked for, a cache line at a time,
/// so that memory does not rest. Only a hint (x86's prefetcht0), and only where there is one.
/// </summary>
/// <param name="rows">The rows, one behind the other; they may be none.</param>
public ref struct RowPrefetcher(ReadOnlySpan<float> rows)
{
    private const int CacheLine = 16;

    private ref float _next = ref MemoryMarshal.GetReference(rows);
    private int _left = rows.Length;

    /// <summary>Whether all have been prefetched.</summary>
    public readonly bool IsEmpty => _left <= 0;

    /// <summary>Prefetches the next cache line; where there is none more it does nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void PrefetchLine()
    {
        if (IsEmpty)
            return;
        // That they may move meanwhile does no harm.
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref _next));
        _next = ref Unsafe.Add(ref _next, CacheLine);
        _left -= CacheLine;
    }

    /// <summary>Prefetches as many cache lines as so many elements take.</summary>
    /// <param name="elements">Float32 numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int elements)
    {
        for (; elements > 0; elements -= CacheLine)
            PrefetchLine();
    }
}
