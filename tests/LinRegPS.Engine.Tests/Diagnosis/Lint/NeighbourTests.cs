using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Engine.Tests.Support;
using static LinRegPS.Engine.Tests.Diagnosis.Lint.LintCase;

namespace LinRegPS.Engine.Tests.Diagnosis.Lint;

/// <summary>What looks like a mistake from one side and is none, or another.</summary>
public sealed class NeighbourTests
{
    // Batches of a script, whose losses differ by their data alone.
    [Fact]
    public void ALaterBatchOfGreaterLossIsNoRateTooHigh()
    {
        var (w, pass) = (Parameter(0), 0);
        Silent(Loop(6, 1e-3, () => Batch(pass++), ("w", w)));

        Tensor Batch(int i)
        {
            var x = Column(1, 2 + i, 3);
            return Loss.Mse(w * x, x * (i < 5 ? 1 : 100));
        }
    }

    [Fact]
    public void AnInfinityInALaterBatchIsTheDatas()
    {
        var (w, pass) = (Parameter(0), 0);
        var findings = Loop(6, 1e-3, () => Loss.Mse(w * Column(1, 2, 3), pass++ < 4 ? Column(1, 2, 3) : Column(1, float.PositiveInfinity, 3)), ("w", w));
        Assert.Equal(["NonFinite"], findings.Rules());
    }

    [Fact]
    public void ManySmallStepsMakeAnEpoch()
    {
        var x = Tensor.From([.. Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? 1f : -1)], 40, 1);
        // 2e-4 times a curvature of 2 in each of 20 steps.
        Silent(Train(new TrainingRun(Line(0), x, x) { LearningRate = 2e-4, Epochs = 6, BatchSize = 2 }));
        Assert.Contains("RateTooLow", Train(new TrainingRun(Line(0), x, x) { LearningRate = 2e-5, Epochs = 6, BatchSize = 2 }).Rules());
    }

    [Fact]
    public void UnscaledBatchesAreNamedByAllData()
    {
        var x = Tensor.From([.. Enumerable.Range(0, 400).SelectMany(i => new[] { i % 2 == 0 ? 1f : -1, i % 3 == 0 ? 500f : -250 })], 400, 2);
        var run = new TrainingRun(Layer([0, 0], 2, 1, [0]), x, Tensor.Ones(400, 1)) { LearningRate = 1e-6, Epochs = 3, BatchSize = 4 };
        Assert.Equal("data [400,2]", Train(run).Only("UnscaledFeatures").Name);
    }

    [Fact]
    public void AConstantFarFromTheBiasesOnesIsUnscaled()
    {
        var x = Tensor.From([.. Enumerable.Range(0, 12).SelectMany(i => new[] { 1000f, i % 2 == 0 ? 1 : -1 })], 12, 2);
        var finding = Train(Layer([0, 0], 2, 1, [0]), x, x.MatMul(Tensor.From([0, 1], 2, 1)), 1e-7, 5).Only("UnscaledFeatures");
        Assert.Contains("to 1000 (column 0), a factor of 1000", finding.Evidence);
        Assert.Contains("Column 0 is constant, as the bias is.", finding.Evidence);
        Assert.Contains("A constant column is left out", finding.Remedy);
    }

    // Rates above 2 / 15 diverge here, but for the limit that keeps each step at a tenth.
    [Theory]
    [InlineData(0.5, null)]
    [InlineData(null, 0.5)]
    public void AHighRateOfClippedStepsIsNoRateTooHigh(double? norm, double? value) =>
        Assert.DoesNotContain("RateTooHigh", Train(new TrainingRun(Line(0), X, Y) { Epochs = 10, LearningRate = 0.2, ClipNorm = norm, ClipValue = value }).Rules());

    [Fact]
    public void AGradientClippedOrAveragedByItsOwnerIsNotByHand()
    {
        var (w, x, y) = (Parameter(0, 0), Tensor.From([1, 2, 3, 4, 5, 6, 7, 9], 4, 2), Y.Reshape(4));
        Silent(Watch(
            () =>
            {
                for (int i = 0; i < 5; i++)
                {
                    w.Grad = null;
                    Loss.Mse(x.MatMul(w), y).Backward();
                    w.Grad = w.Grad! * 0.5;
                    Sgd.Step(w, "w", 0.01);
                }
            },
            ("w", w)));
    }

    [Fact]
    public void ManyPassesMayAddUpToAStepThatMakesTheParameterAnew()
    {
        Tensor w = Parameter(0), x = X / 4, y = Y;
        Silent(Watch(
            () =>
            {
                for (int i = 0; i < 4; i++)
                {
                    for (int part = 0; part < 6; part++)
                        Loss.Mse(w * x, y).Backward();
                    w = (w - (0.01 * w.Grad!)).Detach().RequiresGrad_();
                }
            },
            () => [("w", w)]));
    }

    [Fact]
    public void WhatTwoTrainingsForgetIsNoRenewal()
    {
        Tensor x = X / 4, y = Y;
        var findings = Watch(() =>
        {
            foreach (double rate in new[] { 0.01, 0.02 })
            {
                var (w, b) = (Parameter(0), Parameter(0));
                for (int i = 0; i < 8; i++)
                {
                    Loss.Mse((w * x) + b, y).Backward();
                    Sgd.Step(w, "w", rate);
                    w.Grad = b.Grad = null;
                }
            }
        });
        Assert.Equal(["ForgottenParameter", "ForgottenParameter"], findings.Rules());
    }

    // Towards the output a gradient may well be small: that layer has more than it needs.
    [Fact]
    public void AGradientThatDwindlesTowardsTheOutputDoesNotVanish() => Assert.DoesNotContain(
        "VanishingGradient", Train(Stack(t => t, Layer([5e-4f], 1, 1), Layer([0.05f], 1, 1), Layer([1], 1, 1)), X, Y, 1e-9, 6).Rules());

    [Fact]
    public void ALookAtSidesThatShareAParameterFindsNoTarget()
    {
        var w = Parameter(0.5f);
        Silent(Watch(() => Loss.Mse(w * X, w * w * X).Backward(), ("w", w)));
    }

    // One row that leaves a unit at 0 says nothing of the next row.
    [Fact]
    public void AUnitThatIsZeroForSingleRowsIsNotDead()
    {
        var (w, pass) = (Parameter([0.5f, 0.25f], 2, 1), 0);
        var findings = Loop(6, 1e-3, () => Row(pass++ < 3 ? 1 : -1), ("w", w));
        Assert.DoesNotContain("DeadUnits", findings.Rules());

        Tensor Row(float x) => Loss.Mse(Tensor.From([x, x], 1, 2).MatMul(w).Relu(), Tensor.Ones(1, 1));
    }

    // Row after row, of one number each.
    [Fact]
    public void RowsOfOneNumberHaveLossesOfTheirOwn()
    {
        float[] x = [0.5f, 1, 2, 4, 8, 16];
        var (w, pass) = (Parameter(0), 0);
        Assert.DoesNotContain("RateTooHigh", Loop(6, 1e-4, () => Loss.Mse(w * x[pass], Tensor.From([2 * x[pass++]])), ("w", w)).Rules());
    }

    // A result of parameter and data is a prediction, whatever it is called.
    [Fact]
    public void AProductWithDataTakesNoParametersPlace()
    {
        Tensor w = Parameter(1, 2, 3, 4), x = X.Reshape(4), y = Y.Reshape(4), prediction = w;
        var findings = Watch(
            () =>
            {
                for (int i = 0; i < 3; i++)
                {
                    w.Grad = null;
                    prediction = w * x;
                    Loss.Mse(prediction, y).Backward();
                }
            },
            () => [("prediction", prediction)]);
        Assert.Equal(["ForgottenParameter"], findings.Rules());
    }

    [Fact]
    public void EightyParametersAreTenFindings()
    {
        Tensor[] all = [.. Enumerable.Range(0, 80).Select(_ => Parameter(0))];
        var findings = Watch(() =>
        {
            for (int i = 0; i < 3; i++)
            {
                Loss.Mse(all.Aggregate(Tensor.Zeros(4, 1), (sum, w) => sum + (w * X)), Y).Backward();
                foreach (var w in all)
                    Sgd.Step(w, "w", 1e-5);
            }
        });
        var piled = findings.Where(f => f.RuleId == "NoZeroGrad").ToList();
        Assert.Equal(10, piled.Count);
        Assert.StartsWith("71 more of the same: ", piled[^1].Finding);
        Assert.True(piled[^1].Finding.Length < 400);
    }

    [Fact]
    public void ARiseWithinRoundingIsNone()
    {
        var losses = new LossHistory { Noise = 1e-6 };
        Assert.False(losses.IsAbove(3.9e-12f, 1e-12f));
        Assert.True(losses.IsAbove(4.1e-12f, 1e-12f));
        // Of large losses a part in a hundred thousand.
        Assert.False(losses.IsAbove(1.000005f, 1));
        Assert.True(losses.IsAbove(1.00002f, 1));
        Assert.False(losses.IsAbove(9.99f, 1, 10));
        Assert.True(losses.IsAbove(10.01f, 1, 10));
        // Below 0 there are no times, and nothing grows by going down.
        Assert.False(losses.IsAbove(-6, -5, 10));
        Assert.False(losses.IsAbove(-1, -5, 10));
        Assert.True(losses.IsAbove(float.PositiveInfinity, -5, 10));
        Assert.True(losses.IsAbove(-4, -5));
        Assert.False(losses.IsAbove(-5, -5));
    }

    [Theory]
    [InlineData(1, 1e6f, 1e-6f)]
    [InlineData(1e6f, 1, 1)]
    public void TermsThatCancelAreRoundedAtTheirOwnSize(float x, float w, float target)
    {
        using var kept = Watcher.KeepInputs();
        var (weight, bias) = (Parameter(w), Parameter(-x * w));
        var loss = Loss.Mse((weight * Tensor.Full(x, 4)) + bias, Tensor.Full(target, 4));
        double noise = LossNoise.Of(new LossGraph(loss, Graph.Nodes(loss)));
        Assert.InRange(noise, 0.05, 0.5);
    }
}
