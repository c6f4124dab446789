using LinRegPS.Groups;
using LinRegPS.Training;

namespace LinRegPS.Engine.Tests.Groups;

/// <summary>One training in several ranks: which numbers come of it, and how it ends.</summary>
public sealed class SharedTrainingTests
{
    private const int Rows = 101;

    [Theory]
    [InlineData(null)]
    [InlineData(10)]
    [InlineData(64)]
    public void AnyNumberOfRanksGivesTheSameBitsForTheSameParts(int? batch)
    {
        float[] alone = Train(null, batch, parts: 6).Parameters;
        for (int size = 1; size <= 6; size++)
        {
            foreach (var result in ThreadGroup.Run(size, group => Train(group, batch, parts: 6)))
                Assert.Equal(alone, result.Parameters);
        }
    }

    [Fact]
    public void SoDoNetworksWithBatchNormDropoutAndAnyOptimizer()
    {
        var alone = TrainNetwork(null, 4);
        foreach (int size in new[] { 1, 2, 3, 4 })
        {
            foreach (var result in ThreadGroup.Run(size, group => TrainNetwork(group, 4)))
                Assert.Equal(alone.State, result.State);
        }
        Assert.Equal(alone.State, TrainNetwork(new SingleProcess(), 4).State);
    }

    // Errors of one rounding of each gradient in float32, over 40 steps that contract: far below 1e-5.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void APowerOfTwoOfRanksIsCloseToOneAndTheSameEachTime(int size)
    {
        var alone = Train(null, 32);
        var first = ThreadGroup.Run(size, group => Train(group, 32));
        var again = ThreadGroup.Run(size, group => Train(group, 32));
        for (int rank = 0; rank < size; rank++)
        {
            Assert.Equal(first[0].Parameters, first[rank].Parameters);
            Assert.Equal(first[0].Parameters, again[rank].Parameters);
            Assert.Equal(first[0].Losses, again[rank].Losses);
            for (int i = 0; i < alone.Parameters.Length; i++)
                Assert.Equal(alone.Parameters[i], first[rank].Parameters[i], 2e-6f * Math.Max(1, Math.Abs(alone.Parameters[i])));
            for (int i = 0; i < alone.Losses.Length; i++)
                Assert.Equal(alone.Losses[i], first[rank].Losses[i], 2e-6f * Math.Max(1, alone.Losses[i]));
        }
        if (size == 1)
            Assert.Equal(alone.Parameters, first[0].Parameters);
    }

    [Theory]
    [InlineData("CrossEntropy")]
    [InlineData("Weighted")]
    [InlineData("Ignored")]
    [InlineData("Sum")]
    [InlineData("BinaryCrossEntropyWithLogits")]
    public void MeansOfAnyKindAreThoseOfTheWholeBatch(string kind)
    {
        float[] alone = TrainClasses(null, kind);
        foreach (float[] parameters in ThreadGroup.Run(3, group => TrainClasses(group, kind)))
        {
            for (int i = 0; i < alone.Length; i++)
                Assert.Equal(alone[i], parameters[i], 2e-6f);
        }
    }

    [Fact]
    public void ALossThatIsNoMeanOfRowsIsRefused()
    {
        // The mean of the squares less the square of the mean.
        var variance = new LossFunction("variance", (prediction, wanted) => (prediction - wanted).Square().Mean() - (prediction - wanted).Mean().Square());
        foreach (var (_, error) in ThreadGroup.Try(2, group => Run(group, variance)))
            Assert.Equal("LinRegPS.LossOfParts", Assert.IsType<InvalidValueException>(error).ErrorId);

        static int Run(ProcessGroup group, LossFunction loss)
        {
            var (x, y) = Data();
            var model = Model();
            return new TrainingLoop(model, new DataLoader(x, y), new Sgd(model, 0.1)) { Loss = loss, Group = group }.Run([]).Count();
        }
    }

    [Fact]
    public void AccumulationClippingAndFewerRowsThanRanksGoTogether()
    {
        var alone = Train(null, 10, accumulation: 3, clip: 0.5);
        foreach (var result in ThreadGroup.Run(3, group => Train(group, 10, accumulation: 3, clip: 0.5)))
        {
            for (int i = 0; i < alone.Parameters.Length; i++)
                Assert.Equal(alone.Parameters[i], result.Parameters[i], 2e-6f * Math.Max(1, Math.Abs(alone.Parameters[i])));
        }
        // The last batch has one row, for three ranks.
        var one = Train(null, 4);
        foreach (var result in ThreadGroup.Run(3, group => Train(group, 4)))
        {
            for (int i = 0; i < one.Parameters.Length; i++)
                Assert.Equal(one.Parameters[i], result.Parameters[i], 2e-6f * Math.Max(1, Math.Abs(one.Parameters[i])));
        }
    }

    [Fact]
    public void AnErrorOfOneRankEndsAllWithItsMessageAndTheLastWholeStep()
    {
        var models = new Linear[3];
        var results = ThreadGroup.Try(3, group =>
        {
            var model = models[group.Rank] = Model();
            var failing = new TrainingCallback(null, moment =>
            {
                if (group.Rank == 1 && moment.Step == 5)
                    throw new InvalidOperationException("the sensor is gone");
            });
            return Loop(group, model, 10).Run([failing]).Count();
        });
        Assert.IsType<InvalidOperationException>(results[1].Error);
        foreach (int rank in new[] { 0, 2 })
            Assert.Contains("Rank 1 of the process group ended the work of all: the sensor is gone", Assert.IsType<InvalidValueException>(results[rank].Error).Message, StringComparison.Ordinal);
        Assert.All(models, model => Assert.Equal(models[0].Weight.ToArray(), model.Weight.ToArray()));
    }

    [Fact]
    public void AStopOfOneRankEndsAllBetweenTwoSteps()
    {
        var models = new Linear[2];
        using var stop = new CancellationTokenSource();
        var results = ThreadGroup.Try(2, group =>
        {
            var model = models[group.Rank] = Model();
            var stopping = new TrainingCallback(null, moment =>
            {
                if (group.Rank == 1 && moment.Step == 7)
                    stop.Cancel();
            });
            return Loop(group, model, 10).Run([stopping], group.Rank == 1 ? stop.Token : default).Count();
        });
        Assert.Null(results[1].Error);
        Assert.Contains("Rank 1 of the process group was stopped", Assert.IsType<InvalidValueException>(results[0].Error).Message, StringComparison.Ordinal);
        Assert.Equal(models[0].Weight.ToArray(), models[1].Weight.ToArray());
    }

    [Fact]
    public void AnEndThatOneRankAsksForIsOneOfAll()
    {
        var results = ThreadGroup.Run(2, group =>
        {
            var model = Model();
            var loop = Loop(group, model, 10);
            foreach (int _ in loop.Run([new TrainingCallback(moment =>
            {
                if (group.Rank == 1 && moment.Epoch == 2)
                    moment.Stop();
            })]))
            {
            }
            return (loop.Next.Epoch, model.Weight.ToArray());
        });
        Assert.Equal(3, results[0].Epoch);
        Assert.Equal(results[1], results[0], (a, b) => a.Epoch == b.Epoch && a.Item2.SequenceEqual(b.Item2));
    }

    [Fact]
    public void ARankThatGoesAnotherWayIsFound()
    {
        foreach (var (_, error) in ThreadGroup.Try(2, group =>
        {
            var model = Model();
            return Loop(group, model, 10).Run([new TrainingCallback(moment =>
            {
                using var noGrad = GradMode.NoGrad();
                if (group.Rank == 1 && moment.Epoch == 2)
                    model.Weight.Mul_(0.5);
            })]).Count();
        }))
            Assert.Contains("rank 1 are not those of rank 0 before epoch 3", error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherDataOnARankAreRefused()
    {
        foreach (var (_, error) in ThreadGroup.Try(2, group =>
        {
            var model = Model();
            return new TrainingLoop(model, new DataLoader(Data().Input, Data().Target, group.Rank + 5), new Sgd(model, 0.1)) { Group = group }.Run([]).Count();
        }))
            Assert.Equal("LinRegPS.RanksDiffer", Assert.IsType<InvalidValueException>(error).ErrorId);
    }

    [Fact]
    public void EachRankHasAPart()
    {
        var model = Model();
        var loop = new TrainingLoop(model, new DataLoader(Data().Input, Data().Target), new Sgd(model, 0.1)) { Parts = 0 };
        Assert.Equal("LinRegPS.InvalidPart", Assert.Throws<InvalidValueException>(() => loop.Run([], TestContext.Current.CancellationToken)).ErrorId);
        Assert.Equal("LinRegPS.ManyParts", Assert.Throws<InvalidValueException>(() => Train(null, 10, parts: 11)).ErrorId);
        foreach (var (_, error) in ThreadGroup.Try(3, group => Train(group, 10, parts: 2).Losses))
            Assert.Equal("LinRegPS.FewParts", Assert.IsType<InvalidValueException>(error).ErrorId);
    }

    private static (Tensor Input, Tensor Target) Data()
    {
        var generator = new Generator(3);
        var input = Tensor.Normal(generator, 0, 1, Rows, 3);
        return (input, input.MatMul(Tensor.From([1f, -2f, 3f], 3, 1)) + Tensor.Normal(generator, 0, 0.1, Rows, 1));
    }

    private static Linear Model() => new(3, 1, generator: new Generator(0));

    private static TrainingLoop Loop(ProcessGroup? group, Linear model, int? batch, int? parts = null, int accumulation = 1, double? clip = null)
    {
        var (input, target) = Data();
        return new TrainingLoop(model, new DataLoader(input, target, batch, batch is null ? null : new Generator(7)), new Sgd(model, 0.1))
        {
            Epochs = 8,
            Group = group,
            Parts = parts,
            AccumulationSteps = accumulation,
            ClipNorm = clip,
        };
    }

    private static (float[] Parameters, float[] Losses) Train(ProcessGroup? group, int? batch, int? parts = null, int accumulation = 1, double? clip = null)
    {
        // Each rank begins elsewhere: rank 0's parameters count.
        var model = new Linear(3, 1, generator: new Generator(group?.Rank ?? 0));
        float[] losses = [.. Loop(group, model, batch, parts, accumulation, clip).Records().Select(record => record.Loss)];
        return ([.. model.Weight.ToArray(), .. model.Bias!.ToArray()], losses);
    }

    internal static (float[] State, float[] Losses) TrainNetwork(ProcessGroup? group, int parts, int accumulation = 1)
    {
        var (input, target) = Data();
        var draws = new Generator(11);
        var model = new Sequential(
            new Linear(3, 8, generator: new Generator(1)), new BatchNorm1d(8), new Tanh(), new Dropout(0.3, draws), new Linear(8, 1, generator: new Generator(2)));
        var loop = new TrainingLoop(model, new DataLoader(input, target, 26, new Generator(7)), new Adam(model, 0.01))
        {
            Epochs = 3,
            Group = group,
            Parts = parts,
            AccumulationSteps = accumulation,
            Loss = LossFunction.Named("SmoothL1"),
        };
        float[] losses = [.. loop.Records().Select(record => record.Loss)];
        return ([.. model.StateDict().Values.SelectMany(tensor => tensor.Float().ToArray())], losses);
    }

    internal static float[] TrainClasses(ProcessGroup? group, string kind, int accumulation = 1, int? parts = null)
    {
        var input = Data().Input;
        bool isBinary = kind == "BinaryCrossEntropyWithLogits";
        var classes = Enumerable.Range(0, Rows).Select(i => i % 10 == 0 ? 2 : i % 3 == 0 ? 1 : 0);
        var target = isBinary ? Tensor.From([.. classes.Select(c => c > 0 ? 1f : 0)], Rows, 1)
            : Tensor.From([.. classes.Select((c, i) => kind == "Ignored" && i % 7 == 0 ? -100f : c)]);
        var loss = kind switch
        {
            "Weighted" => LossFunction.Weighted("CrossEntropy", ClassWeights.Of(0.2f, 1, 5)),
            "Ignored" => LossFunction.Named("CrossEntropy"),
            "Sum" => LossFunction.Named("CrossEntropy", settings: new System.Collections.Hashtable { ["reduction"] = "Sum" }),
            _ => LossFunction.Named(kind),
        };
        var model = new Linear(3, isBinary ? 1 : 3, generator: new Generator(4));
        new TrainingLoop(model, new DataLoader(input, target, 20), new Sgd(model, kind == "Sum" ? 0.005 : 0.1)) { Loss = loss, Group = group, Epochs = 5, AccumulationSteps = accumulation, Parts = parts }.Run([]).Count();
        return [.. model.Weight.ToArray(), .. model.Bias!.ToArray()];
    }
}
