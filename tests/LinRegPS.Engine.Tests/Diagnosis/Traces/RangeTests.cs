using LinRegPS.Diagnosis.Comparison;
using LinRegPS.Diagnosis.Traces;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Diagnosis.Traces;

/// <summary>What is beyond float32 agrees with nothing, and a live tensor is no record.</summary>
public sealed class RangeTests
{
    [Theory]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NaN)]
    public void AnInfiniteReferenceIsNoRounding(float gone)
    {
        var verdict = Compare(Losses("a", 4, 3, gone, gone), Losses("b", 4, 3, 2, 1));
        Assert.Equal(TrainingDifference.Diverged, verdict.Cause);
        Assert.StartsWith("a is not finite in epoch 3, Loss, where b still is.", verdict.Finding);
        Assert.DoesNotContain("None is needed", verdict.Remedy);
        Assert.Contains("b is not finite in epoch 3", Compare(Losses("a", 4, 3, 2, 1), Losses("b", 4, 3, gone, gone)).Finding);
    }

    [Fact]
    public void AnInfiniteGradientOrParameterIsNoRoundingEither()
    {
        foreach (bool gradient in new[] { true, false })
        {
            var verdict = Compare(Trace("a", gradient, 1, 2, float.PositiveInfinity), Trace("b", gradient, 1, 2, 3));
            Assert.Equal(TrainingDifference.Diverged, verdict.Cause);
            Assert.Contains(gradient ? "w.grad" : "epoch 3, w,", verdict.Finding);
        }
    }

    [Fact]
    public void LossesBeyondFloat32AgreeInNothing()
    {
        var verdict = Compare(Losses("a", 4, 3e20f, float.PositiveInfinity), Losses("b", 4, 3e20f, float.PositiveInfinity));
        Assert.StartsWith("b agrees with a to the bit up to epoch 2; from epoch 3 on both have left the range of float32", verdict.Finding);
        verdict = Compare(Losses("a", float.PositiveInfinity, float.NaN), Losses("b", float.PositiveInfinity, float.NaN));
        Assert.Equal(TrainingDifference.Unknown, verdict.Cause);
        Assert.Contains("nothing to compare", verdict.Finding);
        Assert.DoesNotContain("to the bit", verdict.Finding);
    }

    [Fact]
    public void FiniteLossesOfAnySizeAgreeToTheBit() =>
        Assert.Contains("to the bit in all 3 epochs", Compare(Losses("a", 3e38f, 1, 1e-45f), Losses("b", 3e38f, 1, 1e-45f)).Finding);

    [Fact]
    public void NothingIsNearAnInfinityButItself()
    {
        Assert.False(ConstantFactor.Near(double.PositiveInfinity, 1, 0));
        Assert.False(ConstantFactor.Near(double.PositiveInfinity, double.NegativeInfinity, 0));
        Assert.True(ConstantFactor.Near(double.PositiveInfinity, double.PositiveInfinity, 0));
        Assert.False(ConstantFactor.Near(double.NaN, 1, 0));
        Assert.False(ConstantFactor.Near(1, double.NaN, 0));
    }

    [Fact]
    public void AViewOfALiveTensorIsLiveToo()
    {
        var live = Tensor.From([1, 2]);
        var points = Enumerable.Range(1, 3).Select(epoch => new TracePoint(epoch, epoch, [live.Detach()], [null])).ToList();
        live.Add_(1);
        Assert.Equal("LinRegPS.LiveTensor", Assert.Throws<InvalidValueException>(() => new TrainingTrace("a", ["w"], points)).ErrorId);
    }

    [Fact]
    public void ALiveGradientIsNoRecordEither()
    {
        var live = Tensor.Scalar(1);
        live.Add_(1);
        var error = Assert.Throws<InvalidValueException>(() => new TrainingTrace(
            "a", ["w"], Enumerable.Range(1, 3).Select(epoch => new TracePoint(epoch, epoch, [Tensor.Scalar(epoch)], [live]))));
        Assert.Equal("w.grad", error.Name);
    }

    [Fact]
    public void OneTensorThatNothingChangesIsARecord()
    {
        var frozen = Tensor.Scalar(1);
        Assert.Equal(3, new TrainingTrace("a", ["w"], Enumerable.Range(1, 3).Select(epoch => new TracePoint(epoch, epoch, [frozen], [null]))).Points.Count);
    }

    private static TrainingTrace Losses(string name, params float[] losses) =>
        new(name, [], losses.Select((loss, i) => new TracePoint(i + 1, loss, [], [])));

    private static TrainingTrace Trace(string name, bool gradient, params float[] values) => new(name, ["w"], values.Select((value, i) =>
        new TracePoint(i + 1, null, [gradient ? null : Tensor.Scalar(value)], [gradient ? Tensor.Scalar(value) : null])));

    private static TrainingComparison Compare(TrainingTrace reference, TrainingTrace candidate) =>
        Accepted.As("trainings.txt", TraceExplainer.Explain([reference, candidate], null, new GradientContext(null))[0]);
}
