using LinRegPS.Kernels.Optimizers;

namespace LinRegPS;

/// <summary>
/// Adam; torch.optim.Adam. Keeps the running means of each parameter's gradients, <c>exp_avg</c>, and of their squares,
/// <c>exp_avg_sq</c>:
/// <code>
/// $adam = [LinRegPS.Adam]::new($model, 0.001)
/// $adam.Step()
/// </code>
/// </summary>
public sealed class Adam : Optimizer
{
    private const string Means = "exp_avg", Squares = "exp_avg_sq";

    /// <summary>Steps for the parameters that a model has now.</summary>
    /// <exception cref="InvalidValueException">The model has no parameters, or the rate is negative or not finite.</exception>
    public Adam(Module model, double learningRate = 0.001)
        : base(model, learningRate)
    {
    }

    /// <summary>Steps for these parameters.</summary>
    /// <exception cref="InvalidValueException">A parameter is given twice, or the rate is negative or not finite.</exception>
    public Adam(Tensor[] parameters, double learningRate = 0.001)
        : base(parameters, learningRate)
    {
    }

    /// <summary>What the running means of gradients keep from step to step.</summary>
    /// <exception cref="InvalidValueException">A share below 0, or 1 and more.</exception>
    public double Beta1 { get; set => field = Share(nameof(Beta1), value); } = 0.9;

    /// <summary>What the running means of squared gradients keep from step to step.</summary>
    /// <exception cref="InvalidValueException">A share below 0, or 1 and more.</exception>
    public double Beta2 { get; set => field = Share(nameof(Beta2), value); } = 0.999;

    /// <summary>Added to the divisor, against division by 0.</summary>
    /// <exception cref="InvalidValueException">A value that is negative or not finite.</exception>
    public double Epsilon { get; set => field = NotNegative(nameof(Epsilon), value); } = 1e-8;

    private protected override IReadOnlyList<string> StateNames => [Means, Squares];

    private protected override void Update(ParameterState state, ReadOnlySpan<float> gradient, double learningRate, double weightDecay)
    {
        // In float64 as Python has them, and rounded where PyTorch's kernels take them.
        double correction1 = 1 - Math.Pow(Beta1, state.Steps), correction2 = 1 - Math.Pow(Beta2, state.Steps);
        var update = new AdamUpdate(
            (float)Beta1, (float)(1 - Beta1), (float)Beta2, (float)(1 - Beta2), (float)Epsilon,
            (float)Math.Sqrt(correction2), (float)(learningRate / correction1), (float)weightDecay);
        update.Apply(state.Value.Data, gradient, state.Keep(Means), state.Keep(Squares));
    }
}
