namespace LinRegPS;

/// <summary>
/// Memory of large tensors, lent to the next one when nobody holds the last: a loop that computes a large result again and
/// again would otherwise wait each time for the system to clear new pages. Only known, not held: what the collector takes
/// back is gone. There is one for each thread, which lends what only this thread has used.
/// </summary>
internal sealed class LentMemory
{
    /// <summary>Elements from which memory is lent: 1 MB; less is had faster than it is looked for.</summary>
    internal const int Least = 1 << 18;

    // A collection of the young (0.1 to 0.3 ms in a shell) after so many bytes and two tensors. Long before that of the old
    // ones, by which the collector would answer new large memory, and which takes back what could be lent.
    private const long LeastBytes = 8L << 20, MostBytes = 1L << 30;

    private const int MostLoans = 64;

    [ThreadStatic]
    private static LentMemory? s_current;

    private readonly List<Loan> _loans = [];
    private long _bytes, _patience = LeastBytes;

    /// <summary>Elements for a tensor, yet to be written.</summary>
    /// <param name="count">How many.</param>
    /// <param name="borrower">The tensor; until it is collected they are nobody else's.</param>
    /// <param name="loan">What the tensor opens before it reads or writes them; null where they are few.</param>
    public static float[] Allocate(int count, Tensor borrower, out Loan? loan)
    {
        loan = null;
        return count < Least
            ? GC.AllocateUninitializedArray<float>(count)
            : (s_current ??= new()).Lend(count, borrower, out loan);
    }

    private float[] Lend(int count, Tensor borrower, out Loan loan)
    {
        bool found = TryFind(count, out loan, out float[] elements, out bool othersAreLent);
        if (!found && othersAreLent && _bytes >= Math.Max(_patience, 2L * count * sizeof(float)))
        {
            // Tensors die young, but the collector is not asked while memory is used again. Where they live on: later.
            GC.Collect(1, GCCollectionMode.Forced, blocking: true);
            found = TryFind(count, out loan, out elements, out _);
            _bytes = 0;
            _patience = found ? LeastBytes : Math.Min(2 * _patience, MostBytes);
        }
        _bytes += (long)count * sizeof(float);
        if (found)
            loan.Borrower = borrower;
        else
        {
            elements = GC.AllocateUninitializedArray<float>(count);
            loan = new Loan(elements, borrower);
            if (_loans.Count == MostLoans)
                _loans.RemoveAt(0);
            _loans.Add(loan);
        }
        return elements;
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
                if (found.Borrower is null)
                    return true;
                othersAreLent = true;
            }
        }
        (found, elements) = (null!, []);
        return false;
    }
}

/// <summary>Memory, and the tensor that has it; keeps neither from being collected.</summary>
internal sealed class Loan(float[] elements, Tensor borrower)
{
    // Memory as large as this is collected only with the old: it outlives a tensor that dies young.
    private readonly WeakReference<float[]> _elements = new(elements);
    private readonly WeakReference<Tensor> _borrower = new(borrower);
    private readonly int _lender = Environment.CurrentManagedThreadId;

    /// <summary>The memory; null once it is collected.</summary>
    public float[]? Elements => _elements.TryGetTarget(out float[]? elements) ? elements : null;

    /// <summary>The tensor; null once it is collected.</summary>
    public Tensor? Borrower
    {
        get => _borrower.TryGetTarget(out var tensor) ? tensor : null;
        set => _borrower.SetTarget(value!);
    }

    /// <summary>
    /// Whether another thread than the lender has used the memory. It may be in the middle of it although the tensor is
    /// gone, so this is never lent again.
    /// </summary>
    public bool IsShared { get; private set; }

    /// <summary>Notes who uses the memory.</summary>
    public void Open()
    {
        if (Environment.CurrentManagedThreadId != _lender)
            IsShared = true;
    }
}
