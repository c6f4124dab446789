using LinRegPS.Diagnosis.Lint.Watching;

namespace LinRegPS.Diagnosis.Lint.Rules;

// What goes wrong between backward, step and clear.

/// <summary>
/// A step with the sum of a gradient that a step has used already and a new one. Passes that add up to one step are a mistake only where nothing is
/// ever cleared: several batches may be meant to.
/// </summary>
internal sealed class NoZeroGrad : LintRule
{
    private readonly Occurrences<WatchedParameter, (int Pass, int Sum)> _used = new(), _unused = new();

    // A pass may well add to what was used, where the sum is cleared before the next step: of two networks each gives the other gradients.
    public override void Accumulating(WatchedParameter parameter, Tensor gradient)
    {
        if (parameter.PassesUsed == 0)
            Add(_unused, parameter);
    }

    public override void Stepping(WatchedParameter parameter, Tensor gradient, double? learningRate)
    {
        if (parameter.PassesUsed > 0 && parameter.HasNewGradient)
            Add(_used, parameter);
    }

    public override void Changing(WatchedParameter parameter, string method, Tensor argument)
    {
        if (Lint.Lineage.IsOfGradient(argument) && parameter.PassesUsed is > 0 and var used && parameter.PassesSinceCleared > used)
            Add(_used, parameter);
    }

    public override IEnumerable<TrainingFinding> Findings() => _used.All
        .Concat(_unused.All.Where(seen => seen.Key is { IsStepped: true, IsEverCleared: false } && !_used.Contains(seen.Key)))
        .Where(seen => seen.Key.ReplacedBy is null && !seen.Key.IsOfTarget)
        .Select(seen => Found(
            seen.Key.Name, seen.First, seen.Count,
            $"Gradients of {seen.Key.Name} pile up: a backward pass adds to what is there.",
            $"{seen.LastDetail.Sum} backward passes since its gradient was cleared.",
            "Clear the gradient in every round: Clear-Gradient, or $w.Grad = $null. If several batches are meant to add up, clear after the step that uses their sum."));

    private void Add(Occurrences<WatchedParameter, (int Pass, int Sum)> seen, WatchedParameter parameter)
    {
        // A parameter that is used twice is given two gradients in one pass.
        if (parameter.PassesSinceCleared > Lint.PassesPerStep && seen.Last(parameter).Pass != Lint.Passes)
            seen.Add(parameter, Lint.Step, (Lint.Passes, parameter.PassesSinceCleared));
    }
}

/// <summary>A step without a gradient, or with one that was stepped with before.</summary>
internal sealed class StaleStep : LintRule
{
    private readonly Occurrences<WatchedParameter, ValueTuple> _stale = new();
    private readonly Occurrences<string, ValueTuple> _refused = new();

    public override void Stepping(WatchedParameter parameter, Tensor gradient, double? learningRate)
    {
        // What is frozen on the way is another rule's matter.
        if (!parameter.HasNewGradient && !Lint.PassRefused && parameter.Tensor.RequiresGrad)
            _stale.Add(parameter, Math.Max(Lint.Step, 1));
    }

    // Where others have gradients, what was to be stepped is no part of the model.
    public override void StepRefused(string what)
    {
        if (!Lint.Parameters.Any(p => p.HasNewGradient))
            _refused.Add(what, Lint.Step + 1);
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
