using LinRegPS.Kernels.Optimizers;

namespace LinRegPS;

/// <summary>
/// Adagrad; torch.optim.Adagrad. Keeps the sum of squared gradients, <c>sum</c>:
/// <code>
/// $adagrad = [LinRegPS.Adagrad]::new($model, 0.01)
/// $adagrad.Step()
/// </code>
/// </summary>
public sealed class Adagrad : Optimizer
{
    private const string Sum = "sum";

    /// <summary>Steps for the parameters that a model has now.</summary>
    /// <exception cref="InvalidValueException">The model has no parameters, or the rate is negative or not finite.</exception>
    public Adagrad(Module model, double learningRate = 0.01)
        : base(model, learningRate)
    {
    }

    /// <summary>Steps for these parameters.</summary>
    /// <exception cref="InvalidValueException">There are no parameters, one is given twice, or the rate is negative or not finite.</exception>
    public Adagrad(Tensor[] parameters, double learningRate = 0.01)
        : base(parameters, learningRate)
    {
    }

    /// <summary>What the learning rate is divided by grows by so much a step; lr_decay.</summary>
    /// <exception cref="InvalidValueException">A value that is negative or not finite.</exception>
    public double LearningRateDecay { get; set => field = NotNegative(nameof(LearningRateDecay), value); }

    /// <summary>Where the sums of squared gradients start; of effect before the first step.</summary>
    /// <exception cref="InvalidValueException">A value that is negative or not finite.</exception>
    public double InitialAccumulator { get; set => field = NotNegative(nameof(InitialAccumulator), value); }

    /// <summary>Added to the divisor, against division by 0.</summary>
    /// <exception cref="InvalidValueException">A value that is negative or not finite.</exception>
    public double Epsilon { get; set => field = NotNegative(nameof(Epsilon), value); } = 1e-10;

    private protected override IReadOnlyList<string> StateNames => [Sum];

    private protected override void Update(ParameterState state, ReadOnlySpan<float> gradient, double learningRate, double weightDecay)
    {
        double rate = learningRate / (1 + ((state.Steps - 1) * LearningRateDecay));
        ParameterUpdate.Apply(
            new AdagradUpdate((float)rate, (float)Epsilon, (float)weightDecay), state.Value.Data, gradient, state.Keep(Sum, (float)InitialAccumulator));
    }
}
