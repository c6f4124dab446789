using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using LinRegPS.Diagnosis.Comparison;
using LinRegPS.Diagnosis.Traces;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Diagnosis.Traces;

/// <summary>How a training steps is read from its records alone: of the engine's own trainings, and of data of any scale.</summary>
public sealed class StepMethodTests
{
    [Theory]
    [InlineData("momentum", "with momentum 0.8 at rate 0.02")]
    [InlineData("decay", "with weight decay 0.1 at rate 0.02")]
    [InlineData("schedule", "by a rate that changes, from 0.018 in epoch 2 to 0.00")]
    [InlineData("Adam", "as Adam does at rate 0.02")]
    [InlineData("RMSprop", "as RMSprop does at rate 0.02")]
    [InlineData("Adagrad", "as Adagrad does at rate 0.02")]
    public void TheMethodIsTold(string kind, string words)
    {
        var verdict = Assert.Single(TraceExplainer.Explain([Train("plain", "plain", 1), Train("other", kind, 1)], null, new GradientContext(null)));
        Assert.Equal(TrainingDifference.Optimizer, verdict.Cause);
        Assert.Contains("It steps " + words, verdict.Finding);
    }

    [Fact]
    public void TwoThatDoMoreAreTold()
    {
        var verdict = Assert.Single(TraceExplainer.Explain([Train("a", "momentum", 1), Train("b", "Adam", 1)], null, new GradientContext(null)));
        Assert.Equal(TrainingDifference.Optimizer, verdict.Cause);
        Assert.Contains("b steps as Adam does at rate 0.02", verdict.Finding);
        Assert.Contains("a with momentum 0.8 at rate 0.02", verdict.Finding);
    }

    // Another beta, Nesterov, and too few epochs: what is not known is not told.
    [Theory]
    [InlineData("other Adam", 20)]
    [InlineData("Adam", 4)]
    [InlineData("Adamax", 20)]
    [InlineData("LBFGS", 12)]
    public void WhatExplainsNotEveryStepIsNotTold(string kind, int epochs) => Assert.Null(StepMethod.Of(Train("a", kind, 1, epochs)));

    // The gradient scales with the square of the data: a momentum and an Adam are what they are at any.
    [Property(MaxTest = 60)]
    public Property TheMethodIsTheSameAtAnyScale() => Prop.ForAll(
        Gen.Choose(-12, 12).SelectMany(power => Gen.Elements("momentum", "Adam", "RMSprop"), (power, kind) => (Power: power, Kind: kind)).ToArbitrary(), given =>
        {
            var method = StepMethod.Of(Train("a", given.Kind, Math.Pow(10, given.Power)));
            // Where the squares are lost beside eps, or beyond float32, the steps are others.
            if (given.Kind != "momentum" && (given.Power < -3 || given.Power > 9))
                return;
            Assert.NotNull(method);
            Assert.StartsWith(given.Kind == "momentum" ? "with momentum 0.8 at rate" : $"as {given.Kind} does at rate", method.Words);
        });

    private static TrainingTrace Train(string name, string kind, double scale, int epochs = 20)
    {
        var (x, truth) = (Tensor.Normal(new Generator(1), 0, 1, 20, 2) * scale, Tensor.From([1, -2], 2, 1));
        var model = new Linear(2, 1, false, new Generator(0));
        double rate = kind is "momentum" or "decay" or "schedule" or "plain" ? 0.02 / (scale * scale) : 0.02;
        var run = new TrainingRun(model, x, x.MatMul(truth))
        {
            Epochs = epochs,
            MakeOptimizer = m => kind switch
            {
                "plain" or "schedule" => new Sgd(m, rate),
                "momentum" => new Sgd(m, rate) { Momentum = 0.8 },
                "decay" => new Sgd(m, rate) { WeightDecay = 0.1 },
                "other Adam" => new Adam(m, rate) { Beta1 = 0.5 },
                _ => Optimizer.Named(kind, m, rate),
            },
            Schedule = kind == "schedule" ? optimizer => new ExponentialLR(optimizer, 0.9) : null,
        };
        return new TrainingTrace(name, ["weight"], run.Records().Select(record => new TracePoint(
            record.Epoch, record.Loss, [model.Weight.Detach().Clone()], [model.Weight.Grad!.Clone()])).ToList());
    }
}
