namespace LinRegPS;

/// <summary>Parameters that an optimizer steps alike; one of torch.optim's param_groups.</summary>
public sealed class ParameterGroup
{
    /// <summary>The parameters that a model has now.</summary>
    /// <exception cref="InvalidValueException">The model has no parameters.</exception>
    public ParameterGroup(Module model)
        : this(Errors.Given(model, nameof(ParameterGroup)).NamedParameters(), isNamed: true)
    {
        Model = model;
        if (Parameters.Count == 0)
            throw Errors.NoParameters(model.GetType().Name);
    }

    /// <summary>These parameters; a state dictionary calls them by their number.</summary>
    public ParameterGroup(Tensor[] parameters)
        : this([.. Errors.Given(parameters, nameof(ParameterGroup)).Select((p, i) => new ModelParameter($"{i}", p))], isNamed: false)
    {
    }

    internal ParameterGroup(IReadOnlyList<ModelParameter> parameters, bool isNamed)
    {
        (Parameters, IsNamed) = (parameters, isNamed);
        States = new ParameterState[parameters.Count];
        for (int i = 0; i < States.Length; i++)
            States[i] = new ParameterState(parameters[i]);
    }

    /// <summary>The parameters, in the order in which they are stepped.</summary>
    public IReadOnlyList<ModelParameter> Parameters { get; }

    /// <summary>The size of a step of these parameters; the optimizer's own where null.</summary>
    /// <exception cref="InvalidValueException">A rate that is negative or not finite.</exception>
    public double? LearningRate
    {
        get;
        set
        {
            if (value is { } rate)
                Sgd.CheckLearningRate(rate);
            field = value;
        }
    }

    /// <summary>How much of one of these parameters is added to its gradient; the optimizer's own where null.</summary>
    /// <exception cref="InvalidValueException">A value that is negative or not finite.</exception>
    public double? WeightDecay
    {
        get;
        set => field = value is { } decay ? Optimizer.NotNegative(nameof(WeightDecay), decay) : null;
    }

    /// <summary>The rate before any schedule; torch's initial_lr.</summary>
    internal double? InitialRate { get; set; }

    /// <summary>The model whose parameters these were when the group was made; null where tensors were given.</summary>
    internal Module? Model { get; init; }

    /// <summary>Whether the names are those of a model, for findings and messages.</summary>
    internal bool IsNamed { get; }

    internal ParameterState[] States { get; }
}
