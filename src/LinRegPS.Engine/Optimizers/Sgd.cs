using LinRegPS.Kernels.Optimizers;

namespace LinRegPS;

/// <summary>
/// Stochastic gradient descent; torch.optim.SGD. Keeps <c>momentum_buffer</c> where there is a momentum:
/// <code>
/// $sgd = [LinRegPS.Sgd]::new($model, 0.01)
/// $sgd.Momentum = 0.9
/// $sgd.Step()
/// </code>
/// For a step without momentum or weight decay no object is needed: <c>[LinRegPS.Sgd]::Step($model, 0.01)</c>.
/// </summary>
public sealed class Sgd : Optimizer
{
    private const string Buffer = "momentum_buffer";

    /// <summary>Steps for the parameters that a model has now.</summary>
    /// <exception cref="InvalidValueException">The model has no parameters, or the rate is negative or not finite.</exception>
    public Sgd(Module model, double learningRate)
        : base(model, learningRate)
    {
    }

    /// <summary>Steps for these parameters.</summary>
    /// <exception cref="InvalidValueException">There are no parameters, one is given twice, or the rate is negative or not finite.</exception>
    public Sgd(Tensor[] parameters, double learningRate)
        : base(parameters, learningRate)
    {
    }

    /// <summary>What the moving gradient keeps from step to step; 0 for plain gradients, not negative.</summary>
    /// <exception cref="InvalidValueException">A value that is negative or not finite.</exception>
    public double Momentum { get; set => field = NotNegative(nameof(Momentum), value); }

    /// <summary>What the moving gradient leaves out of each gradient but the first.</summary>
    /// <exception cref="InvalidValueException">A value that is negative or not finite.</exception>
    public double Dampening { get; set => field = NotNegative(nameof(Dampening), value); }

    /// <summary>Whether the step looks ahead: Nesterov's momentum, which needs a momentum and no dampening.</summary>
    public bool Nesterov { get; set; }

    /// <summary>Throws where a learning rate is negative or not finite.</summary>
    /// <exception cref="InvalidValueException">The rate is negative or not finite as float32.</exception>
    public static void CheckLearningRate(double learningRate)
    {
        if (!float.IsFinite((float)learningRate) || learningRate < 0)
            throw Errors.LearningRate(learningRate);
    }

    /// <summary>w = w - learningRate * gradient, in place and unrecorded.</summary>
    /// <exception cref="AutogradException">There is no gradient.</exception>
    /// <exception cref="InvalidValueException">The rate is negative or not finite.</exception>
    public static void Step(Tensor parameter, string name, double learningRate)
    {
        CheckLearningRate(learningRate);
        if (!Move(Errors.Given(parameter, nameof(Sgd)), null, learningRate))
            throw Refuse(name);
    }

    /// <summary>Steps with every parameter of a model that has a gradient, as PyTorch does.</summary>
    /// <exception cref="AutogradException">No parameter has a gradient.</exception>
    /// <exception cref="InvalidValueException">The rate is negative or not finite.</exception>
    public static void Step(Module model, double learningRate)
    {
        CheckLearningRate(learningRate);
        bool any = false;
        foreach (var parameter in Errors.Given(model, nameof(Sgd)).NamedParameters())
            any |= Move(parameter.Value, parameter.Name, learningRate);
        if (!any)
            throw Refuse(model.GetType().Name);
    }

    private protected override IReadOnlyList<string> StateNames => Momentum == 0 ? [] : [Buffer];

    internal override bool IsGradientDescent(double weightDecay) => Momentum == 0 && weightDecay == 0 && !Maximize;

    internal override void CheckSettings()
    {
        if (Nesterov && (Momentum == 0 || Dampening != 0))
            throw Errors.Nesterov(Momentum, Dampening);
    }

    private protected override void Update(ParameterState state, ReadOnlySpan<float> gradient, double learningRate, double weightDecay)
    {
        var w = state.Value.Data;
        if (Momentum == 0 && weightDecay == 0)
        {
            SgdUpdate.Apply(w, gradient, (float)learningRate);
            return;
        }
        bool first = Momentum != 0 && !state.Has(Buffer);
        var update = new SgdUpdate((float)learningRate, (float)weightDecay, (float)Momentum, (float)(1 - Dampening), Nesterov, first);
        ParameterUpdate.Apply(update, w, gradient, Momentum == 0 ? [] : state.Keep(Buffer));
    }

    // What a script calls in a loop: nothing is kept, and nothing made.
    private static bool Move(Tensor parameter, string? name, double learningRate)
    {
        Watcher.Current?.Stepping(parameter, name, parameter.Grad, learningRate, isPlain: true);
        if (parameter.Grad is not { } gradient)
            return false;
        SgdUpdate.Apply(parameter.Data, gradient.Data, (float)learningRate);
        parameter.MarkChanged();
        return true;
    }
}
