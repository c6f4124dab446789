using System.Collections;
using LinRegPS.Engine.Tests.Support;
using LinRegPS.Files;
using LinRegPS.Files.Models;

namespace LinRegPS.Engine.Tests.Files;

/// <summary>A training that goes on from a file has the bits of one that was never interrupted.</summary>
[Collection(Data.AloneWithTheDefaultGenerator.Name)]
public sealed class CheckpointTests : IDisposable
{
    private static readonly Tensor s_input = Tensor.Normal(new Generator(1), 0, 1, 12, 3);
    private static readonly Tensor s_target = s_input.MatMul(Tensor.From([1, -2, 0.5f], 3, 1));

    private readonly FileFixture _files = new();

    public void Dispose() => _files.Dispose();

    public static TheoryData<string> Methods => [.. Optimizer.Names.Where(name => name != "LBFGS")];

    [Theory]
    [MemberData(nameof(Methods))]
    public void ResumedEqualsUninterrupted(string method)
    {
        var (whole, optimizer) = Make(method, seed: 0);
        Train(whole, optimizer, 3);
        // In the middle of the draws of a normal number, too.
        _ = Tensor.Normal(Generator.Default, 0, 1, 3);
        Checkpoint.Save(_files["a.ckpt"], whole, optimizer, null, epoch: 3, overwrite: false);
        Train(whole, optimizer, 4);
        float[] drawn = Tensor.Normal(Generator.Default, 0, 1, 5).ToArray();

        var (resumed, again) = Make(method, seed: 7);
        Train(resumed, again, 1);
        Assert.Equal(new CheckpointInfo(3, 4), Checkpoint.Load(_files["a.ckpt"], resumed, again));
        Train(resumed, again, 4);
        Assert.All(whole.NamedParameters().Zip(resumed.NamedParameters()), pair => Expect.SameBits(pair.First.Value.ToArray(), pair.Second.Value.ToArray()));
        Expect.SameBits(drawn, Tensor.Normal(Generator.Default, 0, 1, 5).ToArray());
    }

    [Fact]
    public void AMutatedFileIsReadOrRefusedAndThenNothingIsChanged()
    {
        var (model, adam) = Make("Adam", seed: 0);
        Train(model, adam, 3);
        Checkpoint.Save(_files["a.ckpt"], model, adam, new StepLR(adam, 2), epoch: 3, overwrite: false);
        var (other, optimizer) = Make("Adam", seed: 7);
        var schedule = new StepLR(optimizer, 2);
        Mutations.Try(File.ReadAllBytes(_files["a.ckpt"]), stream =>
        {
            var state = Checkpoint.Read("mutated", stream);
            string before = Bits(other, optimizer, schedule);
            try
            {
                Checkpoint.Restore("mutated", state, other, optimizer, schedule);
            }
            catch (LinRegException)
            {
                Assert.Equal(before, Bits(other, optimizer, schedule));
            }
        });

        static string Bits(Module model, Optimizer optimizer, LearningRateSchedule schedule) => string.Join(' ', model.StateDict().Values
            .Concat(((IDictionary)optimizer.StateDict()["state"]).Values.Cast<IDictionary>().SelectMany(kept => kept.Values.Cast<Tensor>()))
            .SelectMany(tensor => tensor.Float().ToArray()).Append((float)optimizer.LearningRate).Append(schedule.LastEpoch).Select(BitConverter.SingleToInt32Bits));
    }

    public static TheoryData<string, string> Schedules => new()
    {
        { nameof(CosineAnnealingLR), "TMax" },
        { nameof(StepLR), "StepSize" },
        { nameof(ExponentialLR), "" },
        { nameof(ReduceLROnPlateau), "" },
        { nameof(CosineAnnealingWarmRestarts), "T0" },
    };

    [Theory]
    [MemberData(nameof(Schedules))]
    public void TheScheduleGoesOnToo(string name, string setting)
    {
        (CustomModel Model, Optimizer Optimizer, LearningRateSchedule Schedule) New(long seed)
        {
            var (model, optimizer) = Make(nameof(Adam), seed);
            var settings = new Dictionary<string, object>();
            if (setting.Length > 0)
                settings[setting] = 3;
            if (name == nameof(ExponentialLR))
                settings["Gamma"] = 0.9;
            return (model, optimizer, LearningRateSchedule.Named(name, optimizer, settings));
        }

        static void Run((CustomModel Model, Optimizer Optimizer, LearningRateSchedule Schedule) training, int epochs)
        {
            for (int i = 0; i < epochs; i++)
            {
                Train(training.Model, training.Optimizer, 1);
                if (training.Schedule is ReduceLROnPlateau plateau)
                    plateau.Step(1);
                else
                    training.Schedule.Step();
            }
        }

        var whole = New(0);
        Run(whole, 4);
        Checkpoint.Save(_files["a.ckpt"], whole.Model, whole.Optimizer, whole.Schedule, epoch: 4, overwrite: false);
        Run(whole, 15);
        var resumed = New(5);
        Run(resumed, 1);
        Checkpoint.Load(_files["a.ckpt"], resumed.Model, resumed.Optimizer, resumed.Schedule);
        Run(resumed, 15);
        Assert.Equal(whole.Schedule.ToString(), resumed.Schedule.ToString());
        Assert.All(whole.Model.NamedParameters().Zip(resumed.Model.NamedParameters()), pair => Expect.SameBits(pair.First.Value.ToArray(), pair.Second.Value.ToArray()));
        Expect.Error<InvalidValueException>("WrongCheckpoint", () => Checkpoint.Load(_files["a.ckpt"], resumed.Model, resumed.Optimizer), "with a schedule");
    }

    [Fact]
    public void SettingsAndGroupsComeBack()
    {
        var (first, second) = (Tensor.From([1]).RequiresGrad_(), Tensor.From([2]).RequiresGrad_());
        Adam Make(double rate, double own)
        {
            var adam = new Adam([first], rate) { Beta1 = own };
            adam.AddParameterGroup(new ParameterGroup([second]) { LearningRate = own });
            return adam;
        }

        var model = new Linear(1, 1);
        Checkpoint.Save(_files["a.ckpt"], model, Make(0.1234567890123, 0.75), null, 0, overwrite: false);
        var other = Make(1, 0.5);
        Checkpoint.Load(_files["a.ckpt"], model, other);
        Assert.Equal((0.1234567890123, 0.75, 0.75, null), (other.LearningRate, other.Beta1, other.ParameterGroups[1].LearningRate, other.ParameterGroups[0].LearningRate));
    }

    [Fact]
    public void WhatDoesNotFitChangesNothing()
    {
        var model = new Linear(2, 1, bias: true, new Generator(0));
        Checkpoint.Save(_files["a.ckpt"], model, new Adam(model), null, 2, overwrite: false);
        var other = new Linear(3, 1, bias: true, new Generator(1));
        float[] before = other.Weight.ToArray();
        Expect.Error<InvalidValueException>("StateMismatch", () => Checkpoint.Load(_files["a.ckpt"], other, new Adam(other)), "weight of shape [1,2], not [1,3]");
        Expect.Error<InvalidValueException>("WrongCheckpoint", () => Checkpoint.Load(_files["a.ckpt"], model, new Sgd(model, 0.1)), "a.ckpt", "with Adam, not with Sgd");
        Expect.Error<InvalidValueException>("WrongCheckpoint", () => Checkpoint.Load(_files["a.ckpt"], model, null), "not with none");
        var dropped = new CustomModel([new("a", model), new("drop", new Dropout(0.5, new Generator(0)))], (_, x) => x);
        Expect.Error<InvalidValueException>("WrongCheckpoint", () => Checkpoint.Load(_files["a.ckpt"], dropped, new Adam(model)), "draws from 0 generators, this one from 1");
        // The model fits, the optimizer does not: the model is as it was, too.
        var same = new Linear(2, 1, bias: true, new Generator(3));
        float[] weight = same.Weight.ToArray();
        Expect.Error<InvalidValueException>("StateMismatch", () => Checkpoint.Load(_files["a.ckpt"], same, new Adam([same.Weight])), "nothing was loaded");
        Expect.SameBits(weight, same.Weight.ToArray());
        Expect.SameBits(before, other.Weight.ToArray());
    }

    [Fact]
    public void WhatIsNoCheckpointIsRefused()
    {
        var model = new Linear(2, 1);
        ModelFile.Save(_files["a.safetensors"], model, overwrite: false);
        Expect.Error<InvalidValueException>("BadFile", () => Checkpoint.Load(_files["a.safetensors"], model, null), "no checkpoint");
        foreach (string text in new[] { "{}", "[1]", "[\"dictionary\",{}]", "[\"list\",[[\"null\"]]]", "[\"enum\",\"System.DayOfWeek\",\"Monday\"]", "[\"tensor\",\"w\"]", "[\"what\",1]" })
        {
            var tensors = new NamedTensors(new Dictionary<string, string> { ["linregps.checkpoint"] = text });
            TensorFile.Write(_files["b.safetensors"], TensorFormat.Safetensors, tensors, overwrite: true);
            Expect.Error<InvalidValueException>("BadFile", () => Checkpoint.Load(_files["b.safetensors"], model, null), "b.safetensors");
        }
        Expect.Error<InvalidValueException>("InvalidEpoch", () => Checkpoint.Save(_files["c.ckpt"], model, null, null, -1, overwrite: false), "-1");
        Expect.Error<InvalidValueException>("InvalidState", () => new Generator(0).SetState([1, 2, 3]), "3 bytes");
    }

    private static (CustomModel Model, Optimizer Optimizer) Make(string method, long seed)
    {
        var model = new CustomModel(
            [new("in", new Linear(3, 8, bias: true, new Generator(seed))), new("drop", new Dropout(0.25, new Generator(seed))), new("out", new Linear(8, 1, bias: true, new Generator(seed)))],
            (m, x) => m.Layers[2].Value.Forward(m.Layers[1].Value.Forward(m.Layers[0].Value.Forward(x).Tanh())));
        return (model, Optimizer.Named(method, model, 0.01));
    }

    private static void Train(Module model, Optimizer optimizer, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            optimizer.ZeroGrad();
            Loss.Mse(model.Forward(s_input), s_target).Backward();
            optimizer.Step();
        }
    }
}
