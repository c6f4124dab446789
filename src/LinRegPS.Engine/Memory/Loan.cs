namespace LinRegPS.Memory;

/// <summary>Memory, and the storage that has it; keeps neither from being collected.</summary>
internal sealed class Loan(float[] elements)
{
    // Memory as large as this is collected only with the old: it outlives a storage that dies young.
    private readonly WeakReference<float[]> _elements = new(elements);
    private readonly WeakReference<Storage<float>> _borrower = new(null!);
    private readonly int _lender = Environment.CurrentManagedThreadId;

    /// <summary>The memory; null once it is collected.</summary>
    public float[]? Elements => _elements.TryGetTarget(out float[]? elements) ? elements : null;

    /// <summary>Whether a storage has the memory that is not collected yet.</summary>
    public bool IsLent => _borrower.TryGetTarget(out _);

    /// <summary>
    /// Whether another thread than the lender has used the memory. It may be in the middle of it although the storage is
    /// gone, so this is never lent again.
    /// </summary>
    public bool IsShared { get; private set; }

    /// <summary>A storage that has the memory: until it is collected, nobody else does.</summary>
    public Storage<float> Lend(float[] memory)
    {
        var storage = new Storage<float>(memory, this);
        _borrower.SetTarget(storage);
        return storage;
    }

    /// <summary>Notes who uses the memory.</summary>
    public void Open()
    {
        if (Environment.CurrentManagedThreadId != _lender)
            IsShared = true;
    }
}
