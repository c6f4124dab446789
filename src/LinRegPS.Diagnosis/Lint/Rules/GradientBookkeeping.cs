using LinRegPS.Diagnosis.Lint.Watching;

namespace LinRegPS.Diagnosis.Lint.Rules;

// What goes wrong between backward, step and clear.

/// <summary>More than one backward pass into a parameter since its gradient was cleared.</summary>
internal sealed class NoZeroGrad : LintRule
{
    private readonly Occurrences<WatchedParameter, (int Pass, int Sum)> _seen = new();

    public override void Accumulating(WatchedParameter parameter, Tensor gradient)
    {
        // A parameter that is used twice is given two gradients in one pass.
        bool told = _seen.All.Any(seen => seen.Key == parameter && seen.LastDetail.Pass == Lint.Passes);
        if (parameter.PassesSinceCleared > 1 && !told)
            _seen.Add(parameter, Lint.Step, (Lint.Passes, parameter.PassesSinceCleared));
    }

    public override IEnumerable<TrainingFinding> Findings() => _seen.All.Select(seen => Found(
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
        if (!parameter.HasNewGradient)
            _stale.Add(parameter, Math.Max(Lint.Step, 1), 0);
    }

    public override void StepRefused(string what) => _refused.Add(what, Lint.Step + 1, 0);

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
    public override IEnumerable<TrainingFinding> Findings()
    {
        if (Lint.Passes == 0)
            return [];
        var parameters = Lint.Parameters.Where(p => p.Tensor.RequiresGrad).ToList();
        // One backward pass and no step at all is a look at gradients, not a training.
        bool trains = Lint.Passes > 1 || parameters.Exists(p => p.IsStepped);
        string stepped = Names(parameters.Where(p => p.IsStepped)), reached = Names(parameters.Where(p => p.IsReached));
        return parameters
            .Where(p => !p.IsReached || (trains && !p.IsStepped))
            .Select(p => p.IsReached
                ? Found(p.Name, 1, Lint.Passes, $"Nothing steps {p.Name}: it has gradients and stays as it is.",
                    $"Stepped: {stepped}. Reached by the loss: {reached}.",
                    $"Give {p.Name} to Step-Sgd too, or set RequiresGrad to $false if it is meant to stay.")
                : Found(p.Name, 1, Lint.Passes, $"The loss does not reach {p.Name}: no backward pass gave it a gradient.",
                    $"Reached by the loss: {reached}.",
                    $"Use {p.Name} in the forward pass, look for Detach(), Item() or Invoke-NoGrad between it and the loss, or leave it out."));
    }

    private static string Names(IEnumerable<WatchedParameter> parameters) =>
        string.Join(", ", parameters.Select(p => p.Name).DefaultIfEmpty("none"));
}
