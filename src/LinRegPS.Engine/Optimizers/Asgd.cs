using LinRegPS.Kernels.Optimizers;

namespace LinRegPS;

/// <summary>
/// Averaged stochastic gradient descent; torch.optim.ASGD. Keeps the mean of the parameters, <c>ax</c>, and the numbers of the next step,
/// <c>eta</c> and <c>mu</c>:
/// <code>
/// $asgd = [LinRegPS.Asgd]::new($model, 0.01)
/// $asgd.Step()
/// </code>
/// </summary>
public sealed class Asgd : Optimizer
{
    private const string Mean = "ax", Eta = "eta", Mu = "mu";

    /// <summary>Steps for the parameters that a model has now.</summary>
    /// <exception cref="InvalidValueException">The model has no parameters, or the rate is negative or not finite.</exception>
    public Asgd(Module model, double learningRate = 0.01)
        : base(model, learningRate)
    {
    }

    /// <summary>Steps for these parameters.</summary>
    /// <exception cref="InvalidValueException">There are no parameters, one is given twice, or the rate is negative or not finite.</exception>
    public Asgd(Tensor[] parameters, double learningRate = 0.01)
        : base(parameters, learningRate)
    {
    }

    /// <summary>How fast parameters go to 0 and the rate decays; lambd.</summary>
    /// <exception cref="InvalidValueException">A value that is negative or not finite.</exception>
    public double Lambda { get; set => field = NotNegative(nameof(Lambda), value); } = 1e-4;

    /// <summary>The power of the rate's decay.</summary>
    /// <exception cref="InvalidValueException">A value that is negative or not finite.</exception>
    public double Alpha { get; set => field = NotNegative(nameof(Alpha), value); } = 0.75;

    /// <summary>The step from which on parameters are averaged; until then the mean is the parameter itself.</summary>
    /// <exception cref="InvalidValueException">A value that is negative or not finite.</exception>
    public double T0 { get; set => field = NotNegative(nameof(T0), value); } = 1e6;

    private protected override IReadOnlyList<string> StateNames => [Eta, Mu, Mean];

    private protected override IReadOnlyList<string> NumberNames => [Eta, Mu];

    private protected override void Update(ParameterState state, ReadOnlySpan<float> gradient, double learningRate, double weightDecay)
    {
        // PyTorch keeps both as float32, and the rate of a step is the one that the step before has left.
        float eta = state.KeepNumber(Eta, (float)learningRate), mu = state.KeepNumber(Mu, 1);
        ParameterUpdate.Apply(new AsgdUpdate(eta, (float)(1 - (Lambda * eta)), mu, (float)weightDecay), state.Value.Data, gradient, state.Keep(Mean));
        state.KeepNumber(Eta, 0) = (float)(learningRate / Math.Pow(1 + (Lambda * learningRate * state.Steps), Alpha));
        state.KeepNumber(Mu, 0) = (float)(1 / Math.Max(1, state.Steps - T0));
    }
}
