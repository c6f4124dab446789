namespace LinRegPS;

/// <summary>A vector for each of so many whole numbers, which are the input; torch.nn.Embedding.</summary>
public sealed class Embedding : Module
{
    private readonly int? _padding;

    /// <summary>Vectors drawn from the normal distribution; that of the padding is 0 and stays.</summary>
    /// <param name="numEmbeddings">How many there are.</param>
    /// <param name="embeddingDim">The size of each.</param>
    /// <param name="paddingIdx">A number whose vector is 0 and is not learned; negative counts from the end.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> where null.</param>
    /// <exception cref="InvalidValueException">A number below 1, or a padding that does not exist.</exception>
    public Embedding(int numEmbeddings, int embeddingDim, int? paddingIdx = null, Generator? generator = null)
    {
        LayerDraws.Positive("NumEmbeddings", numEmbeddings);
        LayerDraws.Positive("EmbeddingDim", embeddingDim);
        if (paddingIdx < -numEmbeddings || paddingIdx >= numEmbeddings)
            throw Errors.OutOfRange("PaddingIdx", paddingIdx.Value, $"from {-numEmbeddings} to {numEmbeddings - 1}");
        _padding = paddingIdx < 0 ? paddingIdx + numEmbeddings : paddingIdx;
        LayerBudget.Take(numEmbeddings, embeddingDim);
        Weight = Tensor.Normal(generator, 0, 1, numEmbeddings, embeddingDim);
        if (_padding is { } row)
            Weight.Data.Slice(row * embeddingDim, embeddingDim).Clear();
        Weight.RequiresGrad = true;
    }

    /// <summary>[embeddings,size].</summary>
    [LayerParameter]
    public Tensor Weight { get; }

    /// <summary>The number whose vector is 0, from 0; null for none.</summary>
    internal int? Padding => _padding;

    /// <summary>The vectors, [...,size], for whole numbers [...].</summary>
    /// <exception cref="InvalidValueException">A number that has no vector.</exception>
    /// <exception cref="AutogradException">The input requires a gradient.</exception>
    public override Tensor Forward(Tensor x) => x.Embedding(Weight, _padding);

    internal override object?[] Arguments => [Weight.Shape[0], Weight.Shape[1], _padding];

    private protected override string Description =>
        $"{Weight.Shape[0]}, {Weight.Shape[1]}{(_padding is { } row ? $", padding_idx={row}" : string.Empty)}";
}
