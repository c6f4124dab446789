using LinRegPS.Diagnosis.Lint.Watching;

namespace LinRegPS.Diagnosis.Lint.Rules;

// Steps that are too long or too short for the loss's curvature.

/// <summary>A rate above 2 / the largest curvature, or a loss that rises for three steps.</summary>
internal sealed class RateTooHigh : LintRule
{
    private const double Growth = 10;

    public override IEnumerable<TrainingFinding> Findings()
    {
        var (curvature, source, step) = Curvature();
        bool tooSteep = curvature is > 0 && Lint.LearningRate > 2 / curvature;
        var losses = Lint.Losses;
        // Batches have losses of their own, and the sum of old gradients, or a momentum, overshoots at any rate: there the
        // loss does not tell.
        var rises = Lint.DataVaries || Lint.HasPiledUp || Lint.LearningRate is null ? null : losses.ThreeRises;
        bool tells = !Lint.HasPiledUp && !Lint.RatesAreZero && losses.Count > 3;
        bool grown = tells && (!Lint.DataVaries || Lint.Batches is not null) && losses.IsAbove(losses.Last, losses.First, Growth);
        // A loss that is NaN at once, or by its data, is not one that steps have thrown far away.
        bool lost = tells && Lint.DataIsFinite && !float.IsFinite(losses.Last) && float.IsFinite(losses.First)
            && losses.IsAbove(losses.Greatest, losses.First, Growth);
        if ((!tooSteep && rises is null && !grown && !lost) || Lint.Maximizes)
            return [];
        string evidence = rises is { } r
            ? $"The loss rose three times in a row from epoch {r.Step}: {Number(r.From)} to {Number(r.To)}. "
            : grown || lost ? $"The loss went from {Number(losses.First)} to {Number(losses.Last)}. " : string.Empty;
        // What is below 0 may be meant to rise: the logarithm of a likelihood.
        if (Lint.Ascends)
        {
            return losses.First < 0 ? [] :
            [
                Found("LearningRate", rises?.Step ?? step, Math.Max(losses.ThreeRisesCount, 1),
                    "The steps go up the slope and not down: the loss rises at any rate.",
                    evidence + "Each step adds what points along the gradient.",
                    "Subtract it: $w.Sub_(0.01 * $w.Grad); or step with Step-Sgd."),
            ];
        }
        if (tooSteep)
            evidence += $"Learning rate {Number(Lint.LearningRate!.Value)}; largest curvature {Rough(curvature!.Value)} ({source}), so rates above 2 / {Rough(curvature.Value)} = {Rough(2 / curvature.Value)} diverge.";
        // What is too high is not mended by more: where all data allow the rate, a part of them does not.
        string remedy = curvature is > 0 && !(Lint.LearningRate < 1 / curvature)
            ? $"Take 1 / {Rough(curvature.Value)} = {Rough(1 / curvature.Value)} as learning rate, or scale the features."
            : "Take a tenth of the learning rate, and scale the features.";
        return
        [
            Found("LearningRate", rises?.Step ?? step, Math.Max(losses.ThreeRisesCount, 1),
                "The learning rate is too high: the steps overshoot, and the loss " + (losses.Rises > 0 ? "rises or oscillates." : "is going to rise."),
                evidence.TrimEnd(), remedy),
        ];
    }

    // A model's curvature changes while it learns: what counts is the smaller of first and last.
    private (double? Value, string Source, int Step) Curvature()
    {
        if (!Lint.IsGradientDescent)
            return (null, string.Empty, 1);
        if (Lint.Curvature is { } model)
        {
            double? start = model.AtStart;
            if (!(Lint.LearningRate > 2 / start) || !float.IsFinite(Lint.Losses.Last))
                return (start, "at the start", 1);
            double? end = model.Measure();
            return end < start ? (end, "at the end", 1) : (start, "at the start", 1);
        }
        // Along a path through a loss that is no parabola a single large value may pass; a rise of the loss confirms it.
        return Lint.Losses.Rises > 0 ? (Lint.Path.Largest, "along the way", Lint.Path.LargestAt) : (null, string.Empty, 1);
    }
}

/// <summary>A rate so low that nothing moves: what an epoch's steps add up to, times the largest curvature, is below 0.001.</summary>
internal sealed class RateTooLow : LintRule
{
    private const double Least = 1e-3;

    public override IEnumerable<TrainingFinding> Findings()
    {
        double? curvature = !Lint.IsGradientDescent ? null : Lint.Curvature is { } model ? model.AtStart : Crawls() ? Lint.Path.Largest : null;
        int steps = Lint.Batches?.Count ?? 1;
        if (curvature is not > 0 || Lint.GreatestLearningRate is not > 0 || !(Lint.GreatestLearningRate * curvature * steps < Least))
            return [];
        double product = Lint.GreatestLearningRate.Value * curvature.Value * steps;
        string times = steps == 1 ? string.Empty : $" x {steps} steps";
        return
        [
            Found("LearningRate", 1, Math.Max(Lint.Losses.Count, 1),
                $"The learning rate is too low: even along the steepest direction an epoch takes off only {Rough(100 * product)} percent of the error.",
                $"Learning rate {Number(Lint.GreatestLearningRate.Value)} x largest curvature {Rough(curvature.Value)}{times} = {Rough(product)}, below {Number(Least)}. The loss went from {Number(Lint.Losses.First)} to {Number(Lint.Losses.Last)} in {Plural(Lint.Losses.Count, "epoch", "epochs")}.",
                $"Take 1 / {Rough(curvature.Value)} = {Rough(1 / curvature.Value)}, or anything up to twice that."),
        ];
    }

    // The path shows a lower bound of the curvature; a loss that falls faster than such a rate allows refutes it.
    private bool Crawls()
    {
        var losses = Lint.Losses;
        return losses.Count > 1 && losses.First > 0 && losses.Lowest > 0
            && Math.Log(losses.First / losses.Lowest) < 2 * Least * (losses.Count - 1) * 1.5;
    }
}
