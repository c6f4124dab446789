using LinRegPS.Engine.Tests.Support;
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
            _ = new TrainingRun(model, _x, _y) { LearningRate = 0.05, Epochs = 20, LogEvery = 7, BatchSize = batch }.Records().Count();
        Expect.SameBits(layers[1].Weight.ToArray(), layers[0].Weight.ToArray());
        Expect.SameBits(layers[1].Bias!.ToArray(), layers[0].Bias!.ToArray());
        Expect.SameBits(layers[1].Weight.Grad!.ToArray(), layers[0].Weight.Grad!.ToArray());
    }

    [Fact]
    public void TheGradientOfAnInputOutlivesTheRuns()
    {
        var (compiled, kept) = (Gradients(layer => layer), Gradients(layer => new CustomModel([new("lin", layer)], (m, x) => m.Layers[0].Value.Forward(x))));
        Assert.Equal(4, compiled.Count);
        Assert.All(compiled.Zip(kept), pair => Expect.SameBits(pair.Second, pair.First));

        // What has piled up since the last record, and as the next record finds what was taken then.
        List<float[]> Gradients(Func<Linear, Module> model)
        {
            var x = Tensor.From(_x.ToArray(), Rows, In).RequiresGrad_();
            var loop = new TrainingRun(model(new Linear(In, Out, true, new Generator(0))), x, _y) { Epochs = 9, LogEvery = 3 };
            var taken = new List<Tensor>();
            foreach (var _ in loop.Records())
            {
                taken.Add(x.Grad!);
                x.Grad = null;
            }
            return [.. taken.Select(gradient => gradient.ToArray())];
        }
    }

    [Fact]
    public void OnlyTheGradientsOfItsParametersAreMadeInAnArena()
    {
        var (parameter, other) = (Tensor.Ones(3).RequiresGrad_(), Tensor.Ones(3).RequiresGrad_());
        var memory = new Arena([parameter]);
        Tensor[] first = Run(1), second = Run(2);
        Assert.Equal([2, 2, 2], first[0].ToArray());
        Assert.Equal([1, 1, 1], first[1].ToArray());
        Assert.Equal([2, 2, 2], second[1].ToArray());

        Tensor[] Run(int factor)
        {
            (parameter.Grad, other.Grad) = (null, null);
            memory.Run(() => ((parameter * factor) + (other * factor)).Sum().Backward());
            return [parameter.Grad!, other.Grad!];
        }
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

    // A gradient may lie in part of an array, or in none of the arena's: then all is left as it is.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReleasedGradientsStayWhileAllElseIsUsedAgain(bool isElsewhere)
    {
        var parameter = Tensor.Ones(Rows, In).RequiresGrad_();
        var memory = new Arena([parameter]);
        var (gradient, made) = Run(2);
        if (isElsewhere)
            parameter.Grad = Tensor.Ones(Rows, In);
        memory.ReleaseGradients();
        var (second, again) = Run(3);
        Assert.All(gradient.ToArray(), element => Assert.Equal(2, element));
        Assert.All(second.ToArray(), element => Assert.Equal(3, element));
        Assert.Equal(!isElsewhere, again.ToArray().SequenceEqual(made.ToArray()));

        (Tensor Gradient, Tensor Made) Run(int factor)
        {
            Tensor made = null!;
            parameter.Grad = null;
            memory.Run(() =>
            {
                made = parameter * factor;
                made.Sum().Backward();
            });
            return (parameter.Grad!, made);
        }
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
        using var records = new TrainingRun(layer, _x, _y) { Epochs = 3 }.Records().GetEnumerator();
        records.MoveNext();
        var gradient = layer.Weight.Grad!;
        float[] before = gradient.ToArray();
        records.MoveNext();
        Assert.Equal(before, gradient.ToArray());
    }
}
