using LinRegPS.Diagnosis.Lint.Watching;

namespace LinRegPS.Diagnosis.Lint.Rules;

// What is a leaf and should be none, or is none and should be one.

/// <summary>A parameter whose variable was given the result of an operation: that is no leaf, and no step moves it.</summary>
internal sealed class ReplacedParameter : LintRule
{
    public override IEnumerable<TrainingFinding> Findings() => Lint.Parameters.Where(p => p.ReplacedBy is not null).Select(p => Found(
        p.Name, Math.Min(p.FirstPass + 1, Math.Max(Lint.Passes, 1)), 1,
        $"{p.Name} was replaced by the result of {p.ReplacedBy} and is no parameter any more: the result gets no gradient, and no step moves it.",
        $"The loss is computed from the result of {p.ReplacedBy}, which takes {p.Tensor.Shape} to a new tensor; the parameter itself stays as it is.",
        "Change the parameter in place, with Sub_ in Invoke-NoGrad { } or with Step-Sgd. Where a new tensor is meant, make it a parameter: "
            + $"Detach() it, and set RequiresGrad to $true."));
}

/// <summary>A target that requires a gradient: each pass goes back through what made it.</summary>
internal sealed class TargetGradient : LintRule
{
    // What is below the sides of a comparison.
    private readonly List<(int Step, Shape Shape, bool IsLoss, WatchedParameter[] First, WatchedParameter[] Second)> _compared = [];

    // Targets that are made by what learns.
    private readonly Occurrences<string, Shape> _own = new();

    public override void Inspect(LossGraph graph)
    {
        if (graph.Comparison is Operations.ElementwiseLoss { Inputs: [var prediction, { Node: { } made } target] }
            && IsExpected(made) && LossGraph.Below(target).Intersect<object>(LossGraph.Below(prediction), ReferenceEqualityComparer.Instance).Any())
            _own.Add("target", Lint.Step, target.Shape);
        if (_compared.Count == 0 && graph.Comparison is { } node && node.Inputs is [{ NeedsGradient: true } first, { NeedsGradient: true } second])
        {
            _compared.Add((Lint.Step, second.Shape, node is Operations.ElementwiseLoss,
                [.. LossGraph.Below(first).Select(Lint.Parameter)], [.. LossGraph.Below(second).Select(Lint.Parameter)]));
        }
    }

    /// <summary>Decides which side is a target, before other rules speak of its parameters.</summary>
    public override void Conclude()
    {
        foreach (var (_, _, isLoss, first, second) in _compared)
        {
            if (first.Intersect(second).Any())
                continue;
            // A target is what nothing learns; of a loss function it is the second as a rule.
            var target = second.All(p => !p.IsStepped) && (isLoss || first.Any(p => p.IsStepped)) ? second
                : first.All(p => !p.IsStepped) && second.Any(p => p.IsStepped) ? first : [];
            foreach (var parameter in target)
                parameter.IsOfTarget = true;
        }
    }

    public override IEnumerable<TrainingFinding> Findings() => _own.All.Select(seen => Found(
        seen.Key, seen.First, seen.Count,
        "The target is what the model itself expects of the next state, with its gradient: each step moves the target as well as the prediction.",
        $"The target of shape {seen.FirstDetail} is a reward and the largest value that the same parameters give, which the backward pass goes through.",
        "Compute the target in Invoke-NoGrad { }, or take $target.Detach(); a second network that is copied now and then holds it still for longer."))
        .Concat(OfOthers());

    // A reward and a part of the greatest value: of two predictions that are to agree neither is made so.
    private static bool IsExpected(Operation? made)
    {
        bool isAdded = false;
        while (made is not null and not Operations.MaxAlong and not Operations.Amax)
        {
            bool isSum = made is Operations.Binary<Operations.Add>;
            if (!isSum && made is not (Operations.Binary<Operations.Mul> or Operations.Binary<Operations.Gate> or Operations.Reshape))
                return false;
            isAdded |= isSum;
            if (made.Inputs is [{ NeedsGradient: true }, { Exists: true, NeedsGradient: true }])
                return false;
            made = made.Inputs[0].NeedsGradient ? made.Inputs[0].Node : made.Inputs[1].Node;
        }
        return made is not null && isAdded;
    }

    private IEnumerable<TrainingFinding> OfOthers()
    {
        var made = Lint.Parameters.Where(p => p.IsOfTarget).ToList();
        // Of a model's training the data tell at once; in batches, which are copies, nothing else does.
        if (made.Count == 0 && Lint.Data?.AllTarget.RequiresGrad != true)
            return [];
        var shape = Lint.Data?.AllTarget.Shape ?? _compared[0].Shape;
        string names = string.Join(", ", made.Where(p => p.IsNamed).Select(p => p.Name).Distinct().Take(4));
        string from = names.Length == 0 ? string.Empty : $", and is made of {names}";
        return
        [
            Found("target", made.Count == 0 ? 1 : _compared[0].Step, 1,
                "The target requires a gradient: Detach() it. It is data, and a backward pass has no business there.",
                $"The target of shape {shape} requires a gradient{from}.",
                "Compute it in Invoke-NoGrad { }, or take $Y.Detach() as target; the numbers that made it need no -RequiresGrad."),
        ];
    }
}
