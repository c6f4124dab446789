using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Training;

public class StepMemoryTests
{
    private const int Rows = 50, In = 6, Out = 4;
    private static readonly Tensor s_x = Tensor.From(Numbers.Normal(1, Rows * In), Rows, In);
    private static readonly Tensor s_y = Tensor.From(Numbers.Normal(2, Rows * Out), Rows, Out);

    [Theory]
    [InlineData(null)]
    [InlineData(8)]
    public void ACompiledTrainingHasTheBitsOfTheLoopThatKeepsNoMemory(int? batch)
    {
        // A custom model's tensors may be kept by its function, so that it always gets new ones.
        var layers = new[] { new Linear(In, Out, true, new Generator(0)), new Linear(In, Out, true, new Generator(0)) };
        var custom = new CustomModel([new("lin", layers[1])], (m, x) => m.Layers[0].Value.Forward(x));
        foreach (Module model in new Module[] { layers[0], custom })
            _ = new TrainingLoop(model, s_x, s_y) { LearningRate = 0.05, Epochs = 20, LogEvery = 7, BatchSize = batch }.Records().Count();
        Expect.SameBits(layers[1].Weight.ToArray(), layers[0].Weight.ToArray());
        Expect.SameBits(layers[1].Bias!.ToArray(), layers[0].Bias!.ToArray());
        Expect.SameBits(layers[1].Weight.Grad!.ToArray(), layers[0].Weight.Grad!.ToArray());
    }

    [Fact]
    public void ARunGetsTheMemoryOfTheRunBefore()
    {
        var memory = new StepMemory();
        Tensor first = null!, second = null!;
        memory.Run(() => first = s_x + 1);
        memory.Run(() => second = s_x + 2);
        Assert.Equal(second.ToArray(), first.ToArray());
        memory.Release();
        memory.Run(() => first = s_x + 1);
        Assert.NotEqual(second.ToArray(), first.ToArray());
    }

    [Fact]
    public void WhatIsMadeOutsideOrInOtherSizesHasMemoryOfItsOwn()
    {
        var memory = new StepMemory();
        Tensor large = null!;
        memory.Run(() => large = s_x + 1);
        var outside = s_x + 3;
        memory.Run(() => _ = s_y + 1);
        Assert.Throws<InvalidOperationException>(() => memory.Run(() => throw new InvalidOperationException()));
        _ = s_x + 4;
        Assert.Equal(s_x.ToArray().Select(v => v + 1), large.ToArray());
        Assert.Equal(s_x.ToArray().Select(v => v + 3), outside.ToArray());
    }

    [Fact]
    public void AGradientTakenFromALoggedEpochKeepsItsNumbers()
    {
        var layer = new Linear(In, Out, true, new Generator(0));
        using var records = new TrainingLoop(layer, s_x, s_y) { Epochs = 3 }.Records().GetEnumerator();
        records.MoveNext();
        var gradient = layer.Weight.Grad!;
        float[] before = gradient.ToArray();
        records.MoveNext();
        Assert.Equal(before, gradient.ToArray());
    }
}
