using LinRegPS.Diagnosis.Comparison;
using LinRegPS.Diagnosis.Traces;

namespace LinRegPS.Engine.Tests.Diagnosis.Traces;

/// <summary>Traces with numbers that are none, and with gaps.</summary>
public sealed class TraceEdgeTests
{
    // What is not finite tells nothing of the rate, and does not hide what the rest tells.
    [Theory]
    [InlineData(float.NaN, 1)]
    [InlineData(float.PositiveInfinity, 1)]
    [InlineData(float.NegativeInfinity, 1)]
    [InlineData(1, float.NaN)]
    [InlineData(1, float.PositiveInfinity)]
    public void TheRateIsThatOfTheFiniteElements(float gradient, float parameter)
    {
        var points = TraceCases.Train("a", [0, 0.5f], x: [[1, 2], [3, 1], [2, 2]], y: [1, 2, 3], epochs: 12).Points
            .Select(point => new TracePoint(point.Epoch, point.Loss, [.. point.Parameters, Tensor.Scalar(parameter)], [.. point.Gradients, Tensor.Scalar(gradient)]));
        var rate = StepRate.Of(new TrainingTrace("a", ["w", "v", "odd"], points));
        // Where the odd one is finite it stands still, which no rate but 0 does.
        Assert.NotNull(rate);
        Assert.Equal(0.01, rate.Value, 1e-12);
    }

    [Fact]
    public void AParameterThatStandsStillBesideItsGradientShowsNoRate()
    {
        var points = TraceCases.Train("a", [0, 0.5f], x: [[1, 2], [3, 1], [2, 2]], y: [1, 2, 3], epochs: 12).Points
            .Select(point => new TracePoint(point.Epoch, point.Loss, [.. point.Parameters, Tensor.Scalar(1)], [.. point.Gradients, Tensor.Scalar(1)]));
        Assert.Null(StepRate.Of(new TrainingTrace("a", ["w", "v", "odd"], points)));
    }

    // Of every epoch it is known in which a loss was reached; of every tenth only by which.
    [Theory]
    [InlineData(1, "is reached in epoch ")]
    [InlineData(10, "is reached by epoch ")]
    public void AnEpochIsSaidAsExactlyAsItIsKnown(int every, string words)
    {
        TrainingTrace Every(string name, double rate)
        {
            var trace = TraceCases.Train(name, [0], rate: rate, epochs: 60);
            return new(name, trace.ParameterNames, trace.Points.Where(point => point.Epoch == 1 || point.Epoch % every == 0));
        }
        var verdict = Assert.Single(TraceExplainer.Explain([Every("slow", 0.01), Every("fast", 0.02)], 0.5, new GradientContext(null)));
        Assert.Contains(words, verdict.Evidence);
        Assert.DoesNotContain(every == 1 ? "by epoch" : "in epoch " + verdict.ReferenceEpochsToLoss, verdict.Evidence);
    }
}
