using System.Collections;
using System.Reflection;

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

    /// <summary>
    /// These parameters, with settings of their own by the names of the optimizer's properties, whatever the case; each other is the
    /// optimizer's: <c>@{ LearningRate = 0.01; Beta1 = 0.8 }</c>.
    /// </summary>
    /// <exception cref="InvalidValueException">A learning rate or weight decay that is no such number.</exception>
    public ParameterGroup(Tensor[] parameters, IDictionary settings)
        : this(parameters) => Take(settings);

    /// <summary>The parameters that a model has now, with settings of their own.</summary>
    /// <exception cref="InvalidValueException">The model has no parameters, or a learning rate or weight decay that is no such number.</exception>
    public ParameterGroup(Module model, IDictionary settings)
        : this(model) => Take(settings);

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

    /// <summary>What was given besides rate and decay; the optimizer that takes the group checks it.</summary>
    public OrderedDictionary<string, object> Settings { get; internal set; } = [];

    /// <summary>The same as the optimizer's properties; null where there are none.</summary>
    internal Dictionary<PropertyInfo, object>? Own { get; set; }

    /// <summary>The same by name, in the order of the names.</summary>
    internal OrderedDictionary<string, object> OwnByName() =>
        new((Own ?? []).OrderBy(own => own.Key.Name, StringComparer.Ordinal).Select(own => KeyValuePair.Create(own.Key.Name, own.Value)));

    /// <summary>The rate before any schedule; torch's initial_lr.</summary>
    internal double? InitialRate { get; set; }

    /// <summary>The model whose parameters these were when the group was made; null where tensors were given.</summary>
    internal Module? Model { get; init; }

    /// <summary>Whether the names are those of a model, for findings and messages.</summary>
    internal bool IsNamed { get; }

    internal ParameterState[] States { get; }

    private void Take(IDictionary settings)
    {
        var others = new OrderedDictionary<string, object>();
        foreach (object key in Errors.Given(settings, nameof(ParameterGroup)).Keys)
        {
            object? value = WrapperAttribute.Unwrap(settings[key]);
            if ($"{key}".Equals(nameof(LearningRate), StringComparison.OrdinalIgnoreCase))
                LearningRate = Optimizer.Number(nameof(LearningRate), value);
            else if ($"{key}".Equals(nameof(WeightDecay), StringComparison.OrdinalIgnoreCase))
                WeightDecay = Optimizer.Number(nameof(WeightDecay), value);
            else
                others[$"{key}"] = value!;
        }
        Settings = others;
    }
}
