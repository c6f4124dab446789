using LinRegPS.Diagnosis.Lint;
using LinRegPS.Engine.Tests.Support;
using LinRegPS.Kernels.Random;

namespace LinRegPS.Engine.Tests.Training;

public class BatchTests
{
    private const int Rows = 103, Columns = 3;
    private static readonly Tensor s_x = Tensor.From(Numbers.Normal(1, Rows * Columns), Rows, Columns);
    private static readonly Tensor s_y = Tensor.From(Numbers.Normal(2, Rows), Rows, 1);

    // torch.manual_seed(0); torch.randperm(10), PyTorch 1.13.1 (tests/fixtures/op_reference.json, init.seeded).
    [Fact]
    public void APermutationIsThatOfPyTorch()
    {
        int[] order = new int[10];
        new MersenneTwister(0).FillPermutation(order);
        Assert.Equal([4, 1, 7, 5, 3, 9, 0, 8, 6, 2], order);
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(10, true)]
    [InlineData(103, true)]
    [InlineData(1000, false)]
    [InlineData(1, true)]
    public void AnEpochIsTheLoopThatOneWouldWrite(int size, bool shuffle)
    {
        foreach (bool compiled in new[] { true, false })
        {
            var expected = new Linear(Columns, 1, true, new Generator(0));
            var generator = new Generator(5).Source;
            var losses = new List<float>();
            for (int epoch = 0; epoch < 3; epoch++)
            {
                int[] order = [.. Enumerable.Range(0, Rows)];
                if (shuffle)
                    generator.FillPermutation(order);
                double sum = 0;
                foreach (int[] batch in order.Chunk(size))
                {
                    float[] x = [.. batch.SelectMany(r => s_x.ToArray()[(r * Columns)..((r + 1) * Columns)])];
                    float[] y = [.. batch.Select(r => s_y.ToArray()[r])];
                    expected.ZeroGrad();
                    var loss = Loss.Mse(expected.Forward(Tensor.From(x, batch.Length, Columns)), Tensor.From(y, batch.Length, 1));
                    loss.Backward();
                    Sgd.Step(expected, 0.05);
                    sum += loss.Item() * (double)batch.Length;
                }
                losses.Add((float)(sum / Rows));
            }

            var layer = new Linear(Columns, 1, true, new Generator(0));
            Module model = compiled ? layer : new CustomModel([new("lin", layer)], (m, x) => m.Layers[0].Value.Forward(x));
            var records = new TrainingRun(model, s_x, s_y) { LearningRate = 0.05, Epochs = 3, BatchSize = size, Shuffle = shuffle, Seed = 5 }.Records().ToList();
            Expect.SameBits(expected.Weight.ToArray(), layer.Weight.ToArray());
            Expect.SameBits(expected.Bias!.ToArray(), layer.Bias!.ToArray());
            Expect.SameBits(expected.Weight.Grad!.ToArray(), records[^1].GetGradient(compiled ? "weight" : "lin.weight")!.ToArray());
            if (size < Rows)
                Assert.Equal(losses, records.Select(r => r.Loss));
        }
    }

    [Fact]
    public void WithoutASeedTheOrdersDiffer()
    {
        float[] Trained()
        {
            var layer = new Linear(Columns, 1, true, new Generator(0));
            _ = new TrainingRun(layer, s_x, s_y) { BatchSize = 7, Shuffle = true }.Records().Last();
            return layer.Weight.ToArray();
        }

        Assert.NotEqual(Trained(), Trained());
    }

    [Fact]
    public void CancellingEndsBetweenTwoStepsOfAnEpoch()
    {
        using var cancellation = new CancellationTokenSource();
        var layer = new Linear(Columns, 1, true, new Generator(0));
        var model = new CustomModel([new("lin", layer)], (m, x) =>
        {
            if (layer.Weight.Version == 4)
                cancellation.Cancel();
            return m.Layers[0].Value.Forward(x);
        });
        Assert.Empty(new TrainingRun(model, s_x, s_y) { BatchSize = 10 }.Run(cancellation.Token));
        Assert.Equal(5, layer.Weight.Version);
    }

    [Fact]
    public void AHealthyTrainingInBatchesHasNoFindings()
    {
        var lint = new TrainingLint();
        var x = Tensor.From(Numbers.Normal(3, 600), 200, 3);
        var y = x.MatMul(Tensor.From([1, 2, 3], 3, 1));
        _ = new TrainingRun(new Linear(3, 1, true, new Generator(0)), x, y) { LearningRate = 0.05, Epochs = 5, BatchSize = 20, Shuffle = true, Seed = 0, Lint = lint }
            .Records().Last();
        Assert.Empty(lint.Findings());
    }

    [Fact]
    public void AGradientTakenFromALoggedEpochKeepsItsNumbers()
    {
        var layer = new Linear(Columns, 1, true, new Generator(0));
        using var records = new TrainingRun(layer, s_x, s_y) { Epochs = 2 }.Records().GetEnumerator();
        records.MoveNext();
        var gradient = layer.Weight.Grad!;
        float[] before = gradient.ToArray();
        records.MoveNext();
        Assert.Equal(before, gradient.ToArray());
        Assert.NotEqual(before, layer.Weight.Grad!.ToArray());
    }
}
