using LinRegPS.Engine.Tests.Support;
using LinRegPS.Engine.Tests.Training;
using LinRegPS.Memory;

namespace LinRegPS.Engine.Tests.Memory;

public class ArenaTests
{
    private const int Rows = 50, In = 6, Out = 4;
    // Made before any run: else the first run would make them, from the memory of the test.
    private readonly Tensor _x = Tensor.From(Numbers.Normal(1, Rows * In), Rows, In);
    private readonly Tensor _y = Tensor.From(Numbers.Normal(2, Rows * Out), Rows, Out);

    [Theory]
    [InlineData(null)]
    [InlineData(8)]
    public void ACompiledTrainingHasTheBitsOfTheLoopThatKeepsNoMemory(int? batch)
    {
        // A custom model's tensors may be kept by its function, so that it always gets new ones.
        var layers = new[] { new Linear(In, Out, true, new Generator(0)), new Linear(In, Out, true, new Generator(0)) };
        var custom = new CustomModel([new("lin", layers[1])], (m, x) => m.Layers[0].Value.Forward(x));
        foreach (Module model in new Module[] { layers[0], custom })
            _ = new TrainingLoop(model, _x, _y) { LearningRate = 0.05, Epochs = 20, LogEvery = 7, BatchSize = batch }.Records().Count();
        Expect.SameBits(layers[1].Weight.ToArray(), layers[0].Weight.ToArray());
        Expect.SameBits(layers[1].Bias!.ToArray(), layers[0].Bias!.ToArray());
        Expect.SameBits(layers[1].Weight.Grad!.ToArray(), layers[0].Weight.Grad!.ToArray());
    }

    [Fact]
    public void ARunGetsTheMemoryOfTheRunBefore()
    {
        var memory = new Arena([]);
        Tensor first = null!, second = null!;
        memory.Run(() => first = _x + 1);
        memory.Run(() => second = _x + 2);
        Assert.Equal(second.ToArray(), first.ToArray());
        memory.Release();
        memory.Run(() => first = _x + 1);
        Assert.NotEqual(second.ToArray(), first.ToArray());
    }

    [Fact]
    public void WhatIsMadeOutsideOrInOtherSizesHasMemoryOfItsOwn()
    {
        var memory = new Arena([]);
        Tensor large = null!;
        memory.Run(() => large = _x + 1);
        var outside = _x + 3;
        memory.Run(() => _ = _y + 1);
        Assert.Throws<InvalidOperationException>(() => memory.Run(() => throw new InvalidOperationException()));
        _ = _x + 4;
        Assert.Equal(_x.ToArray().Select(v => v + 1), large.ToArray());
        Assert.Equal(_x.ToArray().Select(v => v + 3), outside.ToArray());
    }

    [Fact]
    public void AGradientTakenFromALoggedEpochKeepsItsNumbers()
    {
        var layer = new Linear(In, Out, true, new Generator(0));
        using var records = new TrainingLoop(layer, _x, _y) { Epochs = 3 }.Records().GetEnumerator();
        records.MoveNext();
        var gradient = layer.Weight.Grad!;
        float[] before = gradient.ToArray();
        records.MoveNext();
        Assert.Equal(before, gradient.ToArray());
    }
}
