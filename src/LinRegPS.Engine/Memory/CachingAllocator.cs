using LinRegPS.Kernels.Memory;

namespace LinRegPS.Memory;

/// <summary>
/// Memory of large tensors, lent again once no storage has it any more: a loop whose results come and go uses the same few
/// pieces over and over, and would otherwise wait each time for the system to clear new pages. Only known, not held: what the
/// collector takes back is gone. There is one for each thread, which lends what only this thread has used.
/// </summary>
internal sealed class CachingAllocator
{
    /// <summary>Elements from which memory is lent: 128 kB; less is had faster than it is looked for, and the collector keeps it among the young.</summary>
    internal const int Least = 1 << 15;

    // A collection of the young (0.1 to 0.3 ms in a shell) after so many bytes and two tensors. Long before that of the old
    // ones, by which the collector would answer new large memory, and which takes back what could be lent.
    private const long LeastBytes = 8L << 20, MostBytes = 1L << 30;

    private const int MostLoans = 64;

    // Below it the runtime clears the memory anyway.
    private const int Small = 512;

    [ThreadStatic]
    private static CachingAllocator? s_current;

    private readonly List<Loan> _loans = [];
    private long _bytes, _patience = LeastBytes;

    /// <summary>Storage for so many elements, which are yet to be written; lent where they are many.</summary>
    public static Storage<float> Allocate(int count) =>
        count < Least ? new Storage<float>(count < Small ? new float[count] : GC.AllocateUninitializedArray<float>(count)) : (s_current ??= new()).Lend(count);

    private Storage<float> Lend(int count)
    {
        bool found = TryFind(count, out var loan, out float[] elements, out bool othersAreLent);
        if (!found && othersAreLent && _bytes >= Math.Max(_patience, 2L * count * sizeof(float)))
        {
            // Tensors die young, but the collector is not asked while memory is used again. Where they live on: later.
            GC.Collect(1, GCCollectionMode.Forced, blocking: true);
            found = TryFind(count, out loan, out elements, out _);
            _bytes = 0;
            _patience = found ? LeastBytes : Math.Min(2 * _patience, MostBytes);
        }
        _bytes += (long)count * sizeof(float);
        if (!found)
        {
            elements = LargeMemory.Allocate(count);
            loan = new Loan(elements);
            if (_loans.Count == MostLoans)
                _loans.RemoveAt(0);
            _loans.Add(loan);
        }
        return loan.Lend(elements);
    }

    private bool TryFind(int count, out Loan found, out float[] elements, out bool othersAreLent)
    {
        othersAreLent = false;
        for (int i = _loans.Count - 1; i >= 0; i--)
        {
            found = _loans[i];
            if (found.IsShared || found.Elements is not { } memory)
                _loans.RemoveAt(i);
            else if (memory.Length == count)
            {
                elements = memory;
                if (!found.IsLent)
                    return true;
                othersAreLent = true;
            }
        }
        (found, elements) = (null!, []);
        return false;
    }
}
