using LinRegPS.Diagnosis.Lint.Watching;

namespace LinRegPS.Diagnosis.Lint.Rules;

// What an optimizer object holds, and when it and its schedule step.

/// <summary>Parameters that were made after the optimizer: it steps the ones that the model had before.</summary>
internal sealed class LateParameter : LintRule
{
    private readonly List<(List<WatchedParameter> Late, Optimizer Optimizer, string Evidence)> _late = [];

    /// <summary>Which parameters are late, before other rules call them forgotten.</summary>
    public override void Conclude()
    {
        foreach (var optimizer in Lint.Optimizers)
        {
            var held = new HashSet<object>(optimizer.ParameterGroups.SelectMany(group => group.Parameters).Select(p => p.Value), ReferenceEqualityComparer.Instance);
            var idle = Lint.Parameters.Where(p => held.Contains(p.Tensor) && !p.IsReached).ToList();
            // Those that the model has now, and those that stand in for one which the loss no longer reaches.
            var now = optimizer.ParameterGroups.Select(group => group.Model).OfType<Module>().Distinct()
                .SelectMany(model => model.NamedParameters()).Select(p => (object)p.Value).ToHashSet(ReferenceEqualityComparer.Instance);
            var late = Lint.Parameters.Where(p => p is { IsReached: true, IsStepped: false } && !held.Contains(p.Tensor)
                && (now.Contains(p.Tensor) || idle.Exists(old => !now.Contains(old.Tensor) && old.Tensor.Shape.Equals(p.Tensor.Shape)))).ToList();
            if (late.Count == 0)
                continue;
            _late.Add((late, optimizer, $"{optimizer.GetType().Name} holds {Plural(held.Count, "parameter", "parameters")}, and not {string.Join(" and ", late.Take(4).Select(p => $"{p.Name} {p.Tensor.Shape}"))}"
                + (idle.Count == 0 ? "." : $"; {Plural(idle.Count, "parameter that it holds gets", "parameters that it holds get")} no gradient.")));
            // What it holds instead is no part of the model any more.
            foreach (var parameter in late.Concat(idle))
                parameter.IsLate = true;
        }
    }

    public override IEnumerable<TrainingFinding> Findings() => _late.Select(late => Found(
        late.Late[0].Name, late.Late[0].FirstPass, late.Late[0].PassCount,
        $"{string.Join(", ", late.Late.Take(4).Select(p => p.Name))}{(late.Late.Count > 4 ? $" and {late.Late.Count - 4} more" : string.Empty)} {(late.Late.Count == 1 ? "was" : "were")} made after the optimizer, which does not step what it does not hold: {(late.Late.Count == 1 ? "it stays as it is" : "they stay as they are")}.",
        late.Evidence,
        $"Make the optimizer when the model is whole: New-Optimizer {late.Optimizer.GetType().Name} $model again, or $optimizer.AddParameterGroup([LinRegPS.ParameterGroup]::new([LinRegPS.Tensor[]]@($new)))."));
}

/// <summary>A frozen parameter that an optimizer holds: it moves by an old gradient, or is passed over for ever.</summary>
internal sealed class FrozenParameter : LintRule
{
    private readonly Occurrences<WatchedParameter, ValueTuple> _moved = new();
    private readonly Dictionary<Optimizer, int> _steps = [];

    public override void OptimizerSteps(Optimizer optimizer)
    {
        _steps[optimizer] = _steps.GetValueOrDefault(optimizer) + 1;
        // What a frozen parameter's gradient is from before it was frozen.
        foreach (var parameter in optimizer.ParameterGroups.SelectMany(group => group.Parameters))
        {
            if (parameter.Value is { RequiresGrad: false, Grad: not null })
                _moved.Add(Lint.Parameter(parameter.Value), Math.Max(Lint.Step, 1));
        }
    }

    public override IEnumerable<TrainingFinding> Findings()
    {
        foreach (var seen in _moved.All)
        {
            yield return Found(
                seen.Key.Name, seen.First, seen.Count,
                $"{seen.Key.Name} is frozen and moves all the same: the optimizer steps it by the gradient that it had before.",
                $"Stepped {Plural(seen.Count, "time", "times")} while RequiresGrad was False.",
                "Clear its gradient when you freeze it: $w.Grad = $null.");
        }
        // An optimizer that a cmdlet makes takes the whole model.
        foreach (var (optimizer, steps) in Lint.IsScript ? _steps : [])
        {
            string[] idle = [.. optimizer.ParameterGroups.SelectMany(group => group.Parameters)
                .Where(p => !p.Value.RequiresGrad && !_moved.Contains(Lint.Parameter(p.Value)) && !Lint.Parameter(p.Value).IsReached)
                .Select(p => Lint.Parameter(p.Value).Name)];
            if (idle.Length == 0)
                continue;
            yield return Found(
                idle[0], 1, steps,
                $"{string.Join(", ", idle.Take(4))}{(idle.Length > 4 ? $" and {idle.Length - 4} more" : string.Empty)} {(idle.Length == 1 ? "is" : "are")} frozen and given to the optimizer, which passes over {(idle.Length == 1 ? "it" : "them")} in every step.",
                $"RequiresGrad is False; {Plural(steps, "step", "steps")} of {optimizer.GetType().Name}.",
                $"Give the optimizer what learns: [LinRegPS.{optimizer.GetType().Name}]::new([LinRegPS.Tensor[]]@($model.Parameters().Where({{ $_.RequiresGrad }})), {Number(optimizer.LearningRate)}), or set RequiresGrad to $true.");
        }
    }
}

/// <summary>A schedule that is stepped before its optimizer has stepped: the first rate is passed over.</summary>
internal sealed class ScheduleFirst : LintRule
{
    private readonly Dictionary<LearningRateSchedule, (int Steps, double Rate)> _early = [];

    public override void ScheduleStepped(LearningRateSchedule schedule)
    {
        // Making one is its step to 0.
        if (schedule.LastEpoch > 0 && !HasStepped(schedule.Optimizer))
            _early[schedule] = (_early.GetValueOrDefault(schedule).Steps + 1, schedule.BaseRates[0]);
    }

    // Whose rates are only looked at has no optimizer that steps.
    public override IEnumerable<TrainingFinding> Findings() => _early.Where(early => HasStepped(early.Key.Optimizer)).Select(early => Found(
        early.Key.GetType().Name, 1, early.Value.Steps,
        $"{early.Key.GetType().Name} is stepped before its optimizer: the rate that it starts with is never used, and all others come too early.",
        $"{Plural(early.Value.Steps, "step", "steps")} of the schedule before the first of {early.Key.Optimizer.GetType().Name}; it starts from rate {Number(early.Value.Rate)}.",
        "Step the optimizer first, and the schedule at the end of the epoch: $optimizer.Step(); $schedule.Step()."));

    private static bool HasStepped(Optimizer optimizer) => optimizer.ParameterGroups.Any(group => group.States.Any(state => state.Steps > 0));
}
