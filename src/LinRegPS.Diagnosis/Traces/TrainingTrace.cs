using LinRegPS.Diagnosis.Comparison;

namespace LinRegPS.Diagnosis.Traces;

/// <summary>One epoch of a trace. What was not recorded is null.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Parameters">The parameters, in the order of the trace's names.</param>
/// <param name="Gradients">Their gradients, in the same order.</param>
public sealed record TracePoint(int Epoch, float? Loss, Tensor?[] Parameters, Tensor?[] Gradients);

/// <summary>The course of a training, from whatever recorded it.</summary>
public sealed class TrainingTrace
{
    /// <summary>A trace of these points.</summary>
    /// <param name="name">What the training is called.</param>
    /// <param name="parameterNames">The names of the parameters.</param>
    /// <param name="points">The epochs, in any order.</param>
    /// <exception cref="InvalidValueException">There are no points, two of the same epoch, or all points hold one tensor that training changes.</exception>
    public TrainingTrace(string name, IReadOnlyList<string> parameterNames, IEnumerable<TracePoint> points)
    {
        (Name, ParameterNames) = (name, parameterNames);
        Points = [.. points.OrderBy(point => point.Epoch)];
        if (Points.Count == 0)
            throw DiagnosisErrors.NoRecords(name);
        for (int i = 1; i < Points.Count; i++)
        {
            if (Points[i].Epoch == Points[i - 1].Epoch)
                throw DiagnosisErrors.RepeatedEpoch(name, Points[i].Epoch);
        }
        for (int i = 0; i < parameterNames.Count; i++)
        {
            CheckRecorded(parameterNames[i], point => point.Parameters[i]);
            CheckRecorded(parameterNames[i] + ".grad", point => point.Gradients[i]);
        }
    }

    /// <summary>What the training is called.</summary>
    public string Name { get; }

    /// <summary>The names of the parameters.</summary>
    public IReadOnlyList<string> ParameterNames { get; }

    /// <summary>The recorded epochs, in their order.</summary>
    public IReadOnlyList<TracePoint> Points { get; }

    /// <summary>The first recorded epoch whose loss is no greater than this, or null.</summary>
    public int? EpochsTo(double loss) => Points.FirstOrDefault(point => point.Loss <= loss)?.Epoch;

    /// <summary>The least loss, or null where none is recorded as a number.</summary>
    public float? LeastLoss() => Points.Where(point => point.Loss is { } loss && !float.IsNaN(loss)).Min(point => point.Loss);

    /// <summary>The first recorded epoch whose loss is NaN or infinite, or null.</summary>
    public int? DivergedEpoch() => Points.FirstOrDefault(point => point.Loss is { } loss && !float.IsFinite(loss))?.Epoch;

    /// <summary>
    /// The epoch from which on no parameter changes, or null where the last record still differs from the one before. A
    /// training that has diverged to NaN or infinity does not stand still.
    /// </summary>
    public int? StandstillEpoch()
    {
        if (ParameterNames.Count == 0 || Points[^1].Parameters.Any(parameter => parameter is null || parameter.ToArray().Any(element => !float.IsFinite(element))))
            return null;
        int last = Points.Count - 1, first = last;
        while (first > 0 && Same(Points[first - 1].Parameters, Points[last].Parameters))
            first--;
        return first < last ? Points[first].Epoch : null;

        static bool Same(Tensor?[] a, Tensor?[] b) => a.Zip(b).All(pair =>
            pair is { First: { } one, Second: { } other } && one.Numel == other.Numel && GradientDistance.MaxUlpBetween(one, other) == 0);
    }

    // A live tensor in every record has one value in all of them, that of the end. One that nothing ever changed is right.
    private void CheckRecorded(string column, Func<TracePoint, Tensor?> recorded)
    {
        if (Points.Count > 1 && recorded(Points[0]) is { Version: > 0 } first && Points.Skip(1).All(point => recorded(point) is { } other && other.SharesMemoryWith(first)))
            throw DiagnosisErrors.LiveTensor(Name, column, Points.Count);
    }
}
