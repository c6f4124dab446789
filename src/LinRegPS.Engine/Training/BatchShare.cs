namespace LinRegPS.Training;

/// <summary>Some parts of each batch: the places in the order of rows that a rank has of an epoch.</summary>
/// <param name="Rows">The rows of all batches.</param>
/// <param name="Size">Those of a batch.</param>
/// <param name="First">The first part, from 0.</param>
/// <param name="End">Behind the last.</param>
/// <param name="Parts">How many there are.</param>
internal sealed record BatchShare(int Rows, int Size, int First, int End, int Parts)
{
    /// <summary>Whether all places from one to before another, of one batch, are among them.</summary>
    public bool Has(int first, int end)
    {
        var (from, to) = Of(first / Size);
        return first >= from && end <= to;
    }

    /// <summary>Which places from one to before another are among them.</summary>
    public bool[] Places(int first, int end)
    {
        bool[] places = new bool[end - first];
        for (int batch = first / Size; (long)batch * Size < end; batch++)
        {
            var (from, to) = Of(batch);
            (from, to) = (Math.Max(from, first), Math.Min(to, end));
            if (from < to)
                places.AsSpan((int)(from - first), (int)(to - from)).Fill(true);
        }
        return places;
    }

    private (long From, long To) Of(int batch)
    {
        long start = (long)batch * Size, rows = Math.Min(Size, Rows - start);
        return (start + (rows * First / Parts), start + (rows * End / Parts));
    }
}
