using System.Runtime.CompilerServices;
using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Diagnosis.Lint.Watching;

/// <summary>
/// Passes what the engine tells on to the rules, and keeps what several of them need: the step, the parameters, the
/// losses, the rate, the curvature.
/// </summary>
internal sealed partial class LintWatcher : Watcher
{
    // By event, the rules that listen: most events have one or two.
    private readonly RuleEvents _on;
    private readonly Dictionary<Tensor, WatchedParameter> _parameters = new(ReferenceEqualityComparer.Instance);
    private readonly List<WatchedParameter> _inOrder = [];
    private readonly List<WatchedParameter> _reached = [];
    private int _dataSeen, _ascents, _descents;
    private double _greatestRate = -1;
    private bool _anySeen, _nonFiniteSeen, _observed, _resultRefused;

    public LintWatcher(IReadOnlyList<LintRule> rules) => (_on, Lineage) = (new RuleEvents(rules), new Lineage(this));

    public override bool FollowsNodes => IsInspecting;

    /// <summary>What the lint knows of a tensor, from now on.</summary>
    public WatchedParameter Parameter(Tensor tensor)
    {
        if (!_parameters.TryGetValue(tensor, out var parameter))
        {
            parameter = new WatchedParameter(tensor, _parameters.Count + 1)
            {
                PassesSinceCleared = HasGradient(tensor) ? 1 : 0,
                IsSuccessor = Lineage.IsStep(tensor),
            };
            _parameters.Add(tensor, parameter);
            _inOrder.Add(parameter);
        }
        return parameter;
    }

    /// <summary>What the lint knows of a tensor so far, or null.</summary>
    public WatchedParameter? Known(Tensor tensor) => _parameters.GetValueOrDefault(tensor);

    /// <summary>The name of a tensor: a parameter's own, and the shape of any other.</summary>
    public string NameOf(Tensor tensor) =>
        _parameters.TryGetValue(tensor, out var parameter) ? parameter.Name : $"tensor {tensor.Shape}";

    public override void Ran(Operation operation, Tensor output, bool needed)
    {
        Lineage.Ran(operation, output);
        foreach (var rule in _on.Ran)
            rule.Ran(operation, output, needed);
    }

    /// <summary>Looks again after steps that nobody looked at: what they did with gradients is not known, and only what is there counts.</summary>
    public void Resume()
    {
        foreach (var parameter in _inOrder)
            parameter.Clear(isSet: HasGradient(parameter.Tensor));
    }

    private static bool HasGradient(Tensor tensor) => tensor.Grad is { } old && old.Data.ContainsAnyExcept(0f);

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
        foreach (var rule in _on.GraphFreed)
            rule.GraphFreed(operation);
    }

    public override void BackwardStarts(Tensor result, IReadOnlyList<Operation> nodes)
    {
        PassesOfStep++;
        if (!IsTrial)
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
        foreach (var rule in _on.BackwardStarts)
            rule.BackwardStarts(nodes);
        IsInspecting = !IsScript || Schedule.Inspects(Step);
        if (!IsInspecting)
            return;
        var graph = new LossGraph(result, nodes);
        CompareData(graph);
        Lineage.Inspect(graph);
        Classes.Observe(graph, this);
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
        HasPiledUp |= parameter.PassesSinceCleared > PassesPerStep;
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
            if (Lineage.IsOfGradient(argument))
            {
                NoteDirection(tensor, method, argument);
                parameter.UseGradient();
            }
            else if (method is "Copy_" && !Lineage.HasNumbersOf(argument, tensor))
                parameter.Restart();
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

    private void NoteDirection(Tensor parameter, string method, Tensor step)
    {
        if (!IsInspecting || method is not ("Add_" or "Sub_") || parameter.Grad is not { } gradient || gradient.Numel != step.Numel)
            return;
        double along = 0;
        for (int i = 0; i < step.Numel; i++)
            along += (double)step.Data[i] * gradient.Data[i];
        if (along == 0 || double.IsNaN(along))
            return;
        if ((along > 0) == (method == "Add_"))
            _ascents++;
        else
            _descents++;
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
        Rates.Add(Math.Max(Step, 1), learningRate);
        _greatestRate = Math.Max(_greatestRate, learningRate);
        var watched = Parameter(parameter);
        watched.IsHeld = true;
        if (name is not null)
            watched.OptimizersName = name;
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
        // A row of one number is data as well, and told apart by it.
        if (graph.Head is { Target.Numel: 1 } head)
            seen.Add(head.Target.Data[0]);
        int now = seen.ToHashCode();
        DataVaries |= _anySeen && now != _dataSeen;
        (_dataSeen, _anySeen) = (now, true);
    }
}
