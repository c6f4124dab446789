namespace LinRegPS;

/// <summary>
/// Steps parameters by their gradients; torch.optim.Optimizer. Holds the parameters in groups, and for each parameter what
/// the method keeps from step to step. A method is a class of its own beside one kernel: it has its settings as public
/// properties, names what it keeps, and moves one parameter. The training cmdlets find it by its name.
/// </summary>
public abstract partial class Optimizer
{
    private readonly string _name;
    private ParameterGroup[] _groups;

    private protected Optimizer(Module model, double learningRate)
        : this(new ParameterGroup(model), model.GetType().Name, learningRate)
    {
    }

    private protected Optimizer(Tensor[] parameters, double learningRate)
        : this(new ParameterGroup(parameters), "Step", learningRate)
    {
    }

    private protected Optimizer(ParameterGroup group, string name, double learningRate)
    {
        (_name, _groups, LearningRate) = (name, [], learningRate);
        AddParameterGroup(group);
    }

    /// <summary>The parameters, in groups that may have a learning rate and a weight decay of their own.</summary>
    public IReadOnlyList<ParameterGroup> ParameterGroups => _groups;

    /// <summary>The size of a step.</summary>
    /// <exception cref="InvalidValueException">A rate that is negative or not finite as float32.</exception>
    public double LearningRate
    {
        get;
        set
        {
            Sgd.CheckLearningRate(value);
            field = value;
        }
    }

    /// <summary>How much of a parameter is added to its gradient.</summary>
    /// <exception cref="InvalidValueException">A value that is negative or not finite as float32.</exception>
    public double WeightDecay { get; set => field = NotNegative(nameof(WeightDecay), value); }

    /// <summary>Steps more parameters, with a learning rate and a weight decay that may be their own; torch's add_param_group.</summary>
    /// <exception cref="InvalidValueException">A parameter that is stepped already, or is given twice.</exception>
    /// <exception cref="AutogradException">The result of an operation, which is no parameter.</exception>
    public void AddParameterGroup(ParameterGroup group)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var known in _groups)
        {
            foreach (var state in known.States)
                seen.Add(state.Value);
        }
        foreach (var parameter in group.Parameters)
        {
            if (!parameter.Value.IsLeaf)
                throw Errors.NotAParameterOfSteps(parameter.Name, parameter.Value.GradFn!.Name);
            if (!seen.Add(parameter.Value))
                throw Errors.SteppedTwice(parameter.Name);
        }
        _groups = [.. _groups, group];
    }

    /// <summary>One step with every parameter that has a gradient, in place and unrecorded.</summary>
    /// <exception cref="AutogradException">No parameter has a gradient.</exception>
    public void Step()
    {
        bool any = false;
        var watcher = Watcher.Current;
        foreach (var group in _groups)
        {
            double learningRate = group.LearningRate ?? LearningRate, weightDecay = group.WeightDecay ?? WeightDecay;
            foreach (var state in group.States)
            {
                var gradient = state.Value.Grad;
                watcher?.Stepping(
                    state.Value, group.IsNamed ? state.Parameter.Name : null, gradient, learningRate, IsGradientDescent(weightDecay));
                if (gradient is null)
                    continue;
                any = true;
                state.Steps++;
                Update(state, gradient.Data, learningRate, weightDecay);
                state.Value.MarkChanged();
            }
        }
        if (!any)
            throw Refuse(_name);
    }

    /// <summary>Forgets the gradients of all parameters; torch's zero_grad.</summary>
    public void ZeroGrad()
    {
        foreach (var group in _groups)
        {
            foreach (var parameter in group.Parameters)
                parameter.Value.Grad = null;
        }
    }

    /// <summary>The settings and the method's name: <c>Adam(LearningRate=0.001, ...)</c>.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{GetType().Name}({string.Join(", ", Settings(GetType()).Select(s => FormattableString.Invariant($"{s.Name}={s.GetValue(this)}")))})");

    /// <summary>The names of what the method keeps for each parameter with its settings of now, PyTorch's: <c>exp_avg</c>.</summary>
    private protected abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>Moves one parameter by its gradient; the step is counted already.</summary>
    private protected abstract void Update(ParameterState state, ReadOnlySpan<float> gradient, double learningRate, double weightDecay);

    /// <summary>Whether a step is the gradient times the learning rate, so that what is known of such steps applies.</summary>
    internal virtual bool IsGradientDescent(double weightDecay) => false;

    /// <summary>Whether that is so for every parameter.</summary>
    internal bool IsPlainGradientDescent => _groups.All(g => IsGradientDescent(g.WeightDecay ?? WeightDecay));

    /// <summary>Tells of a step without any gradient; the error to throw.</summary>
    private protected static Exception Refuse(string name)
    {
        Watcher.Current?.StepRefused(name);
        return Errors.NoGradient(name);
    }

    internal static double NotNegative(string name, double value) => !float.IsFinite((float)value)
        ? throw Errors.NonFinite(name, value)
        : value < 0 ? throw Errors.Negative(name, value) : value;

    /// <summary>A share that running means keep from step to step: from 0 to below 1.</summary>
    private protected static double Share(string name, double value) =>
        value is >= 0 and < 1 ? value : throw Errors.Beta(name, value);
}
