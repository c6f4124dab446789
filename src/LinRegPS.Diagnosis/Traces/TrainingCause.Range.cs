namespace LinRegPS.Diagnosis.Traces;

// What can be said where numbers leave the range of float32, and where they agree in it.
internal sealed partial class TrainingCause
{
    private Explanation Identical()
    {
        string compared = $"Compared: {string.Join(", ", Alignment.Quantities.Select(quantity => quantity.Name))}.";
        string unshared = Alignment.OnlyCandidate.Count + Alignment.OnlyReference.Count > 0 ? $" {Unshared()}, and it makes no difference." : string.Empty;
        // What is beyond float32 in both may be anything in each.
        if (Alignment.FirstNotFinite() is not { } place)
            return new(TrainingDifference.None, $"{Candidate} agrees with {Reference} to the bit in all {Alignment.Epochs.Count} epochs that both have.{unshared}", compared);
        return new(
            place == 0 ? TrainingDifference.Unknown : TrainingDifference.None,
            place == 0 ? $"{Candidate} and {Reference} are not finite from epoch {Epoch(0)} on: there is nothing to compare."
                : $"{Candidate} agrees with {Reference} to the bit up to epoch {Epoch(place - 1)}; from epoch {Epoch(place)} on both have left the range of float32, and nothing can be compared.{unshared}",
            compared, "Lower the learning rate of both; numbers above 3.4E+38 are infinite in float32.");
    }

    // From the same state one is beyond float32 and the other is not: doubles against float32, for instance.
    private Explanation? Diverged(int place)
    {
        var found = Alignment.Quantities.FirstOrDefault(quantity => quantity.IsFinite(Alignment.Epochs[place]) is { } finite && finite.Reference != finite.Candidate);
        if (found?.IsFinite(Alignment.Epochs[place]) is not { } which)
            return null;
        string gone = which.Reference ? Candidate : Reference, stays = which.Reference ? Reference : Candidate;
        return new(
            TrainingDifference.Diverged,
            $"{gone} is not finite in epoch {Epoch(place)}, {found.Name}, where {stays} still is.",
            PartText(),
            $"Find why {gone} leaves the range of float32: a rate that is too high, an overflow on the way to the loss, or NaN in the data. Compare the epochs before.");
    }
}
