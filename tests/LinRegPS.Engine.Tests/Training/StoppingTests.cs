using LinRegPS.Engine.Tests.Support;
using LinRegPS.Training;

namespace LinRegPS.Engine.Tests.Training;

/// <summary>What ends a training early, and what is called back as it goes on.</summary>
public class StoppingTests
{
    private static readonly Tensor s_x = Tensor.From([1, 2, 3, 4], 4, 1), s_y = Tensor.From([2, 4, 6, 8], 4, 1);

    [Fact]
    public void ATrainingStopsAtALoss()
    {
        var all = Run(Line(), 0.01, []);
        var stopped = Run(Line(), 0.01, [new StopAtLoss(0.5)]);
        Assert.InRange(stopped.Count, 2, all.Count - 1);
        Assert.All(stopped.SkipLast(1), record => Assert.True(record.Loss > 0.5));
        Assert.True(stopped[^1].Loss <= 0.5);
        Assert.Equal(all[stopped.Count - 1].Loss, stopped[^1].Loss);
        // The last epoch has a record whatever is logged, and a second training begins anew.
        var model = Line();
        var loop = Loop(model, 0.01);
        Assert.Equal([1, stopped.Count], loop.Records(1000, [new StopAtLoss(0.5)], TestContext.Current.CancellationToken).Select(record => record.Epoch));
        Assert.Single(loop.Records(1000, [new StopAtLoss(0.5)], TestContext.Current.CancellationToken));
    }

    // At 0.14 the steps overshoot, by ever more: the first loss is the best.
    [Fact]
    public void EarlyStoppingGivesTheParametersOfTheBestLossBack()
    {
        var model = Line();
        var stopping = new EarlyStopping(3);
        var records = Run(model, 0.14, [stopping]);
        Assert.Equal((4, 1), (records.Count, stopping.BestEpoch));
        Assert.NotEqual(0, model.Weight.Item());
        stopping.RestoreBest();
        Assert.Equal(0, model.Weight.Item());
        Assert.Equal(stopping.BestLoss, Loss.Mse(model.Forward(s_x), s_y).Item());

        // A loss that only falls stops nothing, and the best parameters are those of the last loss.
        model = Line();
        Assert.Equal(20, Run(model, 0.01, [stopping], 20).Count);
        stopping.RestoreBest();
        Assert.Equal((20, stopping.BestLoss), (stopping.BestEpoch, Loss.Mse(model.Forward(s_x), s_y).Item()));
    }

    [Fact]
    public void ALossThatIsNoNumberIsNeverTheBest()
    {
        var model = Line();
        var stopping = new EarlyStopping(2);
        var records = new TrainingRun(model, s_x, Tensor.From([float.NaN, 1, 1, 1], 4, 1)) { Epochs = 10, Lint = stopping }.Records().ToList();
        Assert.Equal((2, 0), (records.Count, stopping.BestEpoch));
        stopping.RestoreBest();
        Assert.True(float.IsNaN(model.Weight.Item()));
    }

    [Fact]
    public void CallbacksMayKeepGradientsAndStop()
    {
        var taken = new List<(Tensor Gradient, float Then)>();
        var steps = new List<(int Epoch, int Step)>();
        foreach (bool fused in new[] { true, false })
        {
            taken.Clear();
            steps.Clear();
            var layer = new Linear(1, 1, bias: true, new Generator(0));
            Module model = fused ? layer : new CustomModel([new("line", layer)], (m, x) => m.Layers[0].Value.Forward(x));
            var callback = new TrainingCallback(
                moment =>
                {
                    if (moment.Epoch == 3)
                        moment.Stop();
                },
                moment =>
                {
                    steps.Add((moment.Epoch, moment.Step));
                    taken.Add((layer.Weight.Grad!, layer.Weight.Grad!.Item()));
                });
            Assert.Equal(3, new TrainingRun(model, s_x, s_y) { Epochs = 9, BatchSize = 2, Lint = callback }.Records().Count());
            Assert.Equal([(1, 1), (1, 2), (2, 3), (2, 4), (3, 5), (3, 6)], steps);
            Assert.All(taken, gradient => Assert.Equal(gradient.Then, gradient.Gradient.Item()));
            Assert.Equal(6, taken.Select(gradient => gradient.Then).Distinct().Count());
        }
    }

    [Fact]
    public void WhatIsNoLimitIsRefused()
    {
        Expect.Error<InvalidValueException>("InvalidPatience", () => Run(Line(), 0.01, [new EarlyStopping(0)]), "Patience is 0");
        Expect.Error<InvalidValueException>("InvalidStopAtLoss", () => Run(Line(), 0.01, [new StopAtLoss(double.NaN)]), "NaN");
    }

    private static Linear Line()
    {
        var line = new Linear(1, 1, bias: false, new Generator(0));
        Init.Zeros(line.Weight);
        return line;
    }

    private static TrainingLoop Loop(Module model, double rate, int epochs = 100) =>
        new TrainingRun(model, s_x, s_y) { LearningRate = rate, Epochs = epochs }.ToLoop();

    private static List<TrainingRecord> Run(Module model, double rate, TrainingObserver[] observers, int epochs = 100) =>
        [.. Loop(model, rate, epochs).Records(1, observers, TestContext.Current.CancellationToken)];
}
