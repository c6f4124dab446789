using LinRegPS.Diagnosis.Lint;
using LinRegPS.Engine.Tests.Support;
using LinRegPS.Training;

namespace LinRegPS.Engine.Tests.Training;

/// <summary>Fused or by autograd, gradients and steps have the same bits; who runs which is decided by model, loss and data.</summary>
public class GradientSourceTests
{
    private const int Rows = 103, Columns = 3;
    private static readonly Tensor s_x = Tensor.From(Numbers.Normal(1, Rows * Columns), Rows, Columns);
    private static readonly Tensor s_y = Tensor.From(Numbers.Normal(2, Rows), Rows, 1);

    public static IEnumerable<TheoryDataRow<string, string, int?, bool>> Trainings =>
        from optimizer in Optimizer.Names
        from loss in new[] { "Mse", "Huber" }
        from batch in new int?[] { null, 10, 103, 1 }
        from shuffle in new[] { false, true }
        select new TheoryDataRow<string, string, int?, bool>(optimizer, loss, batch, shuffle);

    [Theory]
    [MemberData(nameof(Trainings))]
    public void EveryTrainingIsTheLoopThatOneWouldWrite(string optimizer, string loss, int? batch, bool shuffle)
    {
        var expected = ByHand(optimizer, loss, batch, shuffle);
        foreach (bool linear in new[] { true, false })
        {
            var layer = new Linear(Columns, 1, true, new Generator(0));
            Module model = linear ? layer : new CustomModel([new("lin", layer)], (m, x) => m.Layers[0].Value.Forward(x));
            var records = new TrainingRun(model, s_x, s_y)
            {
                Optimizer = optimizer,
                Loss = loss,
                LearningRate = 0.02,
                Epochs = 3,
                BatchSize = batch,
                Shuffle = shuffle,
                Seed = 5,
                LossScale = 2,
            }.Records().ToList();
            Expect.SameBits(expected.Weight.ToArray(), layer.Weight.ToArray());
            Expect.SameBits(expected.Bias!.ToArray(), layer.Bias!.ToArray());
            Expect.SameBits(expected.Weight.Grad!.ToArray(), records[^1].GetGradient(linear ? "weight" : "lin.weight")!.ToArray());
        }
    }

    // So large that the fused pass takes the rows from where they lie; whoever looks at the batch afterwards has them in one piece.
    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    public void LargeBatchesInRandomOrderHaveTheBitsOfAutograd(int? parts)
    {
        const int rows = 10_600, columns = 40;
        Tensor x = Tensor.From(Numbers.Normal(1, rows * columns), rows, columns), y = Tensor.From(Numbers.Normal(2, rows), rows, 1);
        var results = Enumerable.Range(0, 2).Select(kind =>
        {
            var layer = new Linear(columns, 1, true, new Generator(0));
            Module model = kind == 0 ? layer : new CustomModel([new("lin", layer)], (m, input) => m.Layers[0].Value.Forward(input));
            var loop = new TrainingLoop(model, new DataLoader(x, y, rows / 2, new Generator(7)), new Sgd(model, 0.01)) { Epochs = 2, Parts = parts };
            loop.Run([]).Count();
            Assert.Equal(4, loop.Steps);
            return (float[])[.. layer.Weight.ToArray(), .. layer.Bias!.ToArray(), .. loop.Data.Input.ToArray(), .. loop.Data.Target.ToArray()];
        }).ToList();
        Expect.SameBits(results[1], results[0]);
    }

    // A gradient of the input that is taken between two epochs, and cleared: it is nobody else's memory.
    [Theory]
    [InlineData(1, false)]
    [InlineData(4, false)]
    [InlineData(1, true)]
    [InlineData(4, true)]
    public void GradientsOfTheDataAreTheirs(int outputs, bool target)
    {
        var gradients = Enumerable.Range(0, 2).Select(kind =>
        {
            var layer = new Linear(Columns, outputs, true, new Generator(0));
            Tensor x = s_x.Copy().RequiresGrad_(!target), y = Tensor.From(Numbers.Normal(3, Rows * outputs), Rows, outputs).RequiresGrad_(target);
            Module model = kind == 0 ? layer : new CustomModel([new("lin", layer)], (m, x) => m.Layers[0].Value.Forward(x));
            var taken = new List<(Tensor Gradient, float[] Then)>();
            foreach (var _ in new TrainingRun(model, x, y) { LearningRate = 0.05, Epochs = 9, LogEvery = 3 }.Records())
            {
                var gradient = (target ? y : x).Grad!;
                taken.Add((gradient, gradient.ToArray()));
                (target ? y : x).Grad = null;
            }
            Assert.All(taken, t => Expect.SameBits(t.Then, t.Gradient.ToArray()));
            return taken.Select(t => t.Then).ToList();
        }).ToList();
        foreach (var (engine, custom) in gradients[0].Zip(gradients[1]))
            Expect.SameBits(custom, engine);
    }

    [Fact]
    public void ALossOfOnesOwnMayKeepWhatItSees()
    {
        var seen = new List<(Tensor Prediction, float[] Then)>();
        var layer = new Linear(Columns, 2, true, new Generator(0));
        var y = Tensor.From(Numbers.Normal(3, Rows * 2), Rows, 2);
        var loss = new LossFunction("kept", (prediction, target) =>
        {
            seen.Add((prediction, prediction.ToArray()));
            return Loss.Mse(prediction, target);
        });
        var loop = new TrainingLoop(layer, new DataLoader(s_x, y), new Sgd(layer, 0.05)) { Loss = loss, Epochs = 4 };
        Assert.Equal(2, loop.Records(logEvery: 100, cancellation: TestContext.Current.CancellationToken).Count());
        Assert.All(seen, s => Expect.SameBits(s.Then, s.Prediction.ToArray()));
        Assert.NotEqual(seen[0].Then, seen[3].Then);
    }

    [Theory]
    [InlineData("weight")]
    [InlineData("bias")]
    public void AFrozenParameterStaysWhileTheOtherLearns(string name)
    {
        var layer = new Linear(Columns, 1, true, new Generator(0));
        var (frozen, other) = name == "weight" ? (layer.Weight, layer.Bias!) : (layer.Bias!, layer.Weight);
        frozen.RequiresGrad = false;
        float[] before = frozen.ToArray(), otherBefore = other.ToArray();
        var record = new TrainingRun(layer, s_x, s_y) { Epochs = 3 }.Records().Last();
        Expect.SameBits(before, frozen.ToArray());
        Assert.NotEqual(otherBefore, other.ToArray());
        Assert.Null(record.GetGradient(name));
        Expect.SameBits(before, record.GetParameter(name).ToArray());
    }

    [Fact]
    public void WithAllFrozenThereIsNothingToTrain()
    {
        var layer = new Linear(Columns, 1, bias: false);
        layer.Weight.RequiresGrad = false;
        Expect.Error<InvalidValueException>("WrongModel", () => new TrainingRun(layer, s_x, s_y).ToLoop(), "no parameters to train");
    }

    [Theory]
    [InlineData("Adam")]
    [InlineData("RMSprop")]
    [InlineData("Sgd")]
    public void ADiagnosisLeavesOptimizerBuffersAndModesAsTheyWere(string name)
    {
        var model = new Noisy();
        var optimizer = Optimizer.Named(name, model, 0.01);
        var data = new DataLoader(s_x, s_y);
        Assert.Single(new TrainingLoop(model, data, optimizer).Records(cancellation: TestContext.Current.CancellationToken));
        string before = Text();
        var lint = new TrainingLint();
        Assert.Null(lint.Diagnose(new TrainingLoop(model, data, optimizer) { Epochs = 20 }, () => null, TestContext.Current.CancellationToken));
        Assert.Empty(lint.Findings());
        Assert.Equal(before, Text());
        Assert.True(model.Training && model.Drop.Training);

        string Text() => string.Join('\n', model.StateDict().Select(s => $"{s.Key} {string.Join(' ', s.Value.ToArray())}")
            .Concat(((OrderedDictionary<string, OrderedDictionary<string, Tensor>>)optimizer.StateDict()["state"])
                .SelectMany(p => p.Value.Select(s => $"{p.Key} {s.Key} {string.Join(' ', s.Value.ToArray())}"))));
    }

    // A mask that a diagnosis draws would be missing in the training.
    [Fact]
    public void WatchingATrainingWithDropoutChangesNoBit()
    {
        var runs = new[] { null, new TrainingLint() }.Select(lint =>
        {
            var model = new Noisy();
            _ = new TrainingRun(model, s_x, s_y) { Epochs = 40, Lint = lint }.Records().Last();
            Assert.Empty(lint?.Findings() ?? []);
            return model.StateDict();
        }).ToList();
        foreach (var (name, tensor) in runs[0])
            Expect.SameBits(tensor.ToArray(), runs[1][name].ToArray());
    }

    private static Linear ByHand(string name, string loss, int? batch, bool shuffle)
    {
        var layer = new Linear(Columns, 1, true, new Generator(0));
        var optimizer = Optimizer.Named(name, layer, 0.02);
        var generator = new Generator(5).Source;
        float[] x = s_x.ToArray(), y = s_y.ToArray();
        for (int epoch = 0; epoch < 3; epoch++)
        {
            int[] order = [.. Enumerable.Range(0, Rows)];
            if (shuffle)
                generator.FillPermutation(order);
            foreach (int[] rows in order.Chunk(batch ?? Rows))
            {
                Tensor input = Tensor.From([.. rows.SelectMany(r => x[(r * Columns)..((r + 1) * Columns)])], rows.Length, Columns);
                Tensor target = Tensor.From([.. rows.Select(r => y[r])], rows.Length, 1);
                Tensor Evaluate()
                {
                    optimizer.ZeroGrad();
                    var prediction = layer.Forward(input);
                    var scaled = (loss == "Mse" ? Loss.Mse(prediction, target) : Loss.Huber(prediction, target)) * 2;
                    scaled.Backward();
                    return scaled;
                }
                if (optimizer.NeedsClosure)
                {
                    optimizer.Step(Evaluate);
                    continue;
                }
                Evaluate();
                optimizer.Step();
            }
        }
        return layer;
    }

    private sealed class Noisy : Module
    {
        public Linear Lin { get; } = new(Columns, 1, true, new Generator(0));

        public Dropout Drop { get; } = new(0.2, new Generator(1));

        public Tensor Calls { get; } = Tensor.Zeros(1);

        public override Tensor Forward(Tensor x)
        {
            if (Training)
                Calls.Add_(1);
            return Lin.Forward(Drop.Forward(x));
        }
    }
}
