using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Training;

public class TrainingLoopTests
{
    [Theory]
    [InlineData(10, 4, new[] { 1, 4, 8, 10 })]
    [InlineData(10, 5, new[] { 1, 5, 10 })]
    [InlineData(3, 1, new[] { 1, 2, 3 })]
    [InlineData(3, 100, new[] { 1, 3 })]
    [InlineData(1, 100, new[] { 1 })]
    public void TheFirstEpochEveryMultipleAndTheLastAreLogged(int epochs, int logEvery, int[] expected)
    {
        var every = FoundingCase.Loop(FoundingCase.Model(true), epochs).Records().Select(Snapshot.Of).ToList();
        var logged = FoundingCase.Loop(FoundingCase.Model(true), epochs, logEvery).Records().ToList();
        Assert.Equal(expected, logged.Select(r => r.Epoch));
        Assert.All(logged, r => Assert.Equal(every[r.Epoch - 1], Snapshot.Of(r)));
    }

    [Fact]
    public void ARecordKeepsItsNumbersWhileTrainingGoesOn()
    {
        var model = FoundingCase.Model(false);
        using var records = FoundingCase.Loop(model, 2).Records().GetEnumerator();
        records.MoveNext();
        var first = records.Current;
        records.MoveNext();
        Assert.Equal((0.29999998f, -30f), (first.GetParameter("Weight").Item(), first.GetGradient("WEIGHT")!.Item()));
        Assert.Equal(model.Weight.Item(), records.Current.GetParameter("weight").Item());
        Assert.NotEqual(model.Weight.Item(), first.GetParameter("weight").Item());
    }

    [Fact]
    public void CancellingEndsBetweenTwoStepsWithTheModelWhole()
    {
        var expected = FoundingCase.Loop(FoundingCase.Model(true), 7).Records().Last();
        using var cancellation = new CancellationTokenSource();
        var model = new Observed(FoundingCase.Model(true), forward =>
        {
            // In the middle of the seventh step, which is still finished.
            if (forward == 7)
                cancellation.Cancel();
        });
        var records = FoundingCase.Loop(model, 1000).Run(cancellation.Token).ToList();
        Assert.Equal(7, records.Count);
        Assert.Equal(expected.GetParameter("weight").Item(), model.Layer.Weight.Item());
        Assert.Equal(expected.GetParameter("bias").Item(), model.Layer.Bias!.Item());
        Assert.Equal((8, 8), (model.Layer.Weight.Version, model.Layer.Bias.Version));
    }

    [Fact]
    public void ALoopThatIsCancelledBeforeItBeginsDoesNothing()
    {
        var model = FoundingCase.Model(false);
        Assert.Empty(FoundingCase.Loop(model, 10).Run(new CancellationToken(canceled: true)));
        Assert.Equal((0f, 1), (model.Weight.Item(), model.Weight.Version));
    }

    [Fact]
    public void AConsumerThatStopsStopsTheTraining()
    {
        var model = FoundingCase.Model(false);
        var third = FoundingCase.Loop(model, 1000).Records().ElementAt(2);
        Assert.Equal(third.GetParameter("weight").Item(), model.Weight.Item());
        Assert.Equal(4, model.Weight.Version);
    }

    [Fact]
    public void ProgressIsReportedWhileTrainingRuns()
    {
        using var cancellation = new CancellationTokenSource();
        var reports = new List<(int Epoch, float Loss)>();
        var loop = new TrainingRun(FoundingCase.Model(false), FoundingCase.X(4, 1), FoundingCase.Y(4, 1))
        {
            Epochs = int.MaxValue,
            LogEvery = int.MaxValue,
            Progress = (epoch, loss) =>
            {
                reports.Add((epoch, loss));
                cancellation.Cancel();
            },
        };
        Assert.Single(loop.Run(cancellation.Token));
        var report = Assert.Single(reports);
        Assert.InRange(report.Epoch, 1, int.MaxValue - 1);
    }

    [Fact]
    public void AnErrorInAnyEpochLeavesTheModelAtTheLastWholeStep()
    {
        var expected = FoundingCase.Loop(FoundingCase.Model(true), 2).Records().Last();
        var model = new Observed(FoundingCase.Model(true), forward =>
        {
            if (forward == 3)
                throw new InvalidOperationException("third");
        });
        Assert.Throws<InvalidOperationException>(() => FoundingCase.Loop(model, 10).Records().Count());
        Assert.Equal(Snapshot.Of(expected).W, model.Layer.Weight.Item());
        Assert.Equal(Snapshot.Of(expected).B, model.Layer.Bias!.Item());
        Assert.Equal((3, 3), (model.Layer.Weight.Version, model.Layer.Bias.Version));
    }

    public static TheoryData<string> BadLoops { get; } = ["target", "input", "rate", "epochs", "log", "scale", "detached"];

    [Theory]
    [MemberData(nameof(BadLoops))]
    public void BadInputLeavesTheModelUnchanged(string what)
    {
        var model = new Observed(new Linear(1, 1, bias: true, new Generator(0)), _ => { }) { Detached = what == "detached" };
        model.Layer.Weight.Grad = Tensor.Full(7, 1, 1);
        float[] before = [model.Layer.Weight.Item(), model.Layer.Bias!.Item()];
        var loop = new TrainingRun(model, FoundingCase.X(what == "input" ? [4] : [4, 1]), FoundingCase.Y(what == "target" ? [4] : [4, 1]))
        {
            LearningRate = what == "rate" ? double.NaN : 0.01,
            Epochs = what == "epochs" ? 0 : 5,
            LogEvery = what == "log" ? 0 : 1,
            LossScale = what == "scale" ? double.PositiveInfinity : 1,
        };
        Assert.ThrowsAny<LinRegException>(() => loop.Records().Count());
        Expect.SameBits(before, [model.Layer.Weight.Item(), model.Layer.Bias.Item()]);
        Assert.Equal((0, 0), (model.Layer.Weight.Version, model.Layer.Bias.Version));
        Assert.Equal([7], model.Layer.Weight.Grad!.ToArray());
    }

    [Fact]
    public void ParametersThatTheLossDoesNotReachStayAndHaveNoGradient()
    {
        var model = new CustomModel([new("used", FoundingCase.Model(false)), new("unused", new Linear(1, 1))], (m, x) => m.Layers[0].Value.Forward(x));
        var unused = ((Linear)model.Layers[1].Value).Weight;
        float before = unused.Item();
        var record = FoundingCase.Loop(model, 3).Records().Last();
        Assert.Null(record.GetGradient("unused.weight"));
        Assert.Equal(before, record.GetParameter("unused.weight").Item());
        Assert.Equal(before, unused.Item());
        Assert.NotNull(record.GetGradient("used.weight"));
    }

    [Fact]
    public void ShapesMayBroadcastWhereThatIsAllowed()
    {
        var loop = new TrainingRun(FoundingCase.Model(true), FoundingCase.X(4, 1), FoundingCase.Y()) { AllowBroadcast = true, Epochs = 20_000, LogEvery = 20_000 };
        // Sixteen pairs: what the model learns is the mean of the target.
        var last = loop.Records().Last();
        Assert.Equal(0, last.GetParameter("weight").Item(), 1e-3f);
        Assert.Equal(5, last.GetParameter("bias").Item(), 1e-3f);
    }

    [Fact]
    public void TwoThreadsTrainAtOnceWithTheBitsOfOne()
    {
        var expected = FoundingCase.Loop(FoundingCase.Model(true), 10_000).Records().Select(Snapshot.Of).ToList();
        var runs = new List<Snapshot>[2];
        using var start = new Barrier(runs.Length);
        Thread[] threads = [.. Enumerable.Range(0, runs.Length).Select(i => new Thread(() =>
        {
            start.SignalAndWait();
            runs[i] = [.. FoundingCase.Loop(FoundingCase.Model(true), 10_000).Records().Select(Snapshot.Of)];
        }))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.All(runs, run => Assert.Equal(expected, run));
    }

    // A linear model that tells of each forward pass before it is made.
    private sealed class Observed(Linear layer, Action<int> forward) : Module
    {
        private int _passes;

        public Linear Layer { get; } = layer;

        public bool Detached { get; init; }

        public override Tensor Forward(Tensor x)
        {
            forward(++_passes);
            var y = Layer.Forward(x);
            return Detached ? y.Detach() : y;
        }
    }
}
