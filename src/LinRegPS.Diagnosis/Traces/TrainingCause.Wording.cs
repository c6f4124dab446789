using LinRegPS.Diagnosis.Comparison;
using static System.FormattableString;

namespace LinRegPS.Diagnosis.Traces;

// The sentences that several causes share.
internal sealed partial class TrainingCause
{
    private string Values(int place)
    {
        var epoch = Alignment.Epochs[Math.Max(place - 1, 0)];
        var values = Alignment.OnlyCandidate.Select(i => (Name: Alignment.Candidate.ParameterNames[i], Value: epoch.Candidate.Parameters[i]))
            .Concat(Alignment.OnlyReference.Select(i => (Name: Alignment.Reference.ParameterNames[i], Value: epoch.Reference.Parameters[i])))
            .Where(item => item.Value is { Numel: 1 })
            .Select(item => Invariant($"{item.Name} is {item.Value!.Item():G7}")).ToList();
        return values.Count == 0 ? string.Empty : $" In epoch {epoch.Reference.Epoch} {string.Join(", ", values)}.";
    }

    // What else differs, besides the cause.
    private string Besides(TrainingDifference cause)
    {
        string text = string.Empty;
        if (cause != TrainingDifference.Parameter && Alignment.OnlyCandidate.Count + Alignment.OnlyReference.Count > 0)
            text += $" Besides, {Unshared()}.";
        if (cause is not (TrainingDifference.Rate or TrainingDifference.RecordedBeforeStep) && OtherRate() is not null)
            text += Invariant($" Besides, the learning rate is {CandidateRate!.Value:G7} against {ReferenceRate!.Value:G7}.");
        return text;
    }

    private string Unshared()
    {
        string[] parts =
        [
            .. Has(Candidate, Alignment.OnlyCandidate.Select(i => Alignment.Candidate.ParameterNames[i]), Reference),
            .. Has(Reference, Alignment.OnlyReference.Select(i => Alignment.Reference.ParameterNames[i]), Candidate),
        ];
        return string.Join(", and ", parts);

        static IEnumerable<string> Has(string who, IEnumerable<string> names, string other)
        {
            string[] all = [.. names];
            if (all.Length > 0)
                yield return $"{who} has the {(all.Length == 1 ? "parameter" : "parameters")} {string.Join(", ", all)}, which {other} has not";
        }
    }

    private string PartText()
    {
        var epoch = Alignment.Epochs[Parting!.Place];
        var (reference, candidate) = Parting.Quantity.Pair(epoch)!.Value;
        int worst = GradientDistance.Between(reference.Data, candidate.Data).Worst;
        return Invariant($"They part in epoch {epoch.Reference.Epoch} by {Parting.Ulp} ulp in {Parting.Quantity.Name}: {candidate.Data[worst]:G9} against {reference.Data[worst]:G9}.");
    }

    private int Epoch(int place) => Alignment.Epochs[place].Reference.Epoch;

    private static string Loss(TracePoint point) => Invariant($"{point.Loss:G9}");
}
