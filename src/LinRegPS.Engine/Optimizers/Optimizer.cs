namespace LinRegPS;

/// <summary>
/// Steps parameters by their gradients; torch.optim.Optimizer. Holds the parameters in groups, and for each parameter what
/// the method keeps from step to step. A method is a class of its own beside one kernel: it has its settings as public
/// properties, names what it keeps, and moves one parameter. The training cmdlets find it by its name.
/// </summary>
public abstract partial class Optimizer : IComparable
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
        if (parameters.Length == 0)
            throw Errors.NothingToStep(GetType().Name);
    }

    private protected Optimizer(ParameterGroup group, string name, double learningRate)
    {
        (_name, _groups, LearningRate) = (name, [], learningRate);
        AddParameterGroup(group);
    }

    /// <summary>The parameters, in groups that may have a learning rate and a weight decay of their own.</summary>
    public IReadOnlyList<ParameterGroup> ParameterGroups => _groups;

    /// <summary>What errors call what is stepped.</summary>
    private protected string What => _name;

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
    /// <exception cref="InvalidValueException">A value that is negative or not finite as float32, or the method decays no weights.</exception>
    public double WeightDecay { get; set => field = CheckDecay(NotNegative(nameof(WeightDecay), value)); }

    /// <summary>Whether steps go up the gradient, to a larger loss; torch's maximize.</summary>
    /// <exception cref="InvalidValueException">The method only goes down.</exception>
    public bool Maximize { get; set => field = value && !TakesMaximize ? throw Errors.NoSetting(GetType().Name, nameof(Maximize)) : value; }

    /// <summary>0 for the same object: one optimizer is no other, whatever its settings.</summary>
    public int CompareTo(object? obj) => ReferenceEquals(this, obj) ? 0 : 1;

    /// <summary>Steps more parameters, with settings that may be their own; torch's add_param_group.</summary>
    /// <exception cref="InvalidValueException">
    /// A parameter that is stepped already, or is given twice; the method steps all alike, or decays no weights; or a setting that it does not
    /// have, of the wrong kind or range.
    /// </exception>
    /// <exception cref="AutogradException">The result of an operation, which is no parameter.</exception>
    public void AddParameterGroup(ParameterGroup group)
    {
        if (_groups.Length > 0 && !TakesGroups)
            throw Errors.OneGroup(GetType().Name);
        CheckDecay(group.WeightDecay ?? 0);
        TakeOwn(group, group.Settings);
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
    /// <exception cref="InvalidValueException">Settings that do not go together, or the method needs a closure.</exception>
    public virtual void Step() => Step(Watcher.Current);

    /// <summary>The same, for a caller who knows who looks on.</summary>
    internal void Step(Watcher? watcher)
    {
        CheckSettings();
        watcher?.OptimizerSteps(this);
        bool any = false;
        foreach (var group in _groups)
        {
            using var own = Of(group);
            double learningRate = group.LearningRate ?? LearningRate, weightDecay = CheckDecay(group.WeightDecay ?? WeightDecay);
            foreach (var state in group.States)
            {
                if (watcher is not null)
                    Announce(watcher, group, state, learningRate, IsGradientDescent(weightDecay));
                var parameter = state.Value;
                if (parameter.Grad is not { } gradient)
                    continue;
                any = true;
                state.Steps++;
                Update(state, Maximize ? state.Negated() : gradient.Data, learningRate, weightDecay);
                parameter.MarkChanged();
            }
        }
        if (!any)
            throw Refuse(What);
    }

    /// <summary>
    /// Computes the loss and its gradients by a closure, and steps; torch's step(closure). The closure clears the gradients, runs the forward
    /// and the backward pass, and gives the loss. <see cref="LBFGS"/> calls it several times.
    /// </summary>
    /// <returns>The loss before the step.</returns>
    /// <exception cref="AutogradException">No parameter has a gradient.</exception>
    /// <exception cref="InvalidValueException">The closure gives nothing, or not one number, or settings do not go together.</exception>
    public Tensor Step(Func<Tensor> closure)
    {
        Tensor? first = null;
        StepBy(() =>
        {
            var loss = closure() ?? throw Errors.Null("Step", "what the closure gives");
            if (loss.Numel != 1)
                throw Errors.ClosureResult(loss.Shape);
            first ??= loss;
            return loss.Item();
        });
        return first!;
    }

    /// <summary>Evaluates loss and gradients, at least once, and steps; the loss before the step.</summary>
    internal virtual float StepBy(Func<float> evaluate)
    {
        float loss = evaluate();
        Step();
        return loss;
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
        $"{GetType().Name}({string.Join(", ", Settings().Select(s => FormattableString.Invariant($"{s.Name}={s.GetValue(this)}")))})");

    /// <summary>The names of what the method keeps for each parameter with its settings of now, PyTorch's: <c>exp_avg</c>.</summary>
    private protected abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>Those of <see cref="StateNames"/> under which a number is kept, rather than one for each element.</summary>
    private protected virtual IReadOnlyList<string> NumberNames => [];

    /// <summary>Whether weights may decay.</summary>
    private protected virtual bool TakesWeightDecay => true;

    /// <summary>Whether steps may go up.</summary>
    private protected virtual bool TakesMaximize => true;

    /// <summary>Whether there may be several groups of parameters.</summary>
    private protected virtual bool TakesGroups => true;

    /// <summary>Whether a step computes the loss itself, by a closure.</summary>
    internal virtual bool NeedsClosure => false;

    /// <summary>Whether it has kept something of the steps before.</summary>
    internal virtual bool KeepsState => _groups.Any(group => group.States.Any(state => state.Kept.Any()));

    /// <summary>Throws where settings do not go together; each by itself is checked when it is set.</summary>
    internal virtual void CheckSettings()
    {
    }

    /// <summary>Moves one parameter by its gradient; the step is counted already.</summary>
    private protected abstract void Update(ParameterState state, ReadOnlySpan<float> gradient, double learningRate, double weightDecay);

    /// <summary>Whether a step is the gradient times the learning rate, so that what is known of such steps applies.</summary>
    internal virtual bool IsGradientDescent(double weightDecay) => false;

    /// <summary>Whether that is so for every parameter.</summary>
    internal bool IsPlainGradientDescent => _groups.All(g => g.Own is null && IsGradientDescent(g.WeightDecay ?? WeightDecay));

    /// <summary>The rate of a group.</summary>
    internal double RateOf(int group) => _groups[group].LearningRate ?? LearningRate;

    /// <summary>Sets the rate of a group; that of all which have none of their own, where it has none.</summary>
    internal void SetRate(int group, double rate)
    {
        if (_groups[group].LearningRate is null)
            LearningRate = rate;
        else
            _groups[group].LearningRate = rate;
    }

    /// <summary>Puts the parameters of some names into a group that does not decay; before the first step.</summary>
    /// <exception cref="InvalidValueException">No parameter has such a name, or the method steps all alike.</exception>
    internal void LeaveOutOfDecay(string what, Func<string, bool> isMeant)
    {
        if (!TakesGroups)
            throw Errors.OneGroup(GetType().Name);
        if (!_groups.Any(group => group.Parameters.Any(p => isMeant(p.Name))))
            throw Errors.NoSuchParameter(what, _groups.SelectMany(group => group.Parameters).Select(p => p.Name));
        var apart = _groups.SelectMany(group => group.Parameters).Where(p => isMeant(p.Name)).ToList();
        _groups =
        [
            .. _groups.Select(group => new ParameterGroup([.. group.Parameters.Where(p => !isMeant(p.Name))], group.IsNamed)
            {
                Model = group.Model,
                LearningRate = group.LearningRate,
                WeightDecay = group.WeightDecay,
                Settings = group.Settings,
                Own = group.Own,
            }).Where(group => group.Parameters.Count > 0),
            new ParameterGroup(apart, isNamed: true) { WeightDecay = 0 },
        ];
    }

    /// <summary>A training begins with this rate: schedules start from it.</summary>
    internal void Restart(double rate)
    {
        LearningRate = rate;
        foreach (var group in _groups)
            group.InitialRate = null;
    }

    /// <summary>Tells a watcher of the step to come.</summary>
    private protected static void Announce(Watcher watcher, ParameterGroup group, ParameterState state, double learningRate, bool isPlain) =>
        watcher.Stepping(state.Value, group.IsNamed ? state.Parameter.Name : null, state.Value.Grad, learningRate, isPlain);

    /// <summary>Throws where the method decays no weights, and one is to.</summary>
    private double CheckDecay(double weightDecay) =>
        weightDecay == 0 || TakesWeightDecay ? weightDecay : throw Errors.NoSetting(GetType().Name, nameof(WeightDecay));

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
