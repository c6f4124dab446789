using LinRegPS.Diagnosis.Lint;
using LinRegPS.Engine.Tests.Support;
using LinRegPS.Training;

namespace LinRegPS.Engine.Tests.Training;

/// <summary>Trainings whose loader has transforms: the bits of a loop over the loader.</summary>
public class TransformedTrainingTests
{
    private static readonly Tensor s_x = Tensor.Normal(new Generator(1), 3, 2, 10, 2);
    private static readonly DataSet s_data = new(s_x, s_x.Sum(1).Reshape(10, 1), ["a", "b"]);

    [Theory]
    [InlineData(4, true)]
    [InlineData(4, false)]
    [InlineData(10, false)]
    public void TheBitsAreThoseOfALoop(int batch, bool shuffle)
    {
        Linear line = Line(), byHand = Line();
        var sgd = new Sgd(byHand, 0.01);
        var scaler = new Scaler(s_x);
        DataLoader Loader()
        {
            var noise = new Generator(3);
            return new(s_data, batch, shuffle, new Generator(5)) { Transforms = [Scaled, b => b with { Input = b.Input + Tensor.Normal(noise, 0, 0.1, b.Rows, 2) }] };
        }

        Batch Scaled(Batch b) => b with { Input = scaler.Transform(b.Input) };
        var loader = Loader();
        for (int epoch = 0; epoch < 4; epoch++)
        {
            foreach (var (input, target) in loader)
            {
                byHand.ZeroGrad();
                Loss.Mse(byHand.Forward(input), target).Backward();
                sgd.Step();
            }
        }
        var loop = new TrainingLoop(line, Loader(), new Sgd(line, 0.01)) { Epochs = 4 };
        var records = loop.Records(1, [], TestContext.Current.CancellationToken).ToList();
        Expect.SameBits(byHand.Weight.ToArray(), line.Weight.ToArray());
        Assert.Equal(4, records.Count);
    }

    [Fact]
    public void ClassesStayWholeNumbers()
    {
        var types = new List<DType>();
        var data = new DataSet(s_x, Tensor.FromInt64([0, 1, 0, 1, 0, 1, 0, 1, 0, 1]));
        var model = new Linear(2, 2, true, new Generator(0));
        var loader = new DataLoader(data, 5) { Transforms = [b => Told(b)] };
        _ = new TrainingLoop(model, loader, new Sgd(model, 0.1)) { Loss = LossFunction.Named("CrossEntropy") }.Records(cancellation: TestContext.Current.CancellationToken).ToList();
        Assert.Equal([DType.Int64, DType.Int64], types);

        Batch Told(Batch batch)
        {
            types.Add(batch.Target.DType);
            return batch;
        }
    }

    // All rows as the model sees them: of raw ones the rate would be far too large, and the lint would have much to say.
    [Fact]
    public void WhatLooksAtAllRowsSeesThemTransformed()
    {
        var big = new DataSet(s_x * 1000, s_data.Target);
        var scaler = new Scaler(big.Input);
        var model = Line();
        var lint = new TrainingLint();
        var loop = new TrainingLoop(model, new DataLoader(big, 10) { Transforms = [b => b with { Input = scaler.Transform(b.Input) }] }, new Sgd(model, 0.1)) { Epochs = 50 };
        var records = loop.Records(1, [lint], TestContext.Current.CancellationToken).ToList();
        Assert.True(records[^1].Loss < records[0].Loss);
        Assert.Empty(lint.Findings().Select(finding => finding.RuleId));
    }

    // Data that the model scales itself are no unscaled ones.
    [Fact]
    public void TheLintSeesWhatAModelScalesItself()
    {
        Tensor big = (s_x * 1000) + 50000;
        var model = new Scaler(big).Wrap(Line());
        var lint = new TrainingLint();
        var loop = new TrainingLoop(model, new DataLoader(big, s_data.Target), new Sgd(model, 0.1)) { Epochs = 50 };
        _ = loop.Records(1, [lint], TestContext.Current.CancellationToken).ToList();
        Assert.Empty(lint.Findings().Select(finding => finding.RuleId));
    }

    private static Linear Line() => new(2, 1, true, new Generator(0));
}
