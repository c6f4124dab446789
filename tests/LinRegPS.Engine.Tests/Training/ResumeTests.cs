using LinRegPS.Training;

namespace LinRegPS.Engine.Tests.Training;

/// <summary>A training that goes on is, to the bit, the one that was never interrupted.</summary>
public class ResumeTests
{
    private static readonly Tensor s_x = Tensor.Normal(new Generator(1), 0, 1, 23, 3), s_y = Tensor.Normal(new Generator(2), 0, 1, 23, 1);

    public static TheoryData<string, int?, bool, int> Trainings => new()
    {
        { "Sgd", 5, true, 1 }, { "Sgd", 5, true, 3 }, { "Adam", 5, true, 3 }, { "RMSprop", 4, true, 3 }, { "Sgd", null, true, 3 },
        { "Adam", null, false, 3 }, { "Sgd", 5, false, 3 },
    };

    [Theory]
    [MemberData(nameof(Trainings))]
    public void ResumedBitsAreUninterruptedBits(string optimizer, int? batch, bool shuffle, int interrupted)
    {
        var whole = Train(new Linear(3, 1, true, new Generator(0)), null, optimizer, batch, shuffle, 1, 8).Records;
        var model = new Linear(3, 1, true, new Generator(0));
        var (parts, kept) = Train(model, null, optimizer, batch, shuffle, 1, interrupted);
        // In two more parts.
        parts.AddRange(Train(model, kept, optimizer, batch, shuffle, interrupted + 1, 2).Records);
        parts.AddRange(Train(model, kept, optimizer, batch, shuffle, interrupted + 3, 8 - interrupted - 2).Records);
        Assert.Equal(whole, parts);
        if (shuffle && batch is not null)
            Assert.NotEqual(whole[^1], Train(new Linear(3, 1, true, new Generator(0)), null, optimizer, batch, false, 1, 8).Records[^1]);
    }

    [Fact]
    public void RecordsAndProgressCountOn()
    {
        var model = new Linear(3, 1, true, new Generator(0));
        var loop = new TrainingLoop(model, new DataLoader(s_x, s_y, 5), new Sgd(model, 0.01)) { FirstEpoch = 38, Epochs = 13 };
        var progress = new TrainingProgress((_, _) => { });
        Assert.Equal([38, 40, 50], loop.Records(10, [progress], TestContext.Current.CancellationToken).Select(r => r.Epoch));
        Assert.Equal((51, 0), (progress.NextEpoch, progress.StepsOfIt));
    }

    [Fact]
    public void AStopWithinAnEpochIsCounted()
    {
        using var stop = new CancellationTokenSource();
        var model = new Linear(3, 1, true, new Generator(0));
        var loop = new TrainingLoop(model, new DataLoader(s_x, s_y, 5), new Sgd(model, 0.01)) { FirstEpoch = 3, Epochs = 10 };
        var progress = new TrainingProgress((_, _) => { });
        // Five steps an epoch.
        Assert.Equal(2, loop.Records(1, [progress, new StopAt(13, stop)], stop.Token).Count());
        Assert.Equal((5, 3), (progress.NextEpoch, progress.StepsOfIt));
    }

    private static (List<string> Records, Optimizer Optimizer) Train(
        Linear model, Optimizer? optimizer, string name, int? batch, bool shuffle, int first, int count)
    {
        optimizer ??= Optimizer.Named(name, model, 0.05);
        var loop = new TrainingLoop(model, new DataLoader(s_x, s_y, batch, shuffle ? new Generator(7) : null), optimizer) { FirstEpoch = first, Epochs = count };
        return ([.. loop.Records(1, [], TestContext.Current.CancellationToken).Select(Bits)], optimizer);
    }

    private static string Bits(TrainingRecord record) => string.Join(' ', record.Parameters
        .SelectMany(p => p.Value.ToArray().Concat(p.Gradient!.ToArray()))
        .Append(record.Loss).Select(x => BitConverter.SingleToInt32Bits(x).ToString("X8")).Prepend($"{record.Epoch}"));

    private sealed class StopAt(int last, CancellationTokenSource stop) : TrainingObserver
    {
        public override void StepEnded(int step, float loss)
        {
            if (step == last)
                stop.Cancel();
        }
    }
}
