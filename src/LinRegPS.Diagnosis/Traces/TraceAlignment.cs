using LinRegPS.Diagnosis.Comparison;
using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Diagnosis.Traces;

/// <summary>Two traces side by side: the epochs and the parameters that both have.</summary>
internal sealed class TraceAlignment
{
    // Beyond this part of the greatest value that a quantity has had, a difference is more than gathered rounding.
    private const double Gross = 1e-4;

    // A gradient that cancels is rounding alone, as large as the other gradients make it.
    private const double Cancelled = 1e-6;

    private readonly List<(int Reference, int Candidate)> _shared;

    public TraceAlignment(TrainingTrace reference, TrainingTrace candidate)
    {
        (Reference, Candidate) = (reference, candidate);
        var byEpoch = candidate.Points.ToDictionary(point => point.Epoch);
        Epochs = [.. reference.Points.Where(point => byEpoch.ContainsKey(point.Epoch)).Select(point => (point, byEpoch[point.Epoch]))];
        if (Epochs.Count == 0)
            throw DiagnosisErrors.NoCommonEpoch(reference.Name, candidate.Name);
        _shared = ParameterNames.Match(reference.ParameterNames, candidate.ParameterNames);
        foreach (var (r, c) in _shared)
            CheckSizes(reference, r, candidate, c);
        OnlyReference = [.. Enumerable.Range(0, reference.ParameterNames.Count).Except(_shared.Select(pair => pair.Reference))];
        OnlyCandidate = [.. Enumerable.Range(0, candidate.ParameterNames.Count).Except(_shared.Select(pair => pair.Candidate))];
        Quantities = [.. AllQuantities()];
        if (Quantities.Count == 0)
            throw DiagnosisErrors.NothingToCompare(reference.Name, candidate.Name);
    }

    public TrainingTrace Reference { get; }

    public TrainingTrace Candidate { get; }

    /// <summary>The epochs that both have recorded.</summary>
    public IReadOnlyList<(TracePoint Reference, TracePoint Candidate)> Epochs { get; }

    /// <summary>Which of the reference's parameters have no counterpart.</summary>
    public IReadOnlyList<int> OnlyReference { get; }

    /// <summary>Which of the candidate's parameters have no counterpart.</summary>
    public IReadOnlyList<int> OnlyCandidate { get; }

    /// <summary>What both record, in the order in which an epoch computes it.</summary>
    public IReadOnlyList<TraceQuantity> Quantities { get; }

    public IEnumerable<TraceQuantity> Of(TrainingQuantity kind) => Quantities.Where(quantity => quantity.Kind == kind);

    /// <summary>The first difference of any size, or null.</summary>
    public Parting? First()
    {
        for (int epoch = 0; epoch < Epochs.Count; epoch++)
        {
            foreach (var quantity in Quantities)
            {
                if (quantity.Distance(Epochs[epoch]) is > 0 and var ulp)
                    return new Parting(epoch, quantity, ulp);
            }
        }
        return null;
    }

    /// <summary>The first epoch, by its place, with a difference that is more than gathered rounding; null where there is none.</summary>
    public int? FirstGross()
    {
        for (int epoch = 0; epoch < Epochs.Count; epoch++)
        {
            if (!Quantities.All(quantity => Agree(quantity, epoch)))
                return epoch;
        }
        return null;
    }

    /// <summary>The first epoch, by its place, in which something is not finite; null where there is none.</summary>
    public int? FirstNotFinite()
    {
        int place = Enumerable.Range(0, Epochs.Count).FirstOrDefault(i => Quantities.Any(quantity => quantity.IsFinite(Epochs[i]) is { } finite && !(finite.Reference && finite.Candidate)), -1);
        return place < 0 ? null : place;
    }

    /// <summary>Whether a quantity agrees in an epoch but for rounding: gathered over epochs, or fresh, from the same parameters.</summary>
    public bool Agree(TraceQuantity quantity, int epoch, bool fresh = false)
    {
        if (quantity.Distance(Epochs[epoch]) is not { } ulp || ulp == 0)
            return true;
        var (r, c) = quantity.Pair(Epochs[epoch])!.Value;
        ReadOnlySpan<float> reference = r.Data, candidate = c.Data;
        for (int i = 0; i < reference.Length; i++)
        {
            if (!ConstantFactor.Near(reference[i], candidate[i], Slack(quantity, epoch, fresh)))
                return false;
        }
        return true;
    }

    /// <summary>The difference that rounding may make to a quantity in an epoch, besides that of its own last digits.</summary>
    public double Slack(TraceQuantity quantity, int epoch, bool fresh = false) =>
        (fresh ? 0 : Gross * quantity.Scale[epoch]) + (Cancelled * Of(quantity.Kind).Max(other => other.Scale[epoch]));

    /// <summary>Whether all of one kind agree in an epoch but for rounding; null where none is recorded.</summary>
    public bool? Agree(TrainingQuantity kind, int epoch, bool fresh = false)
    {
        var recorded = Of(kind).Where(quantity => quantity.Pair(Epochs[epoch]) is not null).ToList();
        return recorded.Count == 0 ? null : recorded.TrueForAll(quantity => Agree(quantity, epoch, fresh));
    }

    private static void CheckSizes(TrainingTrace reference, int r, TrainingTrace candidate, int c)
    {
        if (reference.Points[0].Parameters[r] is { } one && candidate.Points[0].Parameters[c] is { } other && one.Numel != other.Numel)
            throw DiagnosisErrors.ParameterSizes(reference.Name, reference.ParameterNames[r], one.Shape, candidate.Name, candidate.ParameterNames[c], other.Shape);
    }

    private IEnumerable<TraceQuantity> AllQuantities()
    {
        var all = new List<TraceQuantity>
        {
            new(TrainingQuantity.Loss, "Loss", point => Number(point.Loss), point => Number(point.Loss)),
        };
        all.AddRange(_shared.Select(pair => new TraceQuantity(
            TrainingQuantity.Gradient, Reference.ParameterNames[pair.Reference] + ".grad",
            point => point.Gradients[pair.Reference], point => point.Gradients[pair.Candidate])));
        all.AddRange(_shared.Select(pair => new TraceQuantity(
            TrainingQuantity.Parameter, Reference.ParameterNames[pair.Reference],
            point => point.Parameters[pair.Reference], point => point.Parameters[pair.Candidate])));
        foreach (var quantity in all.Where(quantity => Epochs.Any(epoch => quantity.Pair(epoch) is not null)))
        {
            quantity.Measure(Epochs);
            yield return quantity;
        }
    }

    private static Tensor? Number(float? value) => value is { } number ? Tensor.Scalar(number) : null;
}

/// <summary>Where two traces first differ.</summary>
/// <param name="Place">The place of the epoch among the common ones.</param>
/// <param name="Quantity">What differs.</param>
/// <param name="Ulp">By how many float32 numbers.</param>
internal sealed record Parting(int Place, TraceQuantity Quantity, long Ulp);

/// <summary>Something that both traces record, a loss, a gradient or a parameter.</summary>
internal sealed class TraceQuantity(
    TrainingQuantity kind, string name, Func<TracePoint, Tensor?> ofReference, Func<TracePoint, Tensor?> ofCandidate)
{
    public TrainingQuantity Kind { get; } = kind;

    public string Name { get; } = name;

    /// <summary>
    /// The greatest magnitude that it has had up to each epoch, in the trace where that is less: one that diverges
    /// must not make all differences before look small.
    /// </summary>
    public double[] Scale { get; private set; } = [];

    /// <summary>The two values in an epoch; null where one is not recorded or they have different sizes.</summary>
    public (Tensor Reference, Tensor Candidate)? Pair((TracePoint Reference, TracePoint Candidate) epoch) =>
        ofReference(epoch.Reference) is { } r && ofCandidate(epoch.Candidate) is { } c && r.Numel == c.Numel ? (r, c) : null;

    /// <summary>Whether the two values in an epoch are finite; null where one is not recorded.</summary>
    public (bool Reference, bool Candidate)? IsFinite((TracePoint Reference, TracePoint Candidate) epoch) =>
        Pair(epoch) is { } pair ? (Finite.All(pair.Reference.Data), Finite.All(pair.Candidate.Data)) : null;

    /// <summary>The value in one trace's epoch.</summary>
    public Tensor? Of(TracePoint point, bool inReference) => (inReference ? ofReference : ofCandidate)(point);

    public long? Distance((TracePoint Reference, TracePoint Candidate) epoch) =>
        Pair(epoch) is { } pair ? GradientDistance.MaxUlpBetween(pair.Reference, pair.Candidate) : null;

    public void Measure(IReadOnlyList<(TracePoint Reference, TracePoint Candidate)> epochs)
    {
        double reference = 0, candidate = 0;
        Scale = new double[epochs.Count];
        for (int i = 0; i < epochs.Count; i++)
        {
            if (Pair(epochs[i]) is { } pair)
                (reference, candidate) = (Math.Max(reference, Greatest(pair.Reference.Data)), Math.Max(candidate, Greatest(pair.Candidate.Data)));
            Scale[i] = Math.Min(reference, candidate);
        }
    }

    private static double Greatest(ReadOnlySpan<float> elements)
    {
        double greatest = 0;
        foreach (float element in elements)
        {
            if (float.IsFinite(element))
                greatest = Math.Max(greatest, Math.Abs(element));
        }
        return greatest;
    }
}
