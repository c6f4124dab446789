namespace LinRegPS;

/// <summary>y = x Wᵀ + b; torch.nn.Linear.</summary>
public sealed class Linear : Module
{
    /// <summary>
    /// A layer whose weight and bias are drawn from U(-1/√in, 1/√in) as PyTorch draws them.
    /// </summary>
    /// <param name="inFeatures">The size of the input's last dimension.</param>
    /// <param name="outFeatures">The size of the output's last dimension.</param>
    /// <param name="bias">Whether the layer adds a bias.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> where null.</param>
    /// <exception cref="InvalidValueException">A size below 1.</exception>
    public Linear(int inFeatures, int outFeatures, bool bias = true, Generator? generator = null)
    {
        if (inFeatures < 1)
            throw Errors.NotPositive("InFeatures", inFeatures);
        if (outFeatures < 1)
            throw Errors.NotPositive("OutFeatures", outFeatures);
        Weight = LayerDraws.Weight(generator, inFeatures, outFeatures, inFeatures);
        if (bias)
            Bias = LayerDraws.Bias(generator, inFeatures, outFeatures);
    }

    /// <summary>[out, in].</summary>
    [LayerParameter]
    public Tensor Weight { get; }

    /// <summary>[out], or null.</summary>
    [LayerParameter]
    public Tensor? Bias { get; }

    /// <summary>The size of the input's last dimension.</summary>
    public int InFeatures => Weight.Shape[1];

    /// <summary>The size of the output's last dimension.</summary>
    public int OutFeatures => Weight.Shape[0];

    /// <summary>The output [*, out] for an input [*, in].</summary>
    /// <exception cref="ShapeMismatchException">The input's last dimension does not hold the layer's features.</exception>
    public override Tensor Forward(Tensor x) => new Operations.Linear(x, Weight, Bias).Apply();

    // What the attributes say, without the reflection that a first training would wait for.
    internal override Member[] Members() =>
        [new Member("weight", Weight, IsParameter: true), new Member("bias", Bias, IsParameter: true)];

    internal override object?[] Arguments => [InFeatures, OutFeatures, Bias is not null];

    private protected override string Description =>
        $"in_features={InFeatures}, out_features={OutFeatures}, bias={Bias is not null}";
}
