using LinRegPS.Kernels;

namespace LinRegPS.Groups;

/// <summary>Sums over several batches, each part's formed by the rank whose it is: they are exchanged once, whatever the number of batches.</summary>
internal sealed class PartSums
{
    private readonly PartExchange _exchange;
    private readonly float[][] _batch;
    private readonly double[] _ones;

    /// <summary>Sums of as many parts, each a vector.</summary>
    public PartSums(ProcessGroup group, int parts, int length)
    {
        _exchange = new PartExchange(group, parts, length, header: 0);
        int own = _exchange.FirstOf(group.Rank + 1) - _exchange.FirstOf(group.Rank);
        _batch = [.. Enumerable.Range(0, own).Select(_ => new float[length])];
        _ones = [.. Enumerable.Repeat(1.0, parts)];
    }

    /// <summary>What a part of this rank, from 0, has of a batch, to be written.</summary>
    public Span<float> Batch(int slot) => _batch[slot];

    /// <summary>Adds a share of that to the part's sum; where the share is 0, whatever it is.</summary>
    /// <param name="slot">The part of this rank.</param>
    /// <param name="share">What it is multiplied by.</param>
    /// <param name="isAdded">Whether the sum has batches before this.</param>
    public void Add(int slot, double share, bool isAdded)
    {
        var sum = _exchange.Slot(slot);
        if (!isAdded)
            sum.Clear();
        if (share != 0)
            Elementwise.Forward(new AddScaled((float)share), sum, _batch[slot], sum);
    }

    /// <summary>The sum of all parts, on all ranks, until the next.</summary>
    public Span<float> Sum()
    {
        _exchange.Meet();
        return _exchange.Sum(_ones, 1);
    }
}
