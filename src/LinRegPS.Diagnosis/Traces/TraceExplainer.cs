using LinRegPS.Diagnosis.Comparison;
using static System.FormattableString;

namespace LinRegPS.Diagnosis.Traces;

/// <summary>Compares trainings with the first of them, and says why they part.</summary>
public static class TraceExplainer
{
    /// <summary>A verdict on every trace but the first, which is the reference.</summary>
    /// <param name="traces">The traces; at least two.</param>
    /// <param name="loss">The loss to count epochs to; by default the least that both reach.</param>
    /// <param name="known">What is known of the data; names factors.</param>
    /// <exception cref="InvalidValueException">There are fewer than two traces, or two have no epoch, or nothing to compare, in common.</exception>
    /// <exception cref="ShapeMismatchException">A parameter has other sizes in another trace.</exception>
    public static IReadOnlyList<TrainingComparison> Explain(IReadOnlyList<TrainingTrace> traces, double? loss, GradientContext known)
    {
        if (traces.Count < 2)
            throw DiagnosisErrors.OneTraining(traces.Count);
        var reference = traces[0];
        var causes = traces.Skip(1).Select(candidate => new TrainingCause(new TraceAlignment(reference, candidate), known)).ToList();
        var explanations = causes.ConvertAll(cause => cause.Explain());
        return [.. causes.Select((cause, i) => Verdict(cause, explanations[i], Restored(i, causes, explanations), loss))];
    }

    private static TrainingComparison Verdict(TrainingCause cause, Explanation why, string restored, double? loss)
    {
        var (reference, candidate) = (cause.Alignment.Reference, cause.Alignment.Candidate);
        var parting = cause.Parting;
        double? target = loss ?? LeastCommon(reference, candidate);
        int? referenceTo = target is { } t ? reference.EpochsTo(t) : null, candidateTo = target is { } u ? candidate.EpochsTo(u) : null;
        int? referenceStill = reference.StandstillEpoch(), candidateStill = candidate.StandstillEpoch();
        double? speed = Ratio(referenceTo, candidateTo) ?? (loss is null ? Ratio(referenceStill, candidateStill) : null);
        string progress = cause.Parting is null ? string.Empty
            : Reaching(reference, candidate, target, referenceTo, candidateTo) + Standing(reference, candidate, referenceStill, candidateStill)
                + Diverging(reference) + Diverging(candidate);
        return new TrainingComparison(
            reference.Name, candidate.Name, why.Cause, why.Finding + restored, $"{why.Evidence}{progress}".Trim(), why.Remedy)
        {
            CommonEpochs = cause.Alignment.Epochs.Count,
            PartEpoch = parting is null ? null : cause.Alignment.Epochs[parting.Place].Reference.Epoch,
            PartUlp = parting?.Ulp,
            PartQuantity = parting?.Quantity.Kind,
            PartName = parting?.Quantity.Name ?? string.Empty,
            Factor = why.Factor,
            ReferenceRate = cause.ReferenceRate?.Value,
            CandidateRate = cause.CandidateRate?.Value,
            ReferenceStandstillEpoch = referenceStill,
            CandidateStandstillEpoch = candidateStill,
            TargetLoss = target,
            ReferenceEpochsToLoss = referenceTo,
            CandidateEpochsToLoss = candidateTo,
            SpeedRatio = speed,
        };

        static double? Ratio(int? reference, int? candidate) => candidate > 0 ? (double?)reference / candidate : null;
    }

    // The least loss that both reach; none where one never gets below where it began.
    private static double? LeastCommon(TrainingTrace reference, TrainingTrace candidate)
    {
        if (reference.LeastLoss() is not { } one || candidate.LeastLoss() is not { } other)
            return null;
        float least = Math.Max(one, other);
        return least < reference.Points[0].Loss && least < candidate.Points[0].Loss ? least : null;
    }

    private static string Reaching(TrainingTrace reference, TrainingTrace candidate, double? target, int? referenceTo, int? candidateTo) =>
        target is null || (referenceTo is null && candidateTo is null)
            ? string.Empty
            : Invariant($" Loss {target:G7} is reached {At(candidate, candidateTo, "in epoch", "never")} by {candidate.Name}, {At(reference, referenceTo, "in epoch", "never")} by {reference.Name}.");

    private static string Standing(TrainingTrace reference, TrainingTrace candidate, int? referenceStill, int? candidateStill) =>
        referenceStill is null && candidateStill is null
            ? string.Empty
            : $" Parameters stand still {At(candidate, candidateStill, "since epoch", "not yet")} in {candidate.Name}, {At(reference, referenceStill, "since epoch", "not yet")} in {reference.Name}.";

    private static string Diverging(TrainingTrace trace) =>
        trace.DivergedEpoch() is { } epoch ? $" {trace.Name} has diverged: its loss is not finite in epoch {epoch}." : string.Empty;

    // Of a thinned record, it may have been any epoch since the one recorded before.
    private static string At(TrainingTrace trace, int? epoch, string words, string none) =>
        epoch is not { } number ? none : trace.Points.Any(point => point.Epoch == number - 1) || number == trace.Points[0].Epoch
            ? $"{words} {number}" : $"by epoch {number}";

    // What another of the trainings shows: that this one without its factor, or its parameter, is the reference.
    private static string Restored(int candidate, List<TrainingCause> causes, List<Explanation> explanations)
    {
        var (why, cause) = (explanations[candidate], causes[candidate]);
        if (why is { Cause: TrainingDifference.GradientFactor, Factor: { } factor } && cause.ExactFactor)
        {
            int same = explanations.FindIndex(other => other.Cause == TrainingDifference.None);
            if (same >= 0)
            {
                return Invariant($" {Name(same)}, whose gradient there is this one divided by {factor:G7}, agrees with {cause.Alignment.Reference.Name} to the bit in all {Epochs(same)} epochs: ")
                    + Invariant($"division by {(cause.IsSampleCount(factor) ? "N = " : string.Empty)}{factor:G7} restores agreement to the bit.");
            }
            int alike = explanations.FindIndex(other => other != why && other.Cause == TrainingDifference.GradientFactor && other.Factor == factor);
            if (alike >= 0 && new TraceAlignment(causes[alike].Alignment.Candidate, cause.Alignment.Candidate) is { } both && both.First() is null)
                return $" {Name(alike)} has the same factor, and agrees with {cause.Alignment.Candidate.Name} to the bit in all {both.Epochs.Count} epochs.";
        }
        if (why.Cause == TrainingDifference.Parameter && cause.Alignment.OnlyReference.Count == 0)
        {
            int without = explanations.FindIndex(other => other.Cause == TrainingDifference.None);
            if (without >= 0 && causes[without].Alignment is { OnlyCandidate.Count: 0, OnlyReference.Count: 0 })
                return $" {Name(without)}, which has not got it either, agrees with {cause.Alignment.Reference.Name} to the bit in all {Epochs(without)} epochs.";
        }
        return string.Empty;

        string Name(int other) => causes[other].Alignment.Candidate.Name;
        int Epochs(int other) => causes[other].Alignment.Epochs.Count;
    }
}
