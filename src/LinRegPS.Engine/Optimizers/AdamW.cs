namespace LinRegPS;

/// <summary>
/// Adam with a weight decay that is apart from the gradient; torch.optim.AdamW. Each step takes the learning rate times the decay of a
/// parameter from it. Keeps what <see cref="Adam"/> keeps:
/// <code>
/// $adamw = [LinRegPS.AdamW]::new($model, 0.001)
/// $adamw.Step()
/// </code>
/// </summary>
public sealed class AdamW : Adam
{
    /// <summary>Steps for the parameters that a model has now.</summary>
    /// <exception cref="InvalidValueException">The model has no parameters, or the rate is negative or not finite.</exception>
    public AdamW(Module model, double learningRate = 0.001)
        : base(model, learningRate) =>
        WeightDecay = 0.01;

    /// <summary>Steps for these parameters.</summary>
    /// <exception cref="InvalidValueException">There are no parameters, one is given twice, or the rate is negative or not finite.</exception>
    public AdamW(Tensor[] parameters, double learningRate = 0.001)
        : base(parameters, learningRate) =>
        WeightDecay = 0.01;

    private protected override bool DecaysApart => true;
}
