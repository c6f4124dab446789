namespace LinRegPS;

/// <summary>
/// Sets each element of the input to 0 with a probability, and scales the others up, while it trains; gives the input
/// itself else. torch.nn.Dropout, with PyTorch's masks for the same seed.
/// </summary>
public sealed class Dropout : Module
{
    private readonly Generator _generator;

    /// <summary>A layer that drops elements with a probability.</summary>
    /// <param name="probability">The probability of an element to be dropped, from 0 to 1.</param>
    /// <param name="generator">Where the masks come from; <see cref="Generator.Default"/> where null.</param>
    /// <exception cref="InvalidValueException">A probability below 0 or above 1.</exception>
    public Dropout(double probability = 0.5, Generator? generator = null)
    {
        if (probability is not (>= 0 and <= 1))
            throw Errors.Probability(probability);
        (Probability, _generator) = (probability, generator ?? Generator.Default);
    }

    /// <summary>The probability of an element to be dropped.</summary>
    public double Probability { get; }

    internal override Generator? Draws => _generator;

    /// <summary>The output, of the input's shape.</summary>
    public override Tensor Forward(Tensor x) => Training ? Drop(this, x, Probability, _generator) : x;

    /// <summary>Drops elements with a probability, and scales the others up, for a layer that does so.</summary>
    internal static Tensor Drop(Module layer, Tensor x, double probability, Generator generator)
    {
        if (probability == 0)
            return x;
        var mask = new Tensor(x.Shape);
        if (probability == 1)
            mask.Data.Clear();
        else
            generator.Source.FillBernoulli(mask.Data, 1 - probability, 1 / (float)(1 - probability));
        var y = x * mask;
        Watcher.Current?.LayerTrained(layer, x, y);
        return y;
    }

    internal override object?[] Arguments => [Probability];

    private protected override string Description => $"p={LayerText.Float(Probability)}, inplace=False";
}
