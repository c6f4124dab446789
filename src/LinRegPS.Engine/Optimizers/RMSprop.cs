using LinRegPS.Kernels.Optimizers;

namespace LinRegPS;

/// <summary>
/// RMSprop; torch.optim.RMSprop. Keeps the running mean of squared gradients, <c>square_avg</c>, where it is centered that
/// of gradients, <c>grad_avg</c>, and where there is a momentum the moving step, <c>momentum_buffer</c>:
/// <code>
/// $rmsprop = [LinRegPS.RMSprop]::new($model, 0.01)
/// $rmsprop.Step()
/// </code>
/// </summary>
public sealed class RMSprop : Optimizer
{
    private const string Squares = "square_avg", Means = "grad_avg", Buffer = "momentum_buffer";

    /// <summary>Steps for the parameters that a model has now.</summary>
    /// <exception cref="InvalidValueException">The model has no parameters, or the rate is negative or not finite.</exception>
    public RMSprop(Module model, double learningRate = 0.01)
        : base(model, learningRate)
    {
    }

    /// <summary>Steps for these parameters.</summary>
    /// <exception cref="InvalidValueException">There are no parameters, one is given twice, or the rate is negative or not finite.</exception>
    public RMSprop(Tensor[] parameters, double learningRate = 0.01)
        : base(parameters, learningRate)
    {
    }

    /// <summary>What the running means keep from step to step.</summary>
    /// <exception cref="InvalidValueException">A share below 0, or 1 and more.</exception>
    public double Alpha { get; set => field = Share(nameof(Alpha), value); } = 0.99;

    /// <summary>Added to the divisor, against division by 0.</summary>
    /// <exception cref="InvalidValueException">A value that is negative or not finite.</exception>
    public double Epsilon { get; set => field = NotNegative(nameof(Epsilon), value); } = 1e-8;

    /// <summary>What the moving step keeps from step to step; 0 for plain steps, not negative.</summary>
    /// <exception cref="InvalidValueException">A value that is negative or not finite.</exception>
    public double Momentum { get; set => field = NotNegative(nameof(Momentum), value); }

    /// <summary>Whether gradients are divided by their deviation rather than their size.</summary>
    public bool Centered { get; set; }

    private protected override IReadOnlyList<string> StateNames =>
        [Squares, .. Centered ? [Means] : Array.Empty<string>(), .. Momentum != 0 ? [Buffer] : Array.Empty<string>()];

    private protected override void Update(ParameterState state, ReadOnlySpan<float> gradient, double learningRate, double weightDecay)
    {
        var update = new RMSpropUpdate(
            (float)Alpha, (float)(1 - Alpha), (float)Epsilon, (float)learningRate, (float)weightDecay, (float)Momentum, Centered);
        Span<float> means = Centered ? state.Keep(Means) : [], buffer = Momentum != 0 ? state.Keep(Buffer) : [];
        ParameterUpdate.Apply(
            update, state.Value.Data, gradient, state.Keep(Squares), Centered ? means : buffer, Centered ? buffer : means);
    }
}
