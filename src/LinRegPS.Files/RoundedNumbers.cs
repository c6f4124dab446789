namespace LinRegPS.Files;

/// <summary>The whole numbers of a file that float32 rounds, as it does beyond 16,777,216: the number of a customer is another's then.</summary>
internal sealed class RoundedNumbers
{
    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>The first of them: where it is, and how it is written.</summary>
    public string? First { get; private set; }

    /// <summary>Counts one.</summary>
    /// <param name="text">Where it is, and how it is written; not needed but of the first.</param>
    public void Add(string? text)
    {
        First ??= text;
        Count++;
    }

    /// <summary>Counts those of the rows that come next.</summary>
    public void Add(RoundedNumbers next)
    {
        First ??= next.First;
        Count += next.Count;
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => (Count, First) = (0, null);
}
