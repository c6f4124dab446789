using LinRegPS.Engine.Tests.Support;
using LinRegPS.Training;

namespace LinRegPS.Engine.Tests.Training;

/// <summary>Whole trainings whose losses follow PyTorch's, step by step: trainings_torch.json.</summary>
public sealed class WholeTrainingTests
{
    private static readonly Case[] s_cases = Fixture.Read<Case[]>("trainings_torch.json");

    // As trainings_torch.py makes them.
    private static readonly Dictionary<string, Func<Generator, Module>> s_models = new()
    {
        ["Mlp"] = g => new Sequential(new Linear(2, 16, true, g), new Tanh(), new Linear(16, 2, true, g)),
        ["MlpAdam"] = g => new Sequential(new Linear(2, 16, true, g), new ReLU(), new Linear(16, 2, true, g)),
        ["Convolution"] = g => new Sequential(
            new Conv2d(1, 4, [3], padding: 1, generator: g), new ReLU(), new MaxPool2d([2]), new Flatten(), new Linear(64, 2, true, g)),
        ["BatchNorm"] = g => new Sequential(new Linear(2, 8, true, g), new BatchNorm1d(8), new ReLU(), new Linear(8, 2, true, g)),
        ["Gru"] = g => new Last(new GRU(3, 6, batchFirst: true, generator: g), g),
        ["Lstm"] = g => new Last(new LSTM(3, 6, 2, batchFirst: true, generator: g), g),
        ["Attention"] = g => new Last(new MultiheadAttention(6, 2, batchFirst: true, generator: g), g),
        ["Encoder"] = g => new Last(new TransformerEncoderLayer(6, 3, 12, 0.25, batchFirst: true, generator: g), g),
        ["EncoderAdam"] = g => new Last(new TransformerEncoderLayer(6, 2, 8, 0, "gelu", batchFirst: true, normFirst: true, generator: g), g),
        ["Embedding"] = g => new Sequential(new Embedding(7, 3, null, g), new Flatten(), new LayerNorm([15]), new Linear(15, 2, true, g)),
        ["Groups"] = g => new Sequential(
            new Conv1d(4, 6, [3], padding: 1, generator: g), new GroupNorm(2, 6), new SiLU(), new AdaptiveAvgPool1d([1]), new Flatten(), new Linear(6, 2, true, g)),
        ["Ctc"] = g => new Reader(g),
        ["Bags"] = g => new Sequential(new EmbeddingBag(7, 4, generator: g), new Linear(4, 2, true, g)),
        ["Autoencoder"] = g => new Sequential(
            new Conv2d(1, 4, [3], [2], 1, generator: g), new ReLU(), new ConvTranspose2d(4, 1, [4], [2], [1], generator: g)),
        ["Decoder"] = g => new Last(new TransformerDecoderLayer(6, 3, 12, 0.25, batchFirst: true, generator: g), g),
        ["MlpAveraged"] = g => new Sequential(new Linear(2, 16, true, g), new Tanh(), new Linear(16, 2, true, g)),
        ["Rnn"] = g => new Last(new RNN(3, 3, 2, batchFirst: true, bidirectional: true, generator: g), g),
    };

    public static TheoryData<string> Names { get; } = [.. s_cases.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void TheLossFollowsPyTorchs(string name)
    {
        var expected = s_cases.Single(c => c.Name == name);
        var model = s_models[name](new Generator(0));
        var loop = new TrainingLoop(
            model, new DataLoader(expected.X.ToTensor(), Tensor.From(expected.Target, expected.TargetShape)), Optimizer.Named(expected.Optimizer, model, expected.Rate))
        {
            Loss = LossFunction.Named(expected.Loss),
            Epochs = expected.Losses.Length,
        };
        float[] losses = [.. loop.Records(cancellation: TestContext.Current.CancellationToken).Select(record => record.Loss)];
        Assert.True(losses[^1] < losses[0]);
        Assert.All(expected.Losses.Zip(losses), pair => Assert.InRange(pair.Second / (double)pair.First, 1 - 1e-4, 1 + 1e-4));
    }

    [Fact]
    public void EveryTrainingIsRun() => Assert.Equal(s_models.Keys.Order(StringComparer.Ordinal), s_cases.Select(c => c.Name).Order(StringComparer.Ordinal));

    private sealed record Case(string Name, string Optimizer, double Rate, string Loss, float[] Target, int[] TargetShape, float[] Losses, ReferenceTensor X);

    // The logarithm of a probability for each class at each step: [steps,rows,classes].
    private sealed class Reader(Generator generator) : Module
    {
        public GRU Body { get; } = new(3, 6, batchFirst: true, generator: generator);

        public Linear Head { get; } = new(6, 4, bias: true, generator);

        public override Tensor Forward(Tensor x) => Head.Forward(Body.Forward(x)).LogSoftmax(2).Transpose(0, 1);
    }

    private sealed class Last(Module body, Generator generator) : Module
    {
        public Module Body { get; } = body;

        public Linear Head { get; } = new(6, 2, bias: true, generator);

        public override Tensor Forward(Tensor x)
        {
            var y = Body.Forward(x);
            return Head.Forward(Body is Recurrent ? y.Select(1, -1) : y.Mean(1));
        }
    }
}
