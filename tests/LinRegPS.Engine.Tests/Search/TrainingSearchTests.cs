using LinRegPS.Engine.Tests.Support;
using LinRegPS.Search;
using LinRegPS.Training;

namespace LinRegPS.Engine.Tests.Search;

/// <summary>A search finds what the trainings by themselves would say, whatever runs at once.</summary>
public sealed class TrainingSearchTests
{
    private static readonly Tensor s_x = Tensor.Normal(new Generator(1), 0, 1, 40, 2), s_y = s_x.MatMul(Tensor.From([1, -2], 2, 1)).Tanh();
    private static readonly DataSet s_data = new(s_x, s_y);

    private static readonly IReadOnlyList<DataSplit> s_split = [DataSplit.Random(s_data, [32, 8], new Generator(0))];

    [Fact]
    public void TheSameResultsForAnyNumberOfThreads()
    {
        var settings = SearchSetting.Grid(2, ["Sgd", "Adam"], [0.1, 0.01], [null, 8]);
        Assert.Equal(16, settings.Count);
        var one = Run(settings, threads: 1);
        foreach (int threads in new[] { 2, 5 })
            Assert.Equal(one.Select(Text), Run(settings, threads).Select(Text));
    }

    [Fact]
    public void TheLossIsThatOfTheTrainingByItself()
    {
        var setting = new SearchSetting(0, "Adam", 0.05, 8);
        var found = Assert.Single(Run([setting], 1));
        var model = Make(setting);
        var split = s_split[0];
        var loop = new TrainingLoop(model, new DataLoader(split.Train.Input, split.Train.Target, 8, new Generator(3)), new Adam(model, 0.05)) { Epochs = 12 };
        float last = loop.Records(12, [], TestContext.Current.CancellationToken).Last().Loss;
        Assert.Equal((double)last, found.Loss);
        Assert.Equal((double)Loss.Mse(model.Eval().Forward(split.Test.Input), split.Test.Target).Item(), found.ValidationLoss);
        Assert.Equal((SearchStatus.Finished, 12, null), (found.Status, found.Epoch, found.Deviation));
        Expect.SameBits(((Linear)((Sequential)model)[0]).Weight.ToArray(), ((Linear)((Sequential)found.Models[0])[0]).Weight.ToArray());
    }

    // Seven ways, of which four and then two are left: who waits is told of each that has ended.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void TheProgressIsOfTheTrainingsOfTheRound(int threads)
    {
        var settings = SearchSetting.Grid(1, ["Sgd"], [0.2, 1e-6, 0.1, 1e-7, 0.05, 1e-8, 1e-9], [null]);
        TrainingSearch search = null!;
        var seen = new System.Collections.Concurrent.ConcurrentQueue<(int Done, int Of)>();
        search = Search(threads, false, s_split);
        Assert.Equal((0, 0), search.Progress);
        search.Run(settings, Watched, TestContext.Current.CancellationToken);
        Assert.Equal((2, 2), search.Progress);
        Assert.Equal([7, 4, 2], seen.Select(progress => progress.Of).Distinct());
        // Each sees all that ended before it began, where one trains after the other.
        if (threads == 1)
            Assert.Equal([(0, 7), (1, 7), (2, 7), (3, 7), (4, 7), (5, 7), (6, 7), (0, 4), (1, 4), (2, 4), (3, 4), (0, 2), (1, 2)], seen.Distinct());

        Module Watched(SearchSetting setting)
        {
            var made = Make(setting);
            return new CustomModel([new("made", made)], (_, x) =>
            {
                seen.Enqueue(search.Progress);
                return made.Forward(x);
            });
        }
    }

    [Fact]
    public void TheWorseHalfIsStoppedTwice()
    {
        var settings = SearchSetting.Grid(1, ["Sgd"], [0.2, 1e-6, 0.1, 1e-7, 0.05, 1e-8, 1e-9], [null]);
        var found = Run(settings, 2);
        Assert.Equal([12, 12, 6, 6, 3, 3, 3], found.Select(trial => trial.Epoch));
        Assert.Equal(["Finished", "Finished", "Stopped", "Stopped", "Stopped", "Stopped", "Stopped"], found.Select(trial => $"{trial.Status}"));
        Assert.Equal(Run(settings, 1, isFull: true)[0].Setting, found[0].Setting);
        Assert.All(Run(settings, 2, isFull: true), trial => Assert.Equal((SearchStatus.Finished, 12), (trial.Status, trial.Epoch)));
    }

    [Fact]
    public void WhatDivergesOrFailsIsLastAndDoesNotEndTheSearch()
    {
        var found = Run([new(0, "Sgd", 1e30, null), new(2, "Sgd", 0.1, null), new(0, "Sgd", 0.1, null), new(0, "LBFGS", -1, null)], 3);
        Assert.Equal(["Finished", "Diverged", "Failed", "Failed"], found.Select(trial => $"{trial.Status}"));
        Assert.Contains("[32,2]", found[2].Error!.Message);
        Assert.True(found[1].Epoch < 12);
        Expect.Error<ShapeMismatchException>("ShapeMismatch", () => Run([new(2, "Sgd", 0.1, null)], 1));
    }

    [Fact]
    public void FoldsAreAMeanWithADeviation()
    {
        var splits = DataSplit.Folds(s_data, 5, null, shuffle: true, new Generator(0));
        var found = Assert.Single(Run([new(0, "Adam", 0.05, null)], 1, splits: splits));
        double[] each = [.. splits.Select(split => Run([new(0, "Adam", 0.05, null)], 1, splits: [split])[0].ValidationLoss)];
        Assert.Equal(each.Average(), found.ValidationLoss, 1e-12);
        Assert.Equal(Math.Sqrt(each.Sum(loss => Math.Pow(loss - each.Average(), 2)) / 4), found.Deviation!.Value, 1e-12);
        Assert.Equal(5, found.Models.Count);
    }

    [Fact]
    public void ChancesAreSeededEachOnceAndWithinTheRates()
    {
        IReadOnlyList<SearchSetting> Draw(long seed, int count) => SearchSetting.Random(2, ["Sgd", "Adam"], [1e-4, 1.0], [4, 8], count, new Generator(seed));
        var settings = Draw(0, 200);
        Assert.Equal(settings, Draw(0, 200));
        Assert.NotEqual(settings, Draw(1, 200));
        Assert.All(settings, setting => Assert.InRange(setting.LearningRate!.Value, 1e-4, 1));
        // Evenly by the logarithm: half of them are below the geometric mean.
        Assert.InRange(settings.Count(setting => setting.LearningRate < 1e-2), 70, 130);
        Assert.Equal(4, settings.Select(setting => (setting.Layer, setting.Optimizer)).Distinct().Count());
        Assert.Equal(2, SearchSetting.Random(1, ["Sgd", "Adam"], [0.1], [null], 10, new Generator(0)).Count);
        Expect.Error<InvalidValueException>("InvalidCount", () => Draw(0, 0), "0");
        Expect.Error<InvalidValueException>("InvalidLearningRate", () => SearchSetting.Random(1, ["Sgd"], [0.1, -1.0], [null], 2, new Generator(0)), "-1");
    }

    [Fact]
    public void ACancelledSearchEnds()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        foreach (int threads in new[] { 1, 2 })
            Assert.ThrowsAny<OperationCanceledException>(() => Search(threads, false, s_split).Run([new(0, "Sgd", 0.1, null), new(0, "Sgd", 0.2, null)], Make, stop.Token));
        Expect.Error<InvalidValueException>("InvalidThrottleLimit", () => Search(0, false, s_split).Run([], Make), "0");
    }

    private static string Text(SearchTrial trial) => FormattableString.Invariant($"{trial.Setting} {trial.Status} {trial.Epoch} {trial.Loss:R} {trial.ValidationLoss:R}");

    private static IReadOnlyList<SearchTrial> Run(IReadOnlyList<SearchSetting> settings, int threads, bool isFull = false, IReadOnlyList<DataSplit>? splits = null) =>
        Search(threads, isFull, splits ?? s_split).Run(settings, Make, TestContext.Current.CancellationToken);

    private static TrainingSearch Search(int threads, bool isFull, IReadOnlyList<DataSplit> splits) => new() { Epochs = 12, Splits = splits, Seed = 3, Threads = threads, IsFull = isFull };

    private static Module Make(SearchSetting setting)
    {
        var draws = new Generator(7);
        return setting.Layer switch
        {
            0 => new Sequential(new Linear(2, 6, true, draws), new Tanh(), new Dropout(0.1, draws), new Linear(6, 1, true, draws)),
            1 => new Sequential(new Linear(2, 1, true, draws)),
            _ => new Sequential(new Linear(3, 1, true, draws)),
        };
    }
}
