using LinRegPS.Operations;

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
    /// <param name="layer">The layer.</param>
    /// <param name="x">Its input.</param>
    /// <param name="probability">The probability.</param>
    /// <param name="generator">Where the mask comes from.</param>
    /// <param name="drawn">The mask's shape, which broadcasts to the input's; null for one of its own for each element.</param>
    internal static Tensor Drop(Module layer, Tensor x, double probability, Generator generator, Shape? drawn = null)
    {
        if (probability == 0)
            return x;
        var mask = new Tensor(drawn ?? x.Shape);
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

/// <summary>
/// Sets whole channels of sequences to 0 with a probability, and scales the others up, while it trains; torch.nn.Dropout1d.
/// </summary>
public sealed class Dropout1d(double probability = 0.5, Generator? generator = null) : ChannelDropout(probability, generator)
{
    private protected override int Dimensions => 1;
}

/// <summary>
/// Sets whole channels of images to 0 with a probability, and scales the others up, while it trains; torch.nn.Dropout2d.
/// </summary>
public sealed class Dropout2d(double probability = 0.5, Generator? generator = null) : ChannelDropout(probability, generator)
{
    private protected override int Dimensions => 2;
}

/// <summary>Drops whole channels of what has so many dimensions behind them, with PyTorch's masks for the same seed.</summary>
public abstract class ChannelDropout : Module
{
    private readonly Dropout _dropout;

    private protected ChannelDropout(double probability, Generator? generator) => _dropout = new Dropout(probability, generator);

    private protected abstract int Dimensions { get; }

    internal override Generator? Draws => _dropout.Draws;

    /// <summary>The output, of the input's shape.</summary>
    /// <exception cref="ShapeMismatchException">The input has another rank.</exception>
    public override Tensor Forward(Tensor x)
    {
        // PyTorch 1.13 takes the first of three dimensions for the rows, of images too.
        int channels = ImageLayout.Of(GetType().Name, x, Dimensions).Shape.Rank > 2 ? 2 : 1;
        return Training ? Dropout.Drop(this, x, _dropout.Probability, Draws!, new Shape([.. x.Shape.Select((size, d) => d < channels ? size : 1)])) : x;
    }

    internal override Member[] Members() => [];

    internal override object?[] Arguments => _dropout.Arguments;

    private protected override string Description => $"p={LayerText.Float(_dropout.Probability)}, inplace=False";
}

/// <summary>
/// Sets elements to what SELU gives far below 0 with a probability while it trains, and scales all so that mean and variance stay;
/// torch.nn.AlphaDropout, with PyTorch's masks for the same seed.
/// </summary>
public sealed class AlphaDropout : Module
{
    // Minus SELU's value far below 0.
    private const double Alpha = 1.7580993408473766;
    private readonly Dropout _dropout;

    /// <summary>A layer that drops elements with a probability.</summary>
    /// <param name="probability">The probability of an element to be dropped, from 0 to 1.</param>
    /// <param name="generator">Where the masks come from; <see cref="Generator.Default"/> where null.</param>
    /// <exception cref="InvalidValueException">A probability below 0 or above 1.</exception>
    public AlphaDropout(double probability = 0.5, Generator? generator = null) => _dropout = new Dropout(probability, generator);

    internal override Generator? Draws => _dropout.Draws;

    /// <summary>The output, of the input's shape.</summary>
    public override Tensor Forward(Tensor x)
    {
        double p = _dropout.Probability;
        if (!Training || p is 0 or 1)
            return Training && p == 1 ? x * Tensor.ZerosLike(x) : x;
        double scale = 1 / Math.Sqrt(((Alpha * Alpha * p) + 1) * (1 - p));
        var (mask, shift) = (new Tensor(x.Shape), new Tensor(x.Shape));
        Draws!.Source.FillBernoulli(mask.Data, 1 - p, (float)scale);
        for (int i = 0; i < shift.Numel; i++)
            shift.Data[i] = (mask.Data[i] == 0 ? -(float)(Alpha * scale) : 0) + (float)(Alpha * scale * p);
        var y = (x * mask) + shift;
        Watcher.Current?.LayerTrained(this, x, y);
        return y;
    }

    internal override Member[] Members() => [];

    internal override object?[] Arguments => _dropout.Arguments;

    private protected override string Description => $"p={LayerText.Float(_dropout.Probability)}, inplace=False";
}
