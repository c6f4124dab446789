using System.Globalization;
using LinRegPS.Conversion;
using LinRegPS.Diagnosis.Comparison;
using LinRegPS.Diagnosis.Traces;

namespace LinRegPS.Testing;

/// <summary>What Should -MatchTraining asks. LinRegPS.Pester.psm1 only registers it.</summary>
public static class TrainingAssertion
{
    private const string Actual = "the training", Expected = "the trace";

    /// <summary>Whether a training has the losses, parameters and gradients of a trace in all its epochs.</summary>
    /// <param name="actual">The records of the training.</param>
    /// <param name="expected">The records that it should have, from Import-TrainingTrace for instance.</param>
    /// <param name="negate">Whether it should be another one.</param>
    /// <param name="because">The reason to show.</param>
    /// <param name="ulp">How many float32 numbers an element may be away.</param>
    /// <param name="absolute">How far it may be away.</param>
    /// <param name="relative">How far it may be away as a part of the expected one.</param>
    public static TensorAssertion MatchTraining(object? actual, object? expected, bool negate, string? because, object? ulp, object? absolute, object? relative)
    {
        var (candidate, reference) = (Trace(actual, Actual), Trace(expected, Expected));
        var alignment = new TraceAlignment(reference, candidate);
        var tolerance = (Ulp: TensorAssertion.Whole(ulp, "Ulp"), Absolute: TensorAssertion.Number(absolute, "Absolute"), Relative: TensorAssertion.Number(relative, "Relative"));
        string? difference = Missing(alignment) ?? First(alignment, tolerance);
        if (difference is null == !negate)
            return TensorAssertion.Success;
        string within = new TensorComparison(Tensor.Scalar(0), Tensor.Scalar(0), tolerance.Ulp, tolerance.Absolute, tolerance.Relative).Tolerance, reason = TensorAssertion.Reason(because);
        return TensorAssertion.Failure(difference is null
            ? $"Expected {Actual} to differ from {Expected} {within}{reason}, but they are the same."
            : $"Expected {Actual} to be {Expected} {within}{reason}, but {difference} {TraceExplainer.Explain([reference, candidate], null, new GradientContext())[0].Finding}");
    }

    private static TrainingTrace Trace(object? records, string name) => TraceConversion.From(Records.In(records), name, new Dictionary<string, string>());

    private static string? Missing(TraceAlignment alignment)
    {
        if (alignment.Epochs.Count < alignment.Reference.Points.Count)
            return string.Create(CultureInfo.InvariantCulture, $"it has {alignment.Epochs.Count} of its {alignment.Reference.Points.Count} epochs.");
        return alignment.OnlyReference.Count == 0 ? null
            : $"it has no parameter {string.Join(", ", alignment.OnlyReference.Select(i => alignment.Reference.ParameterNames[i]))}.";
    }

    private static string? First(TraceAlignment alignment, (long? Ulp, double? Absolute, double? Relative) tolerance)
    {
        foreach (var epoch in alignment.Epochs)
        {
            foreach (var quantity in alignment.Quantities)
            {
                if (quantity.Pair(epoch) is not { } pair)
                    continue;
                var comparison = new TensorComparison(pair.Candidate.Reshape(pair.Reference.Shape.ToArray()), pair.Reference, tolerance.Ulp, tolerance.Absolute, tolerance.Relative);
                if (!comparison.IsEqual)
                    return FormattableString.Invariant($"in epoch {epoch.Reference.Epoch}, {quantity.Name}, {comparison.Describe()}");
            }
        }
        return null;
    }
}
