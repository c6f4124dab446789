using LinRegPS.Kernels.Optimizers;

namespace LinRegPS;

/// <summary>
/// Adadelta; torch.optim.Adadelta. Keeps the running means of squared gradients, <c>square_avg</c>, and of squared steps, <c>acc_delta</c>:
/// <code>
/// $adadelta = [LinRegPS.Adadelta]::new($model, 1)
/// $adadelta.Step()
/// </code>
/// </summary>
public sealed class Adadelta : Optimizer
{
    private const string Squares = "square_avg", Steps = "acc_delta";

    /// <summary>Steps for the parameters that a model has now.</summary>
    /// <exception cref="InvalidValueException">The model has no parameters, or the rate is negative or not finite.</exception>
    public Adadelta(Module model, double learningRate = 1)
        : base(model, learningRate)
    {
    }

    /// <summary>Steps for these parameters.</summary>
    /// <exception cref="InvalidValueException">There are no parameters, one is given twice, or the rate is negative or not finite.</exception>
    public Adadelta(Tensor[] parameters, double learningRate = 1)
        : base(parameters, learningRate)
    {
    }

    /// <summary>What the running means keep from step to step, from 0 to 1.</summary>
    /// <exception cref="InvalidValueException">A share below 0 or above 1.</exception>
    public double Rho { get; set => field = value is >= 0 and <= 1 ? value : throw Errors.NotAShare(nameof(Rho), value); } = 0.9;

    /// <summary>Added to both running means, so that the first step is not 0.</summary>
    /// <exception cref="InvalidValueException">A value that is negative or not finite.</exception>
    public double Epsilon { get; set => field = NotNegative(nameof(Epsilon), value); } = 1e-6;

    private protected override IReadOnlyList<string> StateNames => [Squares, Steps];

    private protected override void Update(ParameterState state, ReadOnlySpan<float> gradient, double learningRate, double weightDecay)
    {
        var update = new AdadeltaUpdate((float)Rho, (float)(1 - Rho), (float)Epsilon, (float)learningRate, (float)weightDecay);
        ParameterUpdate.Apply(update, state.Value.Data, gradient, state.Keep(Squares), state.Keep(Steps));
    }
}
