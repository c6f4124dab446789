using LinRegPS.Engine.Tests.Support;
using LinRegPS.Files.Models;
using LinRegPS.Training;

namespace LinRegPS.Engine.Tests.Files;

/// <summary>A training that goes on from its own checkpoint has the bits of one that was never interrupted, and another one is refused.</summary>
[Collection(Data.AloneWithTheDefaultGenerator.Name)]
public sealed partial class TrainingCheckpointTests : IDisposable
{
    private const int Epochs = 9;
    private static readonly Tensor s_input = Tensor.Normal(new Generator(1), 0, 1, 22, 3), s_target = s_input.MatMul(Tensor.From([1, -2, 0.5f], 3, 1));

    private readonly FileFixture _files = new();

    private string Run => _files["run.ckpt"];

    public void Dispose() => _files.Dispose();

    public static TheoryData<string> Methods => [.. Optimizer.Names];

    [Theory]
    [MemberData(nameof(Methods))]
    public void ResumedBitsAreUninterruptedBits(string method) => AssertResumed(new Setting { Method = method });

    public static TheoryData<string> Schedules => [.. LearningRateSchedule.Names.Where(name => name is not ("ChainedScheduler" or "SequentialLR" or "LambdaLR" or "MultiplicativeLR"))];

    [Theory]
    [MemberData(nameof(Schedules))]
    public void WithEachSchedule(string schedule) => AssertResumed(new Setting { Schedule = optimizer => Named(schedule, optimizer) });

    [Fact]
    public void WithSchedulesOfSchedules()
    {
        AssertResumed(new Setting { Schedule = optimizer => new ChainedScheduler(new ExponentialLR(optimizer, 0.9), new LambdaLR(optimizer, epoch => 1.0 / (1 + epoch))) });
        AssertResumed(new Setting { Schedule = optimizer => new SequentialLR(optimizer, [new ConstantLR(optimizer, 0.5), new StepLR(optimizer, 2)], [3]) });
    }

    // Orders of the session's own generator, batch norm's buffers, and best parameters that are to come back.
    [Theory]
    [InlineData(null, false, 0)]
    [InlineData(null, true, 3)]
    [InlineData(5, false, 3)]
    [InlineData(5, true, 0)]
    [InlineData(5, true, 2)]
    public void WithBatchesOrdersAndPatience(int? batch, bool seeded, int patience) =>
        AssertResumed(new Setting { Batch = batch, Seed = seeded ? 7 : null, Patience = patience, Accumulation = batch is null ? 1 : 2, ClipNorm = 0.5 });

    // Killed between the two, a training would go on after an epoch of which nothing is told.
    [Fact]
    public void AnEpochIsLoggedBeforeItIsInTheFile()
    {
        var training = new Setting().Make(_files["a.ckpt"]);
        var seen = new List<(int, int)>();
        foreach (var _ in training.Loop.Records(1, [training.Checkpoint, .. training.Observers], TestContext.Current.CancellationToken, record => seen.Add((record.Epoch, training.Checkpoint.SavedEpoch))))
        {
        }
        Assert.Equal(Enumerable.Range(1, Epochs).Select(epoch => (epoch, epoch - 1)), seen);
        Assert.Equal(Epochs, training.Checkpoint.SavedEpoch);
    }

    [Fact]
    public void ALogThatFailsKeepsNeitherTheRecordNorTheFileFromItsEpoch()
    {
        var training = new Setting().Make(_files["a.ckpt"]);
        var given = new List<int>();
        Assert.Throws<IOException>(() =>
        {
            foreach (var record in training.Loop.Records(1, [training.Checkpoint], TestContext.Current.CancellationToken, record => throw new IOException()))
                given.Add(record.Epoch);
        });
        Assert.Equal([1], given);
        Assert.Equal(1, training.Checkpoint.SavedEpoch);
    }

    [Fact]
    public void TheFileIsThereFromTheBeginningAndAtTheEnd()
    {
        var training = new Setting { Every = 4 }.Make(_files["a.ckpt"]);
        var seen = new List<int>();
        foreach (int _ in training.Loop.Run([.. training.Observers, training.Checkpoint, new Each(() => seen.Add(training.Checkpoint.SavedEpoch))], TestContext.Current.CancellationToken))
        {
        }
        Assert.Equal([0, 0, 0, 4, 4, 4, 4, 8, 9], seen);
        Assert.Equal(["a.ckpt"], _files.Names);
        var again = new Setting { Every = 4 }.Make(_files["a.ckpt"]);
        Assert.False(again.Checkpoint.Resume());
        Assert.Equal(Bits(training.Loop.Model), Bits(again.Loop.Model));
        // More epochs than were asked for at first.
        var more = new Setting { Every = 4, Epochs = 12 }.Make(_files["a.ckpt"]);
        Assert.True(more.Checkpoint.Resume());
        Assert.Equal((10, 3, 12), (more.Loop.FirstEpoch, more.Loop.Epochs, more.Loop.LastEpoch));
        var whole = new Setting { Every = 4, Epochs = 12 }.Make(_files["b.ckpt"]);
        whole.Train();
        more.Train();
        Assert.Equal(Bits(whole.Loop.Model), Bits(more.Loop.Model));
    }

    public static TheoryData<string, string> Others => new()
    {
        { "batch", "BatchSize 5, not 4" },
        { "seed", "order of the rows random by seed 7, not random by seed 8" },
        { "rate", "first rates none, not 0.5" },
        { "data", "other numbers in the data, or rows in another order" },
        { "rows", "data [22,3] and [22,1], not [21,3] and [21,1]" },
        { "loss", "Loss Mse, not L1" },
        { "scale", "LossScale 1, not 2" },
        { "clip", "ClipNorm none, not 1; Patience none, not 5" },
        { "layer", "another model: (1): Tanh(), not (1): ReLU()" },
        { "frozen", "another model: nothing, not frozen 0.weight" },
        { "optimizer", "Optimizer Adam, not AdamW" },
        { "setting", "Beta1 0.9, not 0.8" },
        { "schedule", "Schedule none, not StepLR" },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void AnotherTrainingIsRefusedAndLeftAsItIs(string what, string words)
    {
        new Setting { Batch = 5, Seed = 7 }.Make(Run).Train();
        var setting = new Setting { Batch = 5, Seed = 7 };
        setting = what switch
        {
            "batch" => setting with { Batch = 4 },
            "seed" => setting with { Seed = 8 },
            "rate" => setting with { Change = optimizer => optimizer.ParameterGroups[0].LearningRate = 0.5 },
            "data" => setting with { Input = s_input.Flip(0) },
            "rows" => setting with { Input = s_input.Narrow(0, 0, 21), Target = s_target.Narrow(0, 0, 21) },
            "loss" => setting with { Loss = "L1" },
            "scale" => setting with { LossScale = 2 },
            "clip" => setting with { ClipNorm = 1, Patience = 5 },
            "layer" => setting with { Activation = () => new ReLU() },
            "frozen" => setting with { Freeze = true },
            "optimizer" => setting with { Method = "AdamW" },
            "setting" => setting with { Change = optimizer => ((Adam)optimizer).Beta1 = 0.8 },
            _ => setting with { Schedule = optimizer => new StepLR(optimizer, 3) },
        };
        var other = setting.Make(Run);
        string before = Bits(other.Loop.Model);
        Expect.Error<InvalidValueException>("WrongCheckpoint", () => other.Checkpoint.Resume(), "run.ckpt", "nothing was changed", words);
        Assert.Equal(before, Bits(other.Loop.Model));
        Assert.Equal((1, Epochs), (other.Loop.FirstEpoch, other.Loop.Epochs));
    }

    [Fact]
    public void AScheduleOfAnotherLengthIsRefused()
    {
        Setting Of(int length) => new() { Schedule = optimizer => new CosineAnnealingLR(optimizer, length) };
        Of(9).Make(Run).Train();
        var other = Of(10).Make(Run);
        string rates = other.Loop.Optimizer.ToString();
        Expect.Error<InvalidValueException>("WrongCheckpoint", () => other.Checkpoint.Resume(), "another CosineAnnealingLR");
        Assert.Equal(rates, other.Loop.Optimizer.ToString());
        Assert.False(Of(9).Make(Run).Checkpoint.Resume());
    }

    [Fact]
    public void WhatIsNoTrainingsCheckpointIsRefused()
    {
        var training = new Setting().Make(Run);
        training.Checkpoint.RequireNew();
        Checkpoint.Save(Run, training.Loop.Model, training.Loop.Optimizer, null, 3, overwrite: false);
        Expect.Error<InvalidValueException>("WrongCheckpoint", () => training.Checkpoint.Resume(), "how its training was set up");
        Expect.Error<InvalidValueException>("FileExists", training.Checkpoint.RequireNew, "run.ckpt");
        var state = Checkpoint.Read(Run);
        state["training"] = new Dictionary<string, object?> { ["settings"] = 5 };
        Checkpoint.Write(Run, state, overwrite: true);
        Expect.Error<InvalidValueException>("BadFile", () => training.Checkpoint.Resume(), "run.ckpt");
        Expect.Error<InvalidValueException>("InvalidCheckpointEvery", () => new Setting { Every = 0 }.Make(Run), "0");
        // What a training can't be written to is known at its beginning.
        Expect.Error<InvalidValueException>("FileUnusable", () => new Setting().Make(_files["no/run.ckpt"]).Train(), "folder does not exist");
    }

    private void AssertResumed(Setting setting)
    {
        Generator.ManualSeed(3);
        var whole = setting.Make(_files[$"{Guid.NewGuid():N}.ckpt"]);
        whole.Train();
        float[] drawn = Tensor.Normal(Generator.Default, 0, 1, 3).ToArray();
        foreach (int interrupted in new[] { 0, 1, 4, 8 })
        {
            Generator.ManualSeed(3);
            string path = _files[$"{Guid.NewGuid():N}.ckpt"];
            var part = setting.Make(path);
            part.Train(stopAfter: interrupted);
            // Another process: another model, and random numbers of its own.
            Generator.ManualSeed(99);
            var resumed = setting.Make(path, seed: 5);
            bool isLeft = resumed.Checkpoint.Resume();
            // Patience may have ended it before.
            Assert.Equal(Math.Min(interrupted, whole.Checkpoint.SavedEpoch), resumed.Checkpoint.SavedEpoch);
            if (isLeft)
                resumed.Train();
            else
                resumed.Stopping?.RestoreBest();
            Assert.Equal(Bits(whole.Loop.Model), Bits(resumed.Loop.Model));
            Assert.Equal((whole.Stopping?.BestEpoch, whole.Stopping?.BestLoss), (resumed.Stopping?.BestEpoch, resumed.Stopping?.BestLoss));
            Expect.SameBits(drawn, Tensor.Normal(Generator.Default, 0, 1, 3).ToArray());
        }
    }

    private static LearningRateSchedule Named(string name, Optimizer optimizer)
    {
        var all = new Dictionary<string, object>
        {
            ["TMax"] = 6,
            ["StepSize"] = 2,
            ["Gamma"] = 0.8,
            ["T0"] = 3,
            ["Milestones"] = new[] { 2, 5 },
            ["TotalSteps"] = 200,
            ["MaxLearningRate"] = 0.1,
            ["BaseLearningRate"] = 0.01,
            ["StepSizeUp"] = 7,
            ["CycleMomentum"] = false,
            ["Patience"] = 1,
        };
        var known = LearningRateSchedule.SettingsOf(name).Select(setting => setting.Name).ToHashSet();
        return LearningRateSchedule.Named(name, optimizer, all.Where(setting => known.Contains(setting.Key)).ToDictionary());
    }

    private static string Bits(Module model) => string.Join(' ', model.StateDict().SelectMany(item => item.Value.DType == DType.Float32 ? item.Value.ToArray().Select(x => BitConverter.SingleToInt32Bits(x).ToString("X8")) : [$"{item.Value}"]));

    private sealed class Each(Action act) : TrainingObserver
    {
        public override TrainingEvents Listens => TrainingEvents.EpochEnded;

        public override bool EpochEnded(int epoch, float loss)
        {
            act();
            return false;
        }
    }
}
