using LinRegPS.Kernels.Optimizers;

namespace LinRegPS;

/// <summary>
/// Adam; torch.optim.Adam. Keeps the running means of each parameter's gradients, <c>exp_avg</c>, of their squares,
/// <c>exp_avg_sq</c>, and for AMSGrad the largest of the latter, <c>max_exp_avg_sq</c>:
/// <code>
/// $adam = [LinRegPS.Adam]::new($model, 0.001)
/// $adam.Step()
/// </code>
/// <see cref="AdamW"/> decays parameters apart from the gradient.
/// </summary>
public class Adam : AdamFamily
{
    private const string Largest = "max_exp_avg_sq";

    /// <summary>Steps for the parameters that a model has now.</summary>
    /// <exception cref="InvalidValueException">The model has no parameters, or the rate is negative or not finite.</exception>
    public Adam(Module model, double learningRate = 0.001)
        : base(model, learningRate)
    {
    }

    /// <summary>Steps for these parameters.</summary>
    /// <exception cref="InvalidValueException">There are no parameters, one is given twice, or the rate is negative or not finite.</exception>
    public Adam(Tensor[] parameters, double learningRate = 0.001)
        : base(parameters, learningRate)
    {
    }

    /// <summary>Whether steps are divided by the largest of the running means so far; Reddi et al. 2018.</summary>
    public bool AmsGrad { get; set; }

    private protected override IReadOnlyList<string> StateNames => AmsGrad ? [Means, Squares, Largest] : [Means, Squares];

    /// <summary>Whether a parameter loses the decay times the learning rate, instead of the gradient gaining the decay times the parameter.</summary>
    private protected virtual bool DecaysApart => false;

    private protected override void Update(ParameterState state, ReadOnlySpan<float> gradient, double learningRate, double weightDecay)
    {
        // In float64 as Python has them, and rounded where PyTorch's kernels take them.
        double correction1 = 1 - Math.Pow(Beta1, state.Steps), correction2 = 1 - Math.Pow(Beta2, state.Steps);
        var update = new AdamUpdate(
            (float)Beta1, (float)(1 - Beta1), (float)Beta2, (float)(1 - Beta2), (float)Epsilon,
            (float)Math.Sqrt(correction2), (float)(learningRate / correction1),
            DecaysApart ? 0 : (float)weightDecay, DecaysApart ? (float)(1 - (learningRate * weightDecay)) : 1, AmsGrad);
        update.Apply(state.Value.Data, gradient, state.Keep(Means), state.Keep(Squares), AmsGrad ? state.Keep(Largest) : []);
    }
}
