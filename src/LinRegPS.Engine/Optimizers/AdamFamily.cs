namespace LinRegPS;

/// <summary>Adam and those that came of it: steps by the running mean of gradients, over the size that they have had.</summary>
public abstract class AdamFamily : Optimizer
{
    private protected const string Means = "exp_avg", Squares = "exp_avg_sq";

    private protected AdamFamily(Module model, double learningRate)
        : base(model, learningRate)
    {
    }

    private protected AdamFamily(Tensor[] parameters, double learningRate)
        : base(parameters, learningRate)
    {
    }

    /// <summary>What the running mean of gradients keeps from step to step.</summary>
    /// <exception cref="InvalidValueException">A share below 0, or 1 and more.</exception>
    public double Beta1 { get; set => field = Share(nameof(Beta1), value); } = 0.9;

    /// <summary>What the running mean of squared gradients, or their largest, keeps from step to step.</summary>
    /// <exception cref="InvalidValueException">A share below 0, or 1 and more.</exception>
    public double Beta2 { get; set => field = Share(nameof(Beta2), value); } = 0.999;

    /// <summary>Added to the divisor, against division by 0.</summary>
    /// <exception cref="InvalidValueException">A value that is negative or not finite.</exception>
    public double Epsilon { get; set => field = NotNegative(nameof(Epsilon), value); } = 1e-8;

    private protected override IReadOnlyList<string> StateNames => [Means, Squares];
}
