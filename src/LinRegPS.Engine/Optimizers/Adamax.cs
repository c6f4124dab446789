using LinRegPS.Kernels.Optimizers;

namespace LinRegPS;

/// <summary>
/// Adamax; torch.optim.Adamax: Adam by the largest gradient instead of the mean of squares. Keeps the running mean of gradients,
/// <c>exp_avg</c>, and their largest, which decays, <c>exp_inf</c>:
/// <code>
/// $adamax = [LinRegPS.Adamax]::new($model, 0.002)
/// $adamax.Step()
/// </code>
/// </summary>
public sealed class Adamax : AdamFamily
{
    private const string Largest = "exp_inf";

    /// <summary>Steps for the parameters that a model has now.</summary>
    /// <exception cref="InvalidValueException">The model has no parameters, or the rate is negative or not finite.</exception>
    public Adamax(Module model, double learningRate = 0.002)
        : base(model, learningRate)
    {
    }

    /// <summary>Steps for these parameters.</summary>
    /// <exception cref="InvalidValueException">There are no parameters, one is given twice, or the rate is negative or not finite.</exception>
    public Adamax(Tensor[] parameters, double learningRate = 0.002)
        : base(parameters, learningRate)
    {
    }

    private protected override IReadOnlyList<string> StateNames => [Means, Largest];

    private protected override void Update(ParameterState state, ReadOnlySpan<float> gradient, double learningRate, double weightDecay)
    {
        double correction = 1 - Math.Pow(Beta1, state.Steps);
        var update = new AdamaxUpdate(
            (float)Beta1, (float)(1 - Beta1), (float)Beta2, (float)Epsilon, (float)(learningRate / correction), (float)weightDecay);
        ParameterUpdate.Apply(update, state.Value.Data, gradient, state.Keep(Means), state.Keep(Largest));
    }
}
