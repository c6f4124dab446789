using LinRegPS.Diagnosis.Comparison;
using LinRegPS.Numerics;
using static System.FormattableString;

namespace LinRegPS.Diagnosis.Traces;

/// <summary>A cause in words.</summary>
internal sealed record Explanation(TrainingDifference Cause, string Finding, string Evidence, string Remedy = "", double? Factor = null);

/// <summary>
/// Why two traces part. An epoch computes loss, gradient, step, in this order: whatever differs first, by more than
/// rounding, in the first epoch that differs, is where the cause lies.
/// </summary>
internal sealed partial class TrainingCause
{
    private readonly GradientContext _known;
    private readonly SameState _same;

    public TrainingCause(TraceAlignment alignment, GradientContext known)
    {
        (Alignment, _known) = (alignment, known);
        (ReferenceRate, CandidateRate) = (StepRate.Of(alignment.Reference), StepRate.Of(alignment.Candidate));
        Parting = alignment.First();
        _same = new SameState(this);
    }

    public TraceAlignment Alignment { get; }

    public StepRate? ReferenceRate { get; }

    public StepRate? CandidateRate { get; }

    public Parting? Parting { get; }

    /// <summary>Whether the gradient without its factor is the reference's to the bit.</summary>
    public bool ExactFactor { get; private set; }

    /// <summary>Whether a factor is known to be the number of samples.</summary>
    public bool IsSampleCount(double factor) => factor == _known.Samples;

    private string Reference => Alignment.Reference.Name;

    private string Candidate => Alignment.Candidate.Name;

    public Explanation Explain()
    {
        if (Parting is null)
            return Identical();
        // Up to where they part all was the same: more than fresh rounding there has a cause there.
        bool fresh = Alignment.Quantities.Any(quantity => !Alignment.Agree(quantity, Parting.Place, fresh: true));
        if ((fresh ? Parting.Place : Alignment.FirstGross()) is not { } place)
            return Shifted() ?? OtherRate() ?? OtherOptimizer() ?? (Parting.Place > 0 ? OtherParameter(Parting.Place) : null) ?? Rounded();
        var why = Shifted() ?? ScaledLoss() ?? Parted(place, fresh);
        return why with { Finding = why.Finding + Besides(why.Cause) };
    }

    private Explanation Parted(int place, bool fresh)
    {
        if (Diverged(place) is { } diverged)
            return OtherRate() ?? OtherOptimizer() ?? OtherParameter(Parting!.Place) ?? diverged;
        bool? loss = Alignment.Agree(TrainingQuantity.Loss, place, fresh), gradient = Alignment.Agree(TrainingQuantity.Gradient, place, fresh);
        if (gradient == false && FactorAt(place, loss) is { } factor)
            return factor;
        if (Drifts(place))
            return OtherRate() ?? OtherOptimizer() ?? OtherParameter(Parting!.Place) ?? Drifted(place);
        if (loss == false || (gradient == false && _same.StartsDiffer() == true && place == 0))
            return OtherParameter(place) ?? (place == 0 ? OtherStart() : OtherData(place));
        if (gradient == false)
            return OtherGradient(place, fresh);
        return OtherRate() ?? OtherOptimizer() ?? OtherParameter(place) ?? Unknown(place);
    }

    private Explanation Rounded()
    {
        double drift = Alignment.Quantities.Max(quantity => Alignment.Epochs.Max(epoch => Far(quantity, epoch)));
        return new(
            TrainingDifference.Rounding,
            $"{Candidate} parts from {Reference} only by rounding: another order of summation, a fused multiply-add, or numbers kept in double.",
            Invariant($"{PartText()} They stay together: no quantity ever differs by more than {drift:G2} of its greatest value."),
            "None is needed. For the same bits, sum and step in the same order and precision.");

        static double Far(TraceQuantity quantity, (TracePoint Reference, TracePoint Candidate) epoch) =>
            quantity.Pair(epoch) is { } pair && quantity.Scale[^1] > 0
                ? pair.Reference.ToArray().Zip(pair.Candidate.ToArray(), (r, c) => Math.Abs((double)r - c)).Max() / quantity.Scale[^1] : 0;
    }

    // Small differences that have grown before they count are not what makes the first great one.
    private bool Drifts(int place)
    {
        if (Parting!.Place >= place || Alignment.Epochs[place].Reference.Epoch - Alignment.Epochs[place - 1].Reference.Epoch != 1)
            return false;
        const double grown = 0.1;
        return Alignment.Quantities.Any(quantity =>
            quantity.Pair(Alignment.Epochs[place - 1]) is { } pair
            && pair.Reference.ToArray().Zip(pair.Candidate.ToArray(), (r, c) => Math.Abs((double)r - c)).Max() > grown * Alignment.Slack(quantity, place - 1));
    }

    private Explanation Drifted(int place) => new(
        TrainingDifference.Unknown,
        $"{Candidate} drifts away from {Reference}: by little at first, by more than rounding from epoch {Epoch(place)} on.",
        PartText(),
        "Look for a small term that only one has, weight decay for instance, or for a rate at which training magnifies rounding.");

    private Explanation? Shifted()
    {
        bool same = Alignment.Quantities.Where(quantity => quantity.Kind != TrainingQuantity.Parameter)
            .Select(quantity => Enumerable.Range(0, Alignment.Epochs.Count).All(place => Alignment.Agree(quantity, place)))
            .DefaultIfEmpty(false).All(agrees => agrees);
        var parameters = Alignment.Of(TrainingQuantity.Parameter).ToList();
        if (!same || parameters.Count == 0)
            return null;
        bool candidateBefore = _same.Shifted(parameters, candidateLate: true);
        if (!candidateBefore && !_same.Shifted(parameters, candidateLate: false))
            return null;
        string before = candidateBefore ? Candidate : Reference, after = candidateBefore ? Reference : Candidate;
        return new(
            TrainingDifference.RecordedBeforeStep,
            $"The trainings are the same, but {before} records its parameters before the epoch's step, {after} after it.",
            $"Losses and gradients agree in all {Alignment.Epochs.Count} epochs; each parameter of {after} is that of {before} one epoch later.",
            "Record both at the same place of the loop.");
    }

    private Explanation? ScaledLoss()
    {
        var others = Alignment.Quantities.Where(quantity => quantity.Kind != TrainingQuantity.Loss).ToList();
        var loss = Alignment.Of(TrainingQuantity.Loss).FirstOrDefault();
        if (loss is null || others.Count == 0 || !others.TrueForAll(quantity => Enumerable.Range(0, Alignment.Epochs.Count).All(place => Alignment.Agree(quantity, place))))
            return null;
        var pairs = Alignment.Epochs.Select(epoch => loss.Pair(epoch)).OfType<(Tensor Reference, Tensor Candidate)>().ToList();
        float[] reference = [.. pairs.Select(pair => pair.Reference.Item())], candidate = [.. pairs.Select(pair => pair.Candidate.Item())];
        // A factor near 1 is what a slightly different training looks like, and no scale that someone chose.
        const double leastScale = 1e-3;
        if (ConstantFactor.Likely(reference, candidate) is not { } factor || Math.Abs(factor - 1) < leastScale
            || !reference.Zip(candidate).All(pair => ConstantFactor.Near(pair.First * factor, pair.Second, Alignment.Slack(loss, Alignment.Epochs.Count - 1))))
        {
            return null;
        }
        bool bits = others.TrueForAll(quantity => Alignment.Epochs.All(epoch => quantity.Distance(epoch) is null or 0));
        return new(
            TrainingDifference.LossScale,
            Invariant($"Only the loss is scaled: {Candidate}'s is {factor:G7} x {Reference}'s in every epoch; gradients and parameters agree{(bits ? " to the bit" : " but for rounding")}."),
            Invariant($"{PartText()} {pairs.Count} losses compared, the first {reference[0]:G9} and {candidate[0]:G9}."),
            "Nothing is wrong with the training; compare losses of the same definition (sum or mean, with or without a factor).",
            factor);
    }

    // The gradient at one place is the reference's times a number, from the same parameters.
    private Explanation? FactorAt(int place, bool? lossAgrees)
    {
        var epoch = Alignment.Epochs[place];
        var pairs = Alignment.Of(TrainingQuantity.Gradient).Select(quantity => quantity.Pair(epoch)).OfType<(Tensor Reference, Tensor Candidate)>().ToList();
        float[] reference = [.. pairs.SelectMany(pair => pair.Reference.ToArray())], candidate = [.. pairs.SelectMany(pair => pair.Candidate.ToArray())];
        if (ConstantFactor.Find(reference, candidate) is not { } factor || Math.Abs(factor - 1) < ConstantFactor.Tolerance)
            return null;
        // A mirrored start, say w = 4 against 0 for a slope of 2, has the same loss and a gradient of the other sign.
        bool? startsDiffer = place == 0 ? _same.StartsDiffer() : null;
        if (startsDiffer == true)
            return null;
        bool scaled = lossAgrees == false && LossFactor(place) is { } ofLoss && Math.Abs((ofLoss / factor) - 1) < ConstantFactor.Tolerance;
        if (!scaled && (lossAgrees == false || (lossAgrees is null && startsDiffer is null)))
            return null;
        ExactFactor = reference.Zip(candidate).All(pair => Ulp.Distance((float)(pair.Second / factor), pair.First) == 0);
        var features = _known with { Features = _known.Features ?? pairs.Select(pair => pair.Reference.Shape).Where(shape => shape.Rank > 0).Select(shape => (int?)shape[-1]).FirstOrDefault() };
        string? meaning = FactorName.Describe(factor, features.Samples, features.Features, features.BatchSize);
        string finding = scaled
            ? Invariant($"Loss and gradient of {Candidate} are {factor:G7} x {Reference}'s: the loss itself is multiplied by {factor:G7}")
            : Invariant($"The gradient of {Candidate} is {factor:G7} x {Reference}'s, from the same parameters");
        var (further, equal) = _same.Compare(factor);
        string places = $"At {further} more {(further == 1 ? "place" : "places")} where both stood at the same parameters";
        string elsewhere = further == 0 ? string.Empty
            : equal == further ? $" {places}, so it does too."
            : equal > 0 ? $" {places}, so it does {(equal == 1 ? "once" : $"{equal} times")}."
            : $" {places}, it does not to the bit.";
        string lossText = lossAgrees is not null && epoch.Reference.Loss == epoch.Candidate.Loss ? Invariant($"the loss is {Loss(epoch.Reference)} in both, ")
            : lossAgrees is not null ? Invariant($"the loss is {Loss(epoch.Candidate)} against {Loss(epoch.Reference)}, ") : string.Empty;
        return new(
            TrainingDifference.GradientFactor, finding + (meaning is null ? "." : $"; {meaning}."),
            Invariant($"In epoch {epoch.Reference.Epoch} {lossText}the gradient {candidate[0]:G9} against {reference[0]:G9}; divided by {factor:G7} it agrees ")
                + (ExactFactor ? "to the bit." : "but for rounding.") + elsewhere,
            FactorName.Remedy(factor, features.Samples, features.Features, features.BatchSize)
                ?? Invariant($"Divide the gradient of {Candidate} by {factor:G7}, and look for where the factor comes from."),
            factor);
    }

    private double? LossFactor(int place)
    {
        var epoch = Alignment.Epochs[place];
        return epoch is { Reference.Loss: { } reference, Candidate.Loss: { } candidate } ? ConstantFactor.Find([reference], [candidate]) : null;
    }

    private Explanation? OtherParameter(int place)
    {
        // A parameter that has been 0 all the time, or nothing, can't be the cause.
        bool moved = Alignment.Epochs.Take(place + 1).Any(epoch =>
            Nonzero(epoch.Reference.Parameters, Alignment.OnlyReference) || Nonzero(epoch.Candidate.Parameters, Alignment.OnlyCandidate));
        if (!moved)
            return null;
        return new(
            TrainingDifference.Parameter,
            $"{Unshared()}: it is another model.",
            $"{PartText()}{Values(place)}",
            Bias() ? "Leave the bias out (-NoBias) to compare like with like; if it is meant, centre the feature, so that weight and bias no longer pull against each other."
                : "Give both the same parameters.");

        static bool Nonzero(Tensor?[] parameters, IReadOnlyList<int> which) =>
            which.Any(i => parameters[i] is { } parameter && parameter.ToArray().Any(element => element != 0));

        bool Bias() => Alignment.OnlyCandidate.Select(i => Alignment.Candidate.ParameterNames[i])
            .Concat(Alignment.OnlyReference.Select(i => Alignment.Reference.ParameterNames[i]))
            .All(name => name.EndsWith("bias", StringComparison.OrdinalIgnoreCase) || name.Equals("b", StringComparison.OrdinalIgnoreCase));
    }

    private Explanation OtherStart()
    {
        if (_same.StartsDiffer() == false)
            return OtherData(0);
        return new(
            TrainingDifference.Start,
            _same.StartsDiffer() == true
                ? $"{Candidate} starts from other parameters than {Reference}{_same.StartText()}."
                : $"{Candidate} differs from {Reference} from the first epoch's loss on: it starts from other parameters, or has other data.",
            PartText(),
            "Start both from the same parameters: the same -Seed, or the same -Weight and -Bias.");
    }

    private Explanation OtherData(int place)
    {
        bool sameState = place == 0 ? _same.StartsDiffer() == false : _same.AgreedBefore(place);
        if (!sameState)
            return Unknown(place);
        return new(
            TrainingDifference.Data,
            $"From the same parameters {Candidate} has another loss than {Reference} in epoch {Epoch(place)}: other data, or another loss function.",
            PartText(),
            "Compare the data, their order in batches, and the loss at one set of parameters.");
    }

    private Explanation OtherGradient(int place, bool fresh)
    {
        var epoch = Alignment.Epochs[place];
        var verdict = Alignment.Of(TrainingQuantity.Gradient).Where(quantity => !Alignment.Agree(quantity, place, fresh))
            .Select(quantity => GradientExplainer.Explain(
                new(quantity.Name, new(null, quantity.Pair(epoch)!.Value.Reference), new(null, quantity.Pair(epoch)!.Value.Candidate)), _known))
            .First();
        return new(
            TrainingDifference.Gradient,
            $"{Candidate} has another gradient than {Reference} in epoch {Epoch(place)}, {verdict.Name}. {verdict.Finding}",
            $"{PartText()} {verdict.Evidence}", verdict.Remedy, verdict.Factor);
    }

    private Explanation? OtherRate()
    {
        if (ReferenceRate is not { } reference || CandidateRate is not { } candidate || !reference.DiffersFrom(candidate))
            return null;
        return new(
            TrainingDifference.Rate,
            Invariant($"{Candidate} has the learning rate {candidate.Value:G7}, {Reference} {reference.Value:G7}: {candidate.Value / reference.Value:G7} x."),
            Invariant($"{PartText()} The rate is step / gradient, the same in all epochs of each."),
            "Use the same learning rate.");
    }

    private Explanation? OtherOptimizer()
    {
        bool reference = ReferenceRate is null && StepRate.HasSteps(Alignment.Reference), candidate = CandidateRate is null && StepRate.HasSteps(Alignment.Candidate);
        var (ofReference, ofCandidate) = (reference ? StepMethod.Of(Alignment.Reference) : null, candidate ? StepMethod.Of(Alignment.Candidate) : null);
        // Of two that both do more than that, only what each does tells whether they do the same.
        if (reference && candidate && ofReference is not null && ofCandidate is not null && ofReference != ofCandidate)
        {
            return new(
                TrainingDifference.Optimizer,
                $"{Candidate} steps {ofCandidate.Words}; {Reference} {ofReference.Words}.", PartText(), "Compare the optimizers and their options.");
        }
        if (reference == candidate)
            return null;
        string who = candidate ? Candidate : Reference, other = candidate ? Reference : Candidate;
        string rate = (candidate ? ReferenceRate : CandidateRate) is { } fits ? Invariant($"those of {other} are {fits.Value:G7}") : $"{other} does not record them";
        return new(
            TrainingDifference.Optimizer,
            $"{who} does not step by one rate times its gradient: momentum, weight decay, a schedule, or another optimizer."
                + ((ofReference ?? ofCandidate) is { } method ? $" It steps {method.Words}." : string.Empty),
            $"{PartText()} Its steps divided by its gradients are not one number; {rate}.",
            "Compare the optimizers and their options.");
    }

    private Explanation Unknown(int place) => new(
        TrainingDifference.Unknown,
        $"{Candidate} parts from {Reference} in epoch {Epoch(place)}; what is recorded does not tell why.",
        PartText(),
        "Record every epoch from the first, with its loss, parameters and gradients (name and name.grad): Invoke-Training does.");
}
