namespace LinRegPS;

/// <summary>A vector for each of so many whole numbers, and for each bag of them the mean, the sum or the greatest elements of their vectors; torch.nn.EmbeddingBag.</summary>
public sealed class EmbeddingBag : Module
{
    private readonly int? _padding;
    private readonly string _mode;
    private readonly bool _includeLastOffset;

    /// <summary>Vectors drawn from the normal distribution; that of the padding is 0 and stays.</summary>
    /// <param name="numEmbeddings">How many there are.</param>
    /// <param name="embeddingDim">The size of each.</param>
    /// <param name="mode">"mean", "sum" or "max".</param>
    /// <param name="includeLastOffset">Whether the last of the offsets is where the last bag ends.</param>
    /// <param name="paddingIdx">A number that counts for nothing; negative counts from the end.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> where null.</param>
    /// <exception cref="InvalidValueException">A number below 1, another mode, or a padding that does not exist.</exception>
    public EmbeddingBag(int numEmbeddings, int embeddingDim, string mode = "mean", bool includeLastOffset = false, int? paddingIdx = null, Generator? generator = null)
    {
        if (mode is not ("mean" or "sum" or "max"))
            throw Errors.NoSuchName("mode of EmbeddingBag", $"{mode}", ["mean", "sum", "max"]);
        (_mode, _includeLastOffset) = (mode, includeLastOffset);
        // Drawn and padded as an embedding is.
        var embedding = new Embedding(numEmbeddings, embeddingDim, paddingIdx, generator);
        (Weight, _padding) = (embedding.Weight, embedding.Padding);
    }

    /// <summary>[embeddings,size].</summary>
    [LayerParameter]
    public Tensor Weight { get; }

    /// <summary>A vector for each bag, [bags,size], of whole numbers [bags,numbers].</summary>
    /// <exception cref="ShapeMismatchException">An input of another rank.</exception>
    /// <exception cref="InvalidValueException">A number that has no vector.</exception>
    /// <exception cref="AutogradException">The input requires a gradient.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, null);

    /// <summary>A vector for each bag, [bags,size].</summary>
    /// <param name="x">Whole numbers: [bags,numbers], or [numbers] with offsets.</param>
    /// <param name="offsets">Where in a vector of numbers each bag begins, [bags].</param>
    /// <param name="perSampleWeights">What each number's vector counts in a sum, in the numbers' shape; 1 where null.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not belong together.</exception>
    /// <exception cref="InvalidValueException">A number that has no vector, offsets that do not ascend from 0, or weights without a sum.</exception>
    /// <exception cref="AutogradException">The numbers require a gradient.</exception>
    public Tensor Forward(Tensor x, Tensor? offsets, Tensor? perSampleWeights = null) =>
        x.EmbeddingBag(Weight, offsets, _mode, perSampleWeights, _includeLastOffset, _padding);

    internal override object?[] Arguments => [Weight.Shape[0], Weight.Shape[1], _mode, _includeLastOffset, _padding];

    private protected override string Description =>
        $"{Weight.Shape[0]}, {Weight.Shape[1]}, mode={_mode}{(_padding is { } row ? $", padding_idx={row}" : string.Empty)}";
}
