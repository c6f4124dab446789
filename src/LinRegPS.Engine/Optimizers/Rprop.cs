using LinRegPS.Kernels.Optimizers;

namespace LinRegPS;

/// <summary>
/// Resilient backpropagation; torch.optim.Rprop: steps by the signs of gradients, for batches that are all of the data. Keeps the gradients
/// before, <c>prev</c>, and the size of each element's step, <c>step_size</c>, which the learning rate starts. It takes no weight decay:
/// <code>
/// $rprop = [LinRegPS.Rprop]::new($model, 0.01)
/// $rprop.Step()
/// </code>
/// </summary>
public sealed class Rprop : Optimizer
{
    private const string Before = "prev", Size = "step_size";

    /// <summary>Steps for the parameters that a model has now.</summary>
    /// <exception cref="InvalidValueException">The model has no parameters, or the rate is negative or not finite.</exception>
    public Rprop(Module model, double learningRate = 0.01)
        : base(model, learningRate)
    {
    }

    /// <summary>Steps for these parameters.</summary>
    /// <exception cref="InvalidValueException">There are no parameters, one is given twice, or the rate is negative or not finite.</exception>
    public Rprop(Tensor[] parameters, double learningRate = 0.01)
        : base(parameters, learningRate)
    {
    }

    /// <summary>What a step's size is multiplied by where the gradient changes its sign; between 0 and 1.</summary>
    /// <exception cref="InvalidValueException">A value that is not above 0, or not below 1.</exception>
    public double EtaMinus { get; set => field = value is > 0 and < 1 ? value : throw Errors.Outside(nameof(EtaMinus), value, 0, 1); } = 0.5;

    /// <summary>What a step's size is multiplied by where the gradient keeps its sign; above 1.</summary>
    /// <exception cref="InvalidValueException">A value that is not above 1, or not finite.</exception>
    public double EtaPlus { get; set => field = value > 1 && float.IsFinite((float)value) ? value : throw Errors.Outside(nameof(EtaPlus), value, 1, double.PositiveInfinity); } = 1.2;

    /// <summary>The least size of a step.</summary>
    /// <exception cref="InvalidValueException">A value that is negative or not finite.</exception>
    public double MinStep { get; set => field = NotNegative(nameof(MinStep), value); } = 1e-6;

    /// <summary>The largest size of a step.</summary>
    /// <exception cref="InvalidValueException">A value that is negative or not finite.</exception>
    public double MaxStep { get; set => field = NotNegative(nameof(MaxStep), value); } = 50;

    private protected override bool TakesWeightDecay => false;

    private protected override IReadOnlyList<string> StateNames => [Before, Size];

    private protected override void Update(ParameterState state, ReadOnlySpan<float> gradient, double learningRate, double weightDecay)
    {
        var update = new RpropUpdate((float)EtaMinus, (float)EtaPlus, (float)MinStep, (float)MaxStep);
        ParameterUpdate.Apply(update, state.Value.Data, gradient, state.Keep(Before), state.Keep(Size, (float)learningRate));
    }
}
