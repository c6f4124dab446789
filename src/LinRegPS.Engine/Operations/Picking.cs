using LinRegPS.Kernels.Rearrangement;

namespace LinRegPS.Operations;

/// <summary>Which runs of a tensor's elements another takes: planes, the runs of each, and where each of the other's comes from.</summary>
/// <param name="Name">What is done with it, for grad_fn.</param>
/// <param name="From">The shape that is taken from: planes times source times width elements.</param>
/// <param name="To">The shape that receives.</param>
/// <param name="Planes">How many planes.</param>
/// <param name="Width">The elements of a run.</param>
/// <param name="Map">The run for each; -1 for zeros. For all planes, or for each.</param>
/// <param name="Weights">
/// Where each is a weighted sum of several elements: a weight for each place of the map, which has all first places, then all second ones.
/// </param>
internal sealed record Picks(string Name, Shape From, Shape To, int Planes, int Width, int[] Map, double[]? Weights = null)
{
    private int Source => Planes * Width == 0 ? 0 : From.Numel / Planes / Width;

    /// <summary>The elements taken.</summary>
    public Tensor Take(Tensor x)
    {
        var y = new Tensor(To);
        if (Weights is not null)
            WeightedGather.Gather(x.Data, Map, Weights, Planes, Source, y.Data);
        else
            IndexedGather.Gather(x.Data, Map, Planes, Source, Width, y.Data);
        return y;
    }

    /// <summary>The reverse: elements added up where they were taken from.</summary>
    public Tensor PutBack(Tensor y)
    {
        var x = new Tensor(From);
        if (Weights is not null)
            WeightedGather.ScatterAdd(y.Data, Map, Weights, Planes, Source, x.Data);
        else
            IndexedGather.ScatterAdd(y.Data, Map, Planes, Source, Width, x.Data);
        return x;
    }
}

/// <summary>Elements taken from where a map says: windows over images (torch.nn.functional.unfold), rows of an embedding.</summary>
internal sealed class Pick(Tensor x, Picks picks) : Operation(x)
{
    public static Tensor Apply(Tensor x, Picks picks) => LeavesNoTrace(x) ? picks.Take(x) : new Pick(x, picks).Apply();

    protected override string Label => picks.Name;

    protected override Tensor Forward() => picks.Take(Input(0));

    protected override void Backward(Tensor gradient) => GiveNew(0, Spread.Apply(gradient, picks));
}

/// <summary>Elements added up where a map says; the reverse of <see cref="Pick"/>, torch.nn.functional.fold among it.</summary>
internal sealed class Spread(Tensor y, Picks picks) : Operation(y)
{
    public static Tensor Apply(Tensor y, Picks picks) => LeavesNoTrace(y) ? picks.PutBack(y) : new Spread(y, picks).Apply();

    protected override string Label => picks.Name + "Transposed";

    protected override Tensor Forward() => picks.PutBack(Input(0));

    protected override void Backward(Tensor gradient) => GiveNew(0, Pick.Apply(gradient, picks));
}
