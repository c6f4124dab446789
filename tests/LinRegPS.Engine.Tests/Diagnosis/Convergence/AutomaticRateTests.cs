using LinRegPS.Diagnosis.Convergence;
using LinRegPS.Engine.Tests.Support;
using LinRegPS.Training;

namespace LinRegPS.Engine.Tests.Diagnosis.Convergence;

/// <summary>The rate that the curvature allows.</summary>
public class AutomaticRateTests
{
    private static readonly Tensor s_x = Tensor.From([1, 2, 3, 4], 4, 1), s_y = Tensor.From([2, 4, 6, 8], 4, 1);

    // The loss is 7.5 (w - 2)^2: curvature 15, and one step at 1 / 15 is the optimum.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1e-3)]
    public void OfALineWithoutBiasItIsTheOneThatEndsInOneStep(double scale)
    {
        var model = new Linear(1, 1, bias: false);
        var loop = Loop(model, new DataLoader(s_x, s_y), scale);
        Assert.Equal(1 / (15 * scale), AutomaticRate.For(loop).Rate, 1e-9 / scale);
    }

    // Curvature of w and b: 2 / 4 ((30, 10), (10, 4)), eigenvalues by hand: (17 +- sqrt(269)) / 2 .
    [Fact]
    public void OfALineItIsTheBestOfMeasureConvergence()
    {
        var model = new Linear(1, 1, true, new Generator(0));
        var found = AutomaticRate.For(Loop(model, new DataLoader(s_x, s_y)));
        Assert.Equal(2 / 17.0, found.Rate, 1e-9);
        Assert.Equal(new ConvergenceAnalysis { LearningRate = 0.1 }.Measure(model, s_x, s_y).BestRate, found.Rate, 1e-12);
        Assert.Contains("16.7", found.Reason);
    }

    // Downwards more steeply than upwards: what counts is the greatest that is positive, and there may be none.
    [Theory]
    [InlineData(-4, 1, 0.5, 1)]
    [InlineData(-40, 3, 2, 3)]
    [InlineData(5, -4, 1, 5)]
    [InlineData(-4, -1, -2, -1)]
    public void TheLargestCurvatureIsTheMostPositive(float first, float second, float third, double largest)
    {
        var w = Tensor.From([0.3f, -0.2f, 0.1f]).RequiresGrad_();
        var curvatures = Tensor.From([first, second, third]);
        double found = CurvatureProbe.Largest("model", [new ModelParameter("w", w)], () => (curvatures * w.Square()).Sum() / 2, 300);
        Assert.Equal(largest, found, 0.01 * Math.Abs(largest));
    }

    // Batches of one row: the row of 4 alone has curvature 2 * 16.
    [Fact]
    public void OfBatchesItIsSafeForTheWorst()
    {
        var model = new Linear(1, 1, bias: false);
        Assert.Equal(1 / 32.0, AutomaticRate.For(Loop(model, new DataLoader(s_x, s_y, 1, new Generator(0)))).Rate, 1e-4);
    }

    [Fact]
    public void MomentumAndDecayAreTakenIntoAccount()
    {
        var model = new Linear(1, 1, bias: false);
        var loop = new TrainingLoop(model, new DataLoader(s_x, s_y), new Sgd(model, 1) { WeightDecay = 5, Momentum = 0.9 });
        Assert.Equal(1 / 20.0, AutomaticRate.For(loop).Rate, 1e-4);
    }

    // A network learns with it, and is as it was before: its parameters, gradients, buffers, modes and draws.
    [Fact]
    public void ANetworkIsProbedAndLeftAsItWas()
    {
        var draws = new Generator(3);
        var model = new Sequential(new Linear(3, 8, true, new Generator(0)), new BatchNorm1d(8), new Tanh(), new Dropout(0.1, draws), new Linear(8, 1, true, new Generator(1)));
        Tensor x = Tensor.Normal(new Generator(1), 0, 1, 40, 3), y = Tensor.Normal(new Generator(2), 0, 1, 40, 1);
        byte[] before = draws.GetState();
        float[][] state = [.. model.StateDict().Values.Select(tensor => tensor.ToArray())];
        var loop = new TrainingLoop(model, new DataLoader(x, y), new Sgd(model, 1)) { Loss = LossFunction.Named("Huber"), Epochs = 30 };
        double rate = AutomaticRate.For(loop).Rate;
        Assert.Equal(before, draws.GetState());
        Assert.True(new ModuleContents(model).Modules.All(module => module.Training));
        Assert.Equal(state, model.StateDict().Values.Select(tensor => tensor.ToArray()));
        Assert.All(model.Parameters(), parameter => Assert.Null(parameter.Grad));
        var trained = new TrainingLoop(model, new DataLoader(x, y), new Sgd(model, rate)) { Epochs = 60 };
        var losses = trained.Records(cancellation: TestContext.Current.CancellationToken).Select(record => record.Loss).ToList();
        Assert.True(losses[^1] < losses[0]);
    }

    [Fact]
    public void WhatHasNoRateIsSaid()
    {
        var model = new Linear(1, 1);
        Expect.Error<InvalidValueException>("NoAutomaticRate", () => AutomaticRate.For(new TrainingLoop(model, new DataLoader(s_x, s_y), new Adam(model, 1))), "Adam");
        var zeros = Tensor.Zeros(4, 1);
        var flat = new Linear(1, 1, bias: false);
        Expect.Error<InvalidValueException>("NoAutomaticRate", () => AutomaticRate.For(Loop(flat, new DataLoader(zeros, s_y))), "Linear", "flat");
    }

    private static TrainingLoop Loop(Module model, DataLoader data, double scale = 1) => new(model, data, new Sgd(model, 1)) { LossScale = scale };
}
