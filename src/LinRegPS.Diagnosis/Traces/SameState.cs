using System.Globalization;
using System.Text;
using LinRegPS.Diagnosis.Comparison;
using LinRegPS.Numerics;
using static System.FormattableString;

namespace LinRegPS.Diagnosis.Traces;

/// <summary>Where two traces stood at the same parameters, and what each did there.</summary>
internal sealed class SameState(TrainingCause cause)
{
    private TraceAlignment Alignment => cause.Alignment;

    /// <summary>Whether the trainings started from different parameters; null where steps and gradients do not tell.</summary>
    public bool? StartsDiffer()
    {
        var starts = Starts().ToList();
        if (starts.Count == 0)
            return null;
        return starts.Exists(start => Math.Abs(start.Reference.Value - start.Candidate.Value) > start.Reference.Error + start.Candidate.Error);
    }

    /// <summary><c>: w is about 4 against 0</c>, for starts that differ.</summary>
    public string StartText()
    {
        var start = Starts().MaxBy(start => Math.Abs(start.Reference.Value - start.Candidate.Value) - start.Reference.Error - start.Candidate.Error);
        return Invariant($": {start.Name} at {Show(start.Candidate)} against {Show(start.Reference)}");

        static string Show((double Value, double Error) start) =>
            Math.Abs(start.Value) <= start.Error ? "0" : start.Value.ToString("G4", CultureInfo.InvariantCulture);
    }

    /// <summary>Whether the epoch before agrees in all parameters that the trainings have.</summary>
    public bool AgreedBefore(int place)
    {
        var (epoch, before) = (Alignment.Epochs[place], Alignment.Epochs[place - 1]);
        return epoch.Reference.Epoch == before.Reference.Epoch + 1
            && Alignment.OnlyReference.Count + Alignment.OnlyCandidate.Count == 0
            && Alignment.Agree(TrainingQuantity.Parameter, place - 1) == true;
    }

    /// <summary>
    /// At how many places after the first epoch, not necessarily in the same epoch, both computed gradients at the
    /// same parameters to the bit; and at how many of them the candidate's divided by the factor is the reference's to the bit.
    /// </summary>
    public (int Places, int Equal) Compare(double factor)
    {
        var known = new Dictionary<string, float[]>();
        foreach (var (state, gradient) in States(Alignment.Reference, ofReference: true))
            known.TryAdd(state, gradient);
        int places = 0, equal = 0;
        foreach (var (state, gradient) in States(Alignment.Candidate, ofReference: false).DistinctBy(item => item.State))
        {
            if (!known.TryGetValue(state, out float[]? reference) || reference.Length != gradient.Length)
                continue;
            places++;
            if (reference.Zip(gradient).All(pair => Ulp.Distance((float)(pair.Second / factor), pair.First) == 0))
                equal++;
        }
        return (places, equal);
    }

    /// <summary>Whether each of one training's parameters is the other's of the epoch before, and not of the same epoch.</summary>
    public bool Shifted(List<TraceQuantity> parameters, bool candidateLate)
    {
        int moved = 0;
        for (int i = 1; i < Alignment.Epochs.Count; i++)
        {
            var (before, now) = (Alignment.Epochs[i - 1], Alignment.Epochs[i]);
            if (now.Reference.Epoch != before.Reference.Epoch + 1)
                continue;
            var shifted = candidateLate ? (before.Reference, now.Candidate) : (now.Reference, before.Candidate);
            foreach (var parameter in parameters)
            {
                if (parameter.Pair(shifted) is not { } pair || ConstantFactor.Outliers(pair.Reference.Data, pair.Candidate.Data, 1, 1) > 0)
                    return false;
                if (parameter.Distance(now) > 0)
                    moved++;
            }
        }
        return moved > 1;
    }

    private IEnumerable<(string Name, (double Value, double Error) Reference, (double Value, double Error) Candidate)> Starts()
    {
        if (cause is not { ReferenceRate: { } ofReference, CandidateRate: { } ofCandidate })
            yield break;
        var first = Alignment.Epochs[0];
        if (first.Reference != Alignment.Reference.Points[0] || first.Candidate != Alignment.Candidate.Points[0])
            yield break;
        var gradients = Alignment.Of(TrainingQuantity.Gradient).ToDictionary(quantity => quantity.Name);
        foreach (var parameter in Alignment.Of(TrainingQuantity.Parameter))
        {
            if (parameter.Pair(first) is not { } values || !gradients.TryGetValue(parameter.Name + ".grad", out var gradient)
                || gradient.Pair(first) is not { } slopes)
            {
                continue;
            }
            for (int i = 0; i < values.Reference.Numel; i++)
            {
                yield return (
                    parameter.Name,
                    ofReference.Start(values.Reference.Data[i], slopes.Reference.Data[i]),
                    ofCandidate.Start(values.Candidate.Data[i], slopes.Candidate.Data[i]));
            }
        }
    }

    // The bits of all shared parameters before an epoch's step, and the epoch's gradients.
    private IEnumerable<(string State, float[] Gradient)> States(TrainingTrace trace, bool ofReference)
    {
        bool beforeStep = (ofReference ? cause.ReferenceRate : cause.CandidateRate)?.BeforeStep ?? false;
        for (int i = 1; i < trace.Points.Count; i++)
        {
            TracePoint point = trace.Points[i], state = beforeStep ? point : trace.Points[i - 1];
            if (!beforeStep && point.Epoch != state.Epoch + 1)
                continue;
            var key = new StringBuilder();
            foreach (var parameter in Alignment.Of(TrainingQuantity.Parameter))
            {
                foreach (float element in Own(parameter, state))
                    key.Append(BitConverter.SingleToInt32Bits(element)).Append(' ');
            }
            yield return (key.ToString(), [.. Alignment.Of(TrainingQuantity.Gradient).SelectMany(gradient => Own(gradient, point))]);
        }

        float[] Own(TraceQuantity quantity, TracePoint point) => quantity.Of(point, ofReference)?.ToArray() ?? [];
    }
}
