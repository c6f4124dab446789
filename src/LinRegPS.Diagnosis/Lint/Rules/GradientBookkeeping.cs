using LinRegPS.Diagnosis.Lint.Watching;

namespace LinRegPS.Diagnosis.Lint.Rules;

// What goes wrong between backward, step and clear.

/// <summary>
/// A backward pass into a gradient that a step has used already. Passes that add up to one step are a mistake only where nothing is
/// ever cleared: several batches may be meant to.
/// </summary>
internal sealed class NoZeroGrad : LintRule
{
    private readonly Occurrences<WatchedParameter, (int Pass, int Sum)> _used = new(), _unused = new();

    public override void Accumulating(WatchedParameter parameter, Tensor gradient)
    {
        if (parameter.PassesSinceCleared <= Lint.PassesPerStep)
            return;
        var seen = parameter.IsGradientUsed ? _used : _unused;
        // A parameter that is used twice is given two gradients in one pass.
        if (seen.Last(parameter).Pass != Lint.Passes)
            seen.Add(parameter, Lint.Step, (Lint.Passes, parameter.PassesSinceCleared));
    }

    public override IEnumerable<TrainingFinding> Findings() => _used.All
        .Concat(_unused.All.Where(seen => seen.Key is { IsStepped: true, IsEverCleared: false } && !_used.Contains(seen.Key)))
        .Where(seen => seen.Key.ReplacedBy is null && !seen.Key.IsOfTarget)
        .Select(seen => Found(
            seen.Key.Name, seen.First, seen.Count,
            $"Gradients of {seen.Key.Name} pile up: a backward pass adds to what is there.",
            $"{seen.LastDetail.Sum} backward passes since its gradient was cleared.",
            "Clear the gradient in every round: Clear-Gradient, or $w.Grad = $null. If several batches are meant to add up, clear after the step that uses their sum."));
}

/// <summary>A step without a gradient, or with one that was stepped with before.</summary>
internal sealed class StaleStep : LintRule
{
    private readonly Occurrences<WatchedParameter, int> _stale = new();
    private readonly Occurrences<string, int> _refused = new();

    public override void Stepping(WatchedParameter parameter, Tensor gradient, double? learningRate)
    {
        // What is frozen on the way is another rule's matter.
        if (!parameter.HasNewGradient && !Lint.PassRefused && parameter.Tensor.RequiresGrad)
            _stale.Add(parameter, Math.Max(Lint.Step, 1), 0);
    }

    // Where others have gradients, what was to be stepped is no part of the model.
    public override void StepRefused(string what)
    {
        if (!Lint.Parameters.Any(p => p.HasNewGradient))
            _refused.Add(what, Lint.Step + 1, 0);
    }

    public override IEnumerable<TrainingFinding> Findings() =>
    [
        .. _refused.All.Select(seen => Found(
            seen.Key, seen.First, seen.Count,
            "A step was taken before there was a gradient.",
            $"{seen.Key}: no gradient at the step.",
            "Run $loss.Backward() or Invoke-Backward before the step, and clear the gradient after the step or before the backward pass, not between them.")),
        .. _stale.All.Select(seen => Found(
            seen.Key.Name, seen.First, seen.Count,
            $"{seen.Key.Name} was stepped twice with the same gradient.",
            $"{Plural(seen.Count, "step", "steps")} with no backward pass since the step before.",
            "Run forward and backward pass before each step; take one step for each backward pass.")),
    ];
}

/// <summary>A parameter that no optimizer steps, or that the loss does not reach.</summary>
internal sealed class ForgottenParameter : LintRule
{
    // So many passes may add up to the step that makes a parameter anew.
    private const int MostPasses = 4;
    private bool _compares;

    public override void Inspect(LossGraph graph) =>
        _compares |= graph.Head is not null || graph.Nodes.Any(node => node is Operations.CrossEntropy or Operations.SharedCrossEntropy);

    public override IEnumerable<TrainingFinding> Findings()
    {
        if (Lint.Passes == 0)
            return [];
        var parameters = Lint.Parameters.Where(p => p.Tensor.RequiresGrad && p.ReplacedBy is null && !p.IsOfTarget && !p.IsLate).ToList();
        var renewed = Renewed(parameters);
        // One backward pass and no step at all is a look at gradients, not a training; nor are several without anything to come near to.
        bool trains = (_compares && Lint.Passes > 1) || parameters.Exists(p => p.IsStepped);
        string stepped = Names(parameters.Where(p => p.IsStepped)), reached = Names(parameters.Where(p => p.IsReached));
        return parameters
            .Where(p => !renewed.Contains(p) && (p.IsReached ? trains && !p.IsStepped : !p.IsSuccessor && !p.IsMadeTarget))
            .Select(p => p.IsReached
                ? Found(p.Name, 1, Lint.Passes, $"Nothing steps {p.Name}: it has gradients and stays as it is.",
                    $"Stepped: {stepped}. Reached by the loss: {reached}.",
                    $"Give {p.Name} to Step-Sgd too, or set RequiresGrad to $false if it is meant to stay.")
                : Found(p.Name, 1, Lint.Passes, $"The loss does not reach {p.Name}: no backward pass gave it a gradient.",
                    $"Reached by the loss: {reached}.",
                    $"Use {p.Name} in the forward pass, look for Detach(), Item() or Invoke-NoGrad between it and the loss, or leave it out."));
    }

    // A script may step by making each parameter anew of its numbers: then one of the same shape follows where another is reached
    // for the last time, and the last waits for a pass that does not come.
    private HashSet<WatchedParameter> Renewed(List<WatchedParameter> parameters)
    {
        var renewed = new HashSet<WatchedParameter>();
        foreach (var alike in parameters.Where(p => !p.IsStepped && p.PassCount <= MostPasses).GroupBy(p => p.Tensor.Shape))
        {
            var first = alike.Where(p => p.IsReached).ToLookup(p => p.FirstPass);
            var successors = alike.Where(p => p.IsReached).SelectMany(p => first[p.LastPass + 1]).ToHashSet();
            if (successors.Count == 0)
                continue;
            renewed.UnionWith(successors);
            renewed.UnionWith(alike.Where(p => !p.IsReached || first[p.LastPass + 1].Any()));
        }
        return renewed;
    }

    private static string Names(IEnumerable<WatchedParameter> parameters) =>
        string.Join(", ", parameters.Select(p => p.Name).DefaultIfEmpty("none"));
}
