using System.Runtime.CompilerServices;
using LinRegPS.Kernels.Reductions;
using LinRegPS.Training;

namespace LinRegPS.Diagnosis.Lint.Watching;

/// <summary>
/// Passes what the engine tells on to the rules, and keeps what several of them need: the step, the parameters, the
/// losses, the rate, the curvature.
/// </summary>
internal sealed class LintWatcher : Watcher
{
    // By event, the rules that listen: most events have one or two.
    private readonly RuleEvents _on;
    private readonly Dictionary<Tensor, WatchedParameter> _parameters = new(ReferenceEqualityComparer.Instance);
    private readonly List<WatchedParameter> _inOrder = [];
    private readonly List<WatchedParameter> _reached = [];
    private int _dataSeen;
    private double _greatestRate = -1;
    private bool _anySeen, _nonFiniteSeen, _observed, _resultRefused;

    /// <summary>Whether the last backward pass was refused: what is missing then is its gradients.</summary>
    public bool PassRefused { get; private set; }

    public LintWatcher(IReadOnlyList<LintRule> rules) => (_on, Lineage) = (new RuleEvents(rules), new Lineage(this));

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

    /// <summary>Whether the data has no NaN and no infinity, as far as that was looked at.</summary>
    public bool DataIsFinite { get; set; } = true;

    /// <summary>Whether an optimizer was seen, and never with a rate other than 0.</summary>
    public bool RatesAreZero => _greatestRate == 0;

    /// <summary>The data of a model's training; null for scripts.</summary>
    public DataLoader? Data { get; set; }

    /// <summary>The same, where steps take parts of them; null where each takes all.</summary>
    public DataLoader? Batches => Data is { IsWhole: false } ? Data : null;

    public LossHistory Losses { get; } = new();

    /// <summary>Where tensors come from.</summary>
    public Lineage Lineage { get; }

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
                IsSuccessor = Lineage.IsStep(tensor),
            };
            _parameters.Add(tensor, parameter);
            _inOrder.Add(parameter);
        }
        return parameter;
    }

    /// <summary>The epoch that a step belongs to; in a script, the number of the backward pass.</summary>
    public int Epoch(int step) => Batches is null ? step : ((step - 1) / Batches.Count) + 1;

    /// <summary>All data of which a tensor is a batch, or the tensor itself.</summary>
    public Tensor Whole(Tensor tensor, bool isTarget) => Batches is { } data && tensor.Rank > 0
        && (isTarget ? data.AllTarget : data.AllInput) is var all && all.Shape.With(0, tensor.Shape[0]).Equals(tensor.Shape) ? all : tensor;

    /// <summary>The name of a tensor: a parameter's own, and the shape of any other.</summary>
    public string NameOf(Tensor tensor) =>
        _parameters.TryGetValue(tensor, out var parameter) ? parameter.Name : $"tensor {tensor.Shape}";

    public override void Ran(Operation operation, Tensor output, bool needed)
    {
        Lineage.Ran(operation, output);
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
        Lineage.Detached(source, result);
        foreach (var rule in _on.Detached)
            rule.Detached(source, result);
    }

    public override void NothingRecorded(Tensor result)
    {
        PassRefused = true;
        foreach (var rule in _on.NothingRecorded)
            rule.NothingRecorded(result);
    }

    public override void SavedTensorChanged(Operation operation, Tensor saved, int then, int now)
    {
        PassRefused = true;
        foreach (var rule in _on.SavedTensorChanged)
            rule.SavedTensorChanged(operation, saved, then, now);
    }

    public override void GraphFreed(Operation operation)
    {
        PassRefused = true;
        Lineage.Freed(operation);
    }

    public override void BackwardStarts(Tensor result, IReadOnlyList<Operation> nodes)
    {
        Step++;
        Passes++;
        _observed = PassRefused = false;
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
        Lineage.Inspect(graph);
        Losses.Noise = Math.Max(Losses.Noise, LossNoise.Of(graph));
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
        foreach (var data in graph.Data)
            DataIsFinite &= Finite.All(data.Data);
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
        foreach (var parameter in _reached)
        {
            if (parameter.Tensor.Grad is { } gradient)
                Lineage.Given(gradient);
        }
        _reached.Clear();
        foreach (var rule in _on.BackwardEnded)
            rule.BackwardEnded();
    }

    public override void Accumulating(Tensor leaf, Tensor gradient)
    {
        var parameter = Parameter(leaf);
        if (parameter.LastPass != Passes)
            _reached.Add(parameter);
        parameter.Reach(Passes);
        HasPiledUp |= parameter.PassesSinceCleared > 1;
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
        parameter.Clear(isSet: gradient is not null);
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
            parameter.IsGradientUsed |= Lineage.IsOfGradient(argument) && parameter.PassesSinceCleared > 0;
        }
        else if (method is "Copy_" or "Fill_" or "Zero_" && argument is { Numel: 1 } && argument.Data[0] == 0)
        {
            // $w.Grad.Zero_() clears as well as $w.Grad = $null does.
            foreach (var parameter in _inOrder)
            {
                if (ReferenceEquals(parameter.Tensor.Grad, tensor))
                    parameter.Clear();
            }
        }
    }

    public override void Stepping(Tensor parameter, string? name, Tensor? gradient, double learningRate, bool isPlain)
    {
        _resultRefused = !parameter.IsLeaf;
        if (_resultRefused)
        {
            Lineage.Refused(parameter);
            return;
        }
        Observe();
        LearningRate = learningRate;
        IsGradientDescent &= isPlain;
        _greatestRate = Math.Max(_greatestRate, learningRate);
        var watched = Parameter(parameter);
        if (name is not null)
            watched.Name = name;
        if (gradient is null)
            return;
        foreach (var rule in _on.Stepping)
            rule.Stepping(watched, gradient, isPlain ? learningRate : null);
        watched.Step();
    }

    public override void StepRefused(string what)
    {
        // What is no parameter has another mistake behind it.
        if (_resultRefused || PassRefused)
            return;
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
