using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Training;

/// <summary>
/// Optimizers, schedules, clipping and accumulation in a compiled training: the bits of a loop by hand, whether gradients come from the fused
/// path or the graph.
/// </summary>
public class TrainingChoiceTests
{
    private const int Rows = 22, Columns = 3, Epochs = 6, BatchSize = 5;
    private static readonly Tensor s_x = Tensor.Normal(new Generator(1), 0, 1, Rows, Columns);
    private static readonly Tensor s_y = s_x.MatMul(Tensor.From([1, -2, 3], Columns, 1)) + 0.5;

    public static TheoryData<string, int, string, string> Choices
    {
        get
        {
            var data = new TheoryData<string, int, string, string>();
            foreach (string optimizer in Optimizer.Names)
            {
                foreach (int accumulated in optimizer == nameof(LBFGS) ? [1] : new[] { 1, 2, 5 })
                {
                    foreach (string clip in new[] { "", "norm", "value" })
                    {
                        foreach (string schedule in new[] { "", "epoch", "batch", "loss" })
                            data.Add(optimizer, accumulated, clip, schedule);
                    }
                }
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void ATrainingHasTheBitsOfALoopByHand(string optimizer, int accumulated, string clip, string schedule)
    {
        var (expected, losses, rates) = ByHand(optimizer, accumulated, clip, schedule);
        foreach (bool fused in new[] { true, false })
        {
            var layer = Layer();
            Module model = fused ? layer : new CustomModel([new("line", layer)], (m, x) => m.Layers[0].Value.Forward(x));
            var run = new TrainingRun(model, s_x, s_y)
            {
                Epochs = Epochs,
                BatchSize = BatchSize,
                AccumulationSteps = accumulated,
                ClipNorm = clip == "norm" ? 0.7 : null,
                ClipValue = clip == "value" ? 0.3 : null,
                MakeOptimizer = m => Make(optimizer, m),
                Schedule = schedule.Length == 0 ? null : o => Schedule(schedule, o, accumulated),
            };
            var records = run.Records().ToList();
            Expect.SameBits(expected, Elements(layer));
            Expect.SameBits(losses, [.. records.Select(record => record.Loss)]);
            Assert.Equal(schedule.Length == 0 ? rates.Select(_ => (double?)null) : rates.Select(rate => (double?)rate), records.Select(record => record.LearningRate));
        }
    }

    [Fact]
    public void AccumulatedBatchesAreALargerBatch()
    {
        // All of one size, so that the mean of means is the mean.
        Tensor x = Tensor.Normal(new Generator(4), 0, 1, 24, Columns), y = x.Sum(1).Reshape(24, 1);
        float[] Train(int size, int accumulated)
        {
            var layer = Layer();
            _ = new TrainingRun(layer, x, y) { BatchSize = size, AccumulationSteps = accumulated, Epochs = 5, LearningRate = 0.1 }.Records().ToList();
            return Elements(layer);
        }
        Assert.All(Train(12, 1).Zip(Train(4, 3)), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.NotEqual(Train(4, 1), Train(4, 3));
    }

    // PyTorch's loss / n: a last batch of one row counts as much as one of four.
    [Fact]
    public void ABatchOfFewerRowsCountsAlike()
    {
        Tensor x = Tensor.Normal(new Generator(4), 0, 1, 5, Columns), y = x.Sum(1).Reshape(5, 1);
        foreach (bool fused in new[] { true, false })
        {
            Linear layer = Layer(), byHand = Layer();
            Module model = fused ? layer : new CustomModel([new("line", layer)], (m, input) => m.Layers[0].Value.Forward(input));
            _ = new TrainingRun(model, x, y) { BatchSize = 4, AccumulationSteps = 2, Epochs = 3, LearningRate = 0.1 }.Records().ToList();
            var sgd = new Sgd(byHand, 0.1);
            for (int epoch = 0; epoch < 3; epoch++)
            {
                byHand.ZeroGrad();
                foreach (var (first, rows) in new[] { (0, 4), (4, 1) })
                    (Loss.Mse(byHand.Forward(x.Narrow(0, first, rows)), y.Narrow(0, first, rows)) / 2).Backward();
                sgd.Step();
            }
            Assert.All(Elements(byHand).Zip(Elements(layer)), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        }
    }

    [Fact]
    public void TheLintHasNothingToSayOfAccumulationClippingAndSchedules()
    {
        var layer = Layer();
        var lint = new LinRegPS.Diagnosis.Lint.TrainingLint();
        var loop = new TrainingRun(layer, s_x, s_y)
        {
            Epochs = 30,
            BatchSize = BatchSize,
            AccumulationSteps = 2,
            ClipNorm = 1,
            LearningRate = 0.05,
            Schedule = o => new CosineAnnealingLR(o, 30),
        }.ToLoop();
        Assert.Null(lint.Diagnose(loop, () => null, TestContext.Current.CancellationToken));
        Assert.Empty(lint.Findings());
        Expect.SameBits(Elements(Layer()), Elements(layer));
    }

    private static (float[] Elements, float[] Losses, double[] Rates) ByHand(string name, int accumulated, string clip, string scheduled)
    {
        var layer = Layer();
        var optimizer = Make(name, layer);
        var schedule = scheduled.Length == 0 ? null : Schedule(scheduled, optimizer, accumulated);
        var losses = new List<float>();
        var rates = new List<double>();
        int batches = (Rows + BatchSize - 1) / BatchSize;
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            double sum = 0;
            rates.Add(optimizer.LearningRate);
            for (int batch = 0; batch < batches; batch++)
            {
                int first = batch * BatchSize, rows = Math.Min(BatchSize, Rows - first);
                Tensor x = s_x.Slice(0, first, first + rows), y = s_y.Slice(0, first, first + rows);
                int index = batch % accumulated, count = Math.Min(accumulated, batches - batch + index);
                float last = 0;
                Tensor Evaluate()
                {
                    if (index == 0)
                        optimizer.ZeroGrad();
                    var loss = Loss.Mse(layer.Forward(x), y);
                    last = loss.Item();
                    (count == 1 ? loss : loss / count).Backward();
                    if (index + 1 < count)
                        return loss;
                    if (clip == "norm")
                        Clip.GradNorm(layer, 0.7);
                    else if (clip == "value")
                        Clip.GradValue(layer, 0.3);
                    return loss;
                }
                if (index + 1 < count)
                    Evaluate();
                else
                    last = optimizer.Step(Evaluate).Item();
                sum += last * (double)rows;
                if (index + 1 == count && scheduled == "batch")
                    schedule!.Step();
            }
            losses.Add((float)(sum / Rows));
            if (scheduled == "epoch")
                schedule!.Step();
            else if (scheduled == "loss")
                ((ReduceLROnPlateau)schedule!).Step(losses[^1]);
        }
        return (Elements(layer), [.. losses], [.. rates]);
    }

    private static LearningRateSchedule Schedule(string kind, Optimizer optimizer, int accumulated) => kind switch
    {
        "epoch" => new ExponentialLR(optimizer, 0.8),
        "loss" => new ReduceLROnPlateau(optimizer, patience: 0, threshold: 0.5),
        _ => new OneCycleLR(optimizer, [0.2], Epochs * ((((Rows + BatchSize - 1) / BatchSize) + accumulated - 1) / accumulated), cycleMomentum: optimizer is Sgd or AdamFamily),
    };

    private static Optimizer Make(string name, Module model)
    {
        var optimizer = Optimizer.Named(name, model, 0.1);
        if (optimizer is Sgd sgd)
            (sgd.Momentum, sgd.Nesterov) = (0.9, true);
        else if (optimizer is not (Rprop or LBFGS))
            optimizer.WeightDecay = 0.01;
        return optimizer;
    }

    private static Linear Layer() => new(Columns, 1, bias: true, new Generator(0));

    private static float[] Elements(Linear layer) => [.. layer.Weight.ToArray(), .. layer.Bias!.ToArray()];
}
