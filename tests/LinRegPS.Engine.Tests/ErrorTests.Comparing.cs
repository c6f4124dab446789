using LinRegPS.Diagnosis;
using LinRegPS.Diagnosis.Comparison;
using LinRegPS.Diagnosis.Traces;

namespace LinRegPS.Engine.Tests;

// Errors of Compare-Gradient and Compare-Training.
public partial class ErrorTests
{
    private static Case[] Comparing() =>
    [
        Of<ShapeMismatchException>(nameof(DiagnosisErrors.GradientCount), "GradientCountMismatch", () => GradientPairs.Match([new(null, null), new(null, null)], [new("a", null)]), "2 gradients against 1", "Name them"),
        Of<InvalidValueException>(nameof(DiagnosisErrors.NoRecords), "NoTrainingRecord", () => new TrainingTrace("hand", ["w"], []), "hand", "no records"),
        Of<InvalidValueException>(nameof(DiagnosisErrors.RepeatedEpoch), "RepeatedEpoch", () => Losses("hand", 1, 2, 1), "hand", "epoch 1 is recorded twice"),
        Of<InvalidValueException>(nameof(DiagnosisErrors.LiveTensor), "LiveTensor", () => Live("hand", "w"), "hand: all 3 records of w hold one tensor", "Item() or Clone()"),
        Of<InvalidValueException>(nameof(DiagnosisErrors.OneTraining), "TrainingCount", () => Compare(Losses("hand", 1)), "at least two"),
        Of<InvalidValueException>(nameof(DiagnosisErrors.NoCommonEpoch), "NoCommonEpoch", () => Compare(Losses("hand", 1), Losses("autograd", 2)), "hand and autograd"),
        Of<InvalidValueException>(nameof(DiagnosisErrors.NothingToCompare), "NothingToCompare", () => Compare(Losses("hand", 1), new("autograd", [], [new(1, null, [], [])])), "hand and autograd", "Rename"),
        Of<ShapeMismatchException>(nameof(DiagnosisErrors.ParameterSizes), "ShapeMismatch", () => Compare(Parameter("hand", "w", Tensor.Ones(3)), Parameter("autograd", "weight", Tensor.Ones(1, 1))), "w of hand has shape [3]", "weight of autograd [1,1]"),
    ];

    private static object Compare(params TrainingTrace[] traces) => TraceExplainer.Explain(traces, null, new GradientContext());

    private static TrainingTrace Losses(string name, params int[] epochs) =>
        new(name, [], epochs.Select(epoch => new TracePoint(epoch, 1, [], [])));

    private static TrainingTrace Live(string name, string parameter)
    {
        var live = Tensor.Scalar(0);
        live.Add_(1);
        return new(name, [parameter], Enumerable.Range(1, 3).Select(epoch => new TracePoint(epoch, epoch, [live], [null])));
    }

    private static TrainingTrace Parameter(string name, string parameter, Tensor value) =>
        new(name, [parameter], [new TracePoint(1, 1, [value], [null])]);
}
