using LinRegPS.Kernels.Optimizers;

namespace LinRegPS;

/// <summary>
/// Adam whose first steps are by the mean of gradients alone, until the variance of their squares is known; torch.optim.RAdam. Keeps the
/// running means of gradients, <c>exp_avg</c>, and of their squares, <c>exp_avg_sq</c>:
/// <code>
/// $radam = [LinRegPS.RAdam]::new($model, 0.001)
/// $radam.Step()
/// </code>
/// </summary>
public sealed class RAdam : AdamFamily
{
    /// <summary>Steps for the parameters that a model has now.</summary>
    /// <exception cref="InvalidValueException">The model has no parameters, or the rate is negative or not finite.</exception>
    public RAdam(Module model, double learningRate = 0.001)
        : base(model, learningRate)
    {
    }

    /// <summary>Steps for these parameters.</summary>
    /// <exception cref="InvalidValueException">There are no parameters, one is given twice, or the rate is negative or not finite.</exception>
    public RAdam(Tensor[] parameters, double learningRate = 0.001)
        : base(parameters, learningRate)
    {
    }

    private protected override void Update(ParameterState state, ReadOnlySpan<float> gradient, double learningRate, double weightDecay)
    {
        double power = Math.Pow(Beta2, state.Steps), correction1 = 1 - Math.Pow(Beta1, state.Steps), correction2 = 1 - power;
        // The length of the average that the running mean is like, at its end and now.
        double longest = (2 / (1 - Beta2)) - 1, length = longest - (2 * state.Steps * power / correction2);
        double rectification = length > 5
            ? Math.Sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length))
            : 0;
        var update = new RAdamUpdate(
            (float)Beta1, (float)(1 - Beta1), (float)Beta2, (float)(1 - Beta2), (float)Epsilon,
            (float)correction1, (float)Math.Sqrt(correction2), (float)rectification, (float)learningRate, (float)weightDecay);
        ParameterUpdate.Apply(update, state.Value.Data, gradient, state.Keep(Means), state.Keep(Squares));
    }
}
