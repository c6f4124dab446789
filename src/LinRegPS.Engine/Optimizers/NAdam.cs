using LinRegPS.Kernels.Optimizers;

namespace LinRegPS;

/// <summary>
/// Adam with Nesterov's momentum; torch.optim.NAdam, as PyTorch 1.13 computes it. Keeps the running means of gradients, <c>exp_avg</c>, and of
/// their squares, <c>exp_avg_sq</c>, and the product of the momenta so far, <c>mu_product</c>:
/// <code>
/// $nadam = [LinRegPS.NAdam]::new($model, 0.002)
/// $nadam.Step()
/// </code>
/// </summary>
public sealed class NAdam : AdamFamily
{
    private const string Product = "mu_product";

    /// <summary>Steps for the parameters that a model has now.</summary>
    /// <exception cref="InvalidValueException">The model has no parameters, or the rate is negative or not finite.</exception>
    public NAdam(Module model, double learningRate = 0.002)
        : base(model, learningRate)
    {
    }

    /// <summary>Steps for these parameters.</summary>
    /// <exception cref="InvalidValueException">There are no parameters, one is given twice, or the rate is negative or not finite.</exception>
    public NAdam(Tensor[] parameters, double learningRate = 0.002)
        : base(parameters, learningRate)
    {
    }

    /// <summary>How fast the momentum grows to its full size.</summary>
    /// <exception cref="InvalidValueException">A value that is negative or not finite.</exception>
    public double MomentumDecay { get; set => field = NotNegative(nameof(MomentumDecay), value); } = 0.004;

    private protected override IReadOnlyList<string> StateNames => [Means, Squares, Product];

    private protected override IReadOnlyList<string> NumberNames => [Product];

    private protected override void Update(ParameterState state, ReadOnlySpan<float> gradient, double learningRate, double weightDecay)
    {
        double correction = 1 - Math.Pow(Beta2, state.Steps), momentum = Momentum(state.Steps), next = Momentum(state.Steps + 1);
        // PyTorch keeps the product as float32, and multiplies the next one by this step's momentum twice.
        float product = state.KeepNumber(Product, 1) *= (float)momentum, nextProduct = product * (float)momentum * (float)next;
        var update = new NAdamUpdate(
            (float)Beta1, (float)(1 - Beta1), (float)Beta2, (float)(1 - Beta2), (float)Epsilon, (float)correction,
            (float)(learningRate * (1 - momentum) / (1.0 - product)), (float)(learningRate * next / (1.0 - nextProduct)), (float)weightDecay);
        ParameterUpdate.Apply(update, state.Value.Data, gradient, state.Keep(Means), state.Keep(Squares));
    }

    private double Momentum(int step) => Beta1 * (1 - (0.5 * Math.Pow(0.96, step * MomentumDecay)));
}
