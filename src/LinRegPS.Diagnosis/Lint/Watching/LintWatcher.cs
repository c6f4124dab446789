using System.Runtime.CompilerServices;

namespace LinRegPS.Diagnosis.Lint.Watching;

/// <summary>
/// Passes what the engine tells on to the rules, and keeps what several of them need: the step, the parameters, the
/// losses, the rate, the curvature.
/// </summary>
internal sealed class LintWatcher(IReadOnlyList<LintRule> rules) : Watcher
{
    // By event, the rules that listen: most events have one or two.
    private readonly RuleEvents _on = new(rules);
    private readonly Dictionary<Tensor, WatchedParameter> _parameters = new(ReferenceEqualityComparer.Instance);
    private readonly List<WatchedParameter> _inOrder = [];
    private int _dataSeen;
    private bool _anySeen, _nonFiniteSeen, _observed;

    /// <summary>When to look closely.</summary>
    public LintSchedule Schedule { get; } = new();

    /// <summary>The backward passes begun, or the epoch whose backward pass has begun.</summary>
    public int Step { get; set; }

    /// <summary>All backward passes that were watched.</summary>
    public int Passes { get; private set; }

    /// <summary>Whether the training of now is a script, of which every step is told, or a compiled loop, which tells some.</summary>
    public bool IsScript { get; set; } = true;

    /// <summary>Whether the step of now is one to look at closely.</summary>
    public bool IsInspecting { get; private set; }

    /// <summary>Whether the steps had different data tensors: then their losses can't be compared one by one.</summary>
    public bool DataVaries { get; private set; }

    /// <summary>Whether a gradient was the sum of several backward passes.</summary>
    public bool HasPiledUp { get; private set; }

    public LossHistory Losses { get; } = new();

    public PathCurvature Path { get; } = new();

    /// <summary>The largest curvature of a model's loss, where there is a model; set by whoever trains it.</summary>
    public ModelCurvature? Curvature { get; set; }

    /// <summary>Whether every step was the gradient times a rate: only of those does the curvature tell which rates diverge.</summary>
    public bool IsGradientDescent { get; set; } = true;

    /// <summary>
    /// The last learning rate that an optimizer was given; else the one that the changes by hand amount to. Null where
    /// steps are more than the gradient times a rate.
    /// </summary>
    public double? LearningRate { get => IsGradientDescent ? field ?? Path.Rate : null; private set; }

    public IReadOnlyList<WatchedParameter> Parameters => _inOrder;

    public override bool FollowsNodes => IsInspecting;

    /// <summary>What the lint knows of a tensor, from now on.</summary>
    public WatchedParameter Parameter(Tensor tensor)
    {
        if (!_parameters.TryGetValue(tensor, out var parameter))
        {
            parameter = new WatchedParameter(tensor, _parameters.Count + 1)
            {
                PassesSinceCleared = tensor.Grad is { } old && old.Data.ContainsAnyExcept(0f) ? 1 : 0,
            };
            _parameters.Add(tensor, parameter);
            _inOrder.Add(parameter);
        }
        return parameter;
    }

    /// <summary>The name of a tensor: a parameter's own, and the shape of any other.</summary>
    public string NameOf(Tensor tensor) =>
        _parameters.TryGetValue(tensor, out var parameter) ? parameter.Name : $"tensor {tensor.Shape}";

    public override void Ran(Operation operation, Tensor output, bool needed)
    {
        foreach (var rule in _on.Ran)
            rule.Ran(operation, output, needed);
    }

    public override void LossRefused(Tensor prediction, Tensor target)
    {
        foreach (var rule in _on.LossRefused)
            rule.LossRefused(prediction, target);
    }

    public override void Read(Tensor tensor, string method)
    {
        foreach (var rule in _on.Read)
            rule.Read(tensor, method);
    }

    public override void Detached(Tensor source, Tensor result)
    {
        foreach (var rule in _on.Detached)
            rule.Detached(source, result);
    }

    public override void NothingRecorded(Tensor result)
    {
        foreach (var rule in _on.NothingRecorded)
            rule.NothingRecorded(result);
    }

    public override void SavedTensorChanged(Operation operation, Tensor saved, int then, int now)
    {
        foreach (var rule in _on.SavedTensorChanged)
            rule.SavedTensorChanged(operation, saved, then, now);
    }

    public override void BackwardStarts(Tensor result, IReadOnlyList<Operation> nodes)
    {
        Step++;
        Passes++;
        _observed = false;
        if (result.Numel == 1)
        {
            if (IsScript)
                Losses.Add(Step, result.Data[0]);
            if (!float.IsFinite(result.Data[0]))
                InspectNonFinite(result, nodes);
        }
        IsInspecting = !IsScript || Schedule.Inspects(Step);
        if (!IsInspecting)
            return;
        var graph = new LossGraph(result, nodes);
        CompareData(graph);
        foreach (var rule in _on.Inspect)
            rule.Inspect(graph);
    }

    /// <summary>Looks for where NaN or infinity began: before the pass frees the graph, and only the first time.</summary>
    public void InspectNonFinite(Tensor result, IReadOnlyList<Operation> nodes)
    {
        if (_nonFiniteSeen)
            return;
        _nonFiniteSeen = true;
        var graph = new LossGraph(result, nodes);
        foreach (var rule in _on.InspectNonFinite)
            rule.InspectNonFinite(graph);
    }

    public override void GradientPassed(Operation node, Tensor gradient, Tensor passed)
    {
        foreach (var rule in _on.GradientPassed)
            rule.GradientPassed(node, gradient, passed);
    }

    public override void BackwardEnded(bool graphKept)
    {
        foreach (var rule in _on.BackwardEnded)
            rule.BackwardEnded();
    }

    public override void Accumulating(Tensor leaf, Tensor gradient)
    {
        var parameter = Parameter(leaf);
        if (parameter.LastPass != Passes || Passes == 0)
        {
            parameter.LastPass = Passes;
            parameter.PassesSinceCleared++;
        }
        HasPiledUp |= parameter.PassesSinceCleared > 1;
        parameter.IsReached = parameter.HasNewGradient = true;
        foreach (var rule in _on.Accumulating)
            rule.Accumulating(parameter, gradient);
    }

    public override void SettingGradient(Tensor leaf, Tensor? gradient)
    {
        if (!leaf.RequiresGrad || !leaf.IsLeaf)
            return;
        var parameter = Parameter(leaf);
        foreach (var rule in _on.SettingGradient)
            rule.SettingGradient(parameter, gradient);
        parameter.HasNewGradient = gradient is not null;
        // One set by hand is what it is; nothing has piled up in it.
        parameter.PassesSinceCleared = Math.Min(parameter.PassesSinceCleared, gradient is null ? 0 : 1);
    }

    public override void Changing(Tensor tensor, string method, Tensor argument)
    {
        if (tensor is { RequiresGrad: true, IsLeaf: true })
        {
            Observe();
            var parameter = Parameter(tensor);
            foreach (var rule in _on.Changing)
                rule.Changing(parameter, method, argument);
            parameter.IsStepped = true;
        }
        else if (method is "Copy_" or "Fill_" or "Zero_" && argument is { Numel: 1 } && argument.Data[0] == 0)
        {
            // $w.Grad.Zero_() clears as well as $w.Grad = $null does.
            foreach (var parameter in _inOrder)
            {
                if (ReferenceEquals(parameter.Tensor.Grad, tensor))
                    parameter.PassesSinceCleared = 0;
            }
        }
    }

    public override void Stepping(Tensor parameter, string? name, Tensor? gradient, double? learningRate)
    {
        Observe();
        LearningRate = learningRate;
        IsGradientDescent &= learningRate is not null;
        var watched = Parameter(parameter);
        if (name is not null)
            watched.Name = name;
        if (gradient is null)
            return;
        foreach (var rule in _on.Stepping)
            rule.Stepping(watched, gradient, learningRate);
        watched.IsStepped = true;
        watched.HasNewGradient = false;
    }

    public override void StepRefused(string what)
    {
        foreach (var rule in _on.StepRefused)
            rule.StepRefused(what);
    }

    // Before the first change of a step: parameters and gradients that belong together.
    private void Observe()
    {
        if (_observed || !IsScript || !IsInspecting || DataVaries)
            return;
        _observed = true;
        if (_inOrder.TrueForAll(parameter => parameter.PassesSinceCleared <= 1))
            Path.Observe(Step, _inOrder);
    }

    private void CompareData(LossGraph graph)
    {
        var seen = default(HashCode);
        foreach (var data in graph.Data)
            seen.Add(RuntimeHelpers.GetHashCode(data));
        int now = seen.ToHashCode();
        DataVaries |= _anySeen && now != _dataSeen;
        (_dataSeen, _anySeen) = (now, true);
    }
}
