using LinRegPS.Kernels.Optimizers;

namespace LinRegPS;

/// <summary>
/// Adam; torch.optim.Adam. Holds the running means of each parameter's gradients and of their squares:
/// <code>
/// $adam = [LinRegPS.Adam]::new($model, 0.001)
/// $adam.Step()
/// </code>
/// </summary>
public sealed class Adam
{
    private readonly string _name;
    private readonly State[] _states;

    /// <summary>Steps for the parameters that a model has now.</summary>
    public Adam(Module model, double learningRate = 0.001)
        : this(model.NamedParameters(), model.GetType().Name, learningRate)
    {
        if (_states.Length == 0)
            throw Errors.NoParameters(_name);
    }

    /// <summary>Steps for these parameters.</summary>
    public Adam(Tensor[] parameters, double learningRate = 0.001)
        : this([.. parameters.Select((p, i) => new ModelParameter($"parameters[{i}]", p))], "Adam", learningRate)
    {
    }

    private Adam(IReadOnlyList<ModelParameter> parameters, string name, double learningRate)
    {
        _name = name;
        _states = [.. parameters.Select(p => new State(p))];
        LearningRate = learningRate;
    }

    /// <summary>The size of a step; not negative, finite.</summary>
    public double LearningRate
    {
        get;
        set
        {
            Sgd.CheckLearningRate(value);
            field = value;
        }
    }

    /// <summary>What the running means of gradients keep from step to step; from 0 to below 1.</summary>
    public double Beta1 { get; set => field = Share(nameof(Beta1), value); } = 0.9;

    /// <summary>What the running means of squared gradients keep from step to step; from 0 to below 1.</summary>
    public double Beta2 { get; set => field = Share(nameof(Beta2), value); } = 0.999;

    /// <summary>Added to the divisor, against division by 0; not negative.</summary>
    public double Epsilon { get; set => field = NotNegative(nameof(Epsilon), value); } = 1e-8;

    /// <summary>How much of a parameter is added to its gradient; not negative.</summary>
    public double WeightDecay { get; set => field = NotNegative(nameof(WeightDecay), value); }

    /// <summary>
    /// One step with every parameter that has a gradient, in place and unrecorded; throws where none has.
    /// </summary>
    public void Step()
    {
        if (Array.TrueForAll(_states, s => s.Parameter.Gradient is null))
        {
            Watcher.Current?.StepRefused(_name);
            throw Errors.NoGradient(_name);
        }
        foreach (var state in _states)
        {
            if (state.Parameter.Gradient is { } gradient)
                Update(state, gradient);
        }
    }

    private void Update(State state, Tensor gradient)
    {
        // In float64 as Python has them, and rounded where PyTorch's kernels take them.
        int step = ++state.Steps;
        double correction1 = 1 - Math.Pow(Beta1, step), correction2 = 1 - Math.Pow(Beta2, step);
        var update = new AdamUpdate(
            (float)Beta1, (float)(1 - Beta1), (float)Beta2, (float)(1 - Beta2), (float)Epsilon,
            (float)Math.Sqrt(correction2), (float)(LearningRate / correction1), (float)WeightDecay);
        var parameter = state.Parameter.Value;
        update.Apply(parameter.Data, gradient.Data, state.Means, state.Squares);
        parameter.MarkChanged();
    }

    private static double Share(string name, double value) =>
        value is >= 0 and < 1 ? value : throw Errors.Beta(name, value);

    private static double NotNegative(string name, double value) => !float.IsFinite((float)value)
        ? throw Errors.NonFinite(name, value)
        : value < 0 ? throw Errors.Negative(name, value) : value;

    private sealed class State(ModelParameter parameter)
    {
        public ModelParameter Parameter { get; } = parameter;

        public float[] Means { get; } = new float[parameter.Value.Numel];

        public float[] Squares { get; } = new float[parameter.Value.Numel];

        public int Steps { get; set; }
    }
}
