using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Layers;

/// <summary>Layers made with a seed: state, text, output and gradients are PyTorch's, by modules_torch.json.</summary>
public sealed class ModuleReferenceTests
{
    private static readonly ModuleCase[] s_cases = [.. Fixture.Read<ModuleCase[]>("modules_torch.json"), .. Fixture.Read<ModuleCase[]>("decoders_torch.json")];

    // As modules_torch.py makes them.
    internal static Dictionary<string, Func<Generator, Module>> Modules { get; } = new()
    {
        ["Conv1d"] = g => new Conv1d(2, 3, [3], padding: 1, generator: g),
        ["Conv2d"] = g => new Conv2d(2, 4, [3, 2], [2], new[] { 1, 0 }, groups: 2, generator: g),
        ["Conv2dSame"] = g => new Conv2d(2, 2, [3], padding: "same", dilation: [2], bias: false, generator: g),
        ["ConvTranspose2d"] = g => new ConvTranspose2d(2, 3, [3], [2], outputPadding: [1], generator: g),
        ["MaxPool2d"] = _ => new MaxPool2d([2]),
        ["MaxPool1d"] = _ => new MaxPool1d([3], [2], [1]),
        ["AvgPool1d"] = _ => new AvgPool1d([2]),
        ["AvgPool2d"] = _ => new AvgPool2d([3], [2], [1]),
        ["AdaptiveAvgPool2d"] = _ => new AdaptiveAvgPool2d([2, 3]),
        ["AdaptiveAvgPool1d"] = _ => new AdaptiveAvgPool1d([1]),
        ["BatchNorm1d"] = _ => new BatchNorm1d(3),
        ["BatchNorm1dEval"] = _ => new BatchNorm1d(2, eps: 0.01),
        ["BatchNorm2d"] = _ => new BatchNorm2d(2, momentum: 0.3),
        ["BatchNormPlain"] = _ => new BatchNorm2d(2, affine: false, trackRunningStats: false),
        ["LayerNorm"] = _ => new LayerNorm([3]),
        ["GroupNorm"] = _ => new GroupNorm(1, 2),
        ["Embedding"] = g => new Embedding(5, 3, 1, g),
        ["RNN"] = g => new RNN(3, 4, generator: g),
        ["RNNRelu"] = g => new RNN(3, 4, 2, "relu", bias: false, generator: g),
        ["LSTM"] = g => new LSTM(3, 4, generator: g),
        ["LSTMDeep"] = g => new LSTM(3, 2, 2, batchFirst: true, bidirectional: true, generator: g),
        ["GRU"] = g => new GRU(3, 4, generator: g),
        ["GRUDeep"] = g => new GRU(3, 2, 2, dropout: 0.5, bidirectional: true, generator: g),
        ["RNNCell"] = g => new RNNCell(3, 4, generator: g),
        ["LSTMCell"] = g => new LSTMCell(3, 4, generator: g),
        ["GRUCell"] = g => new GRUCell(3, 4, bias: false, generator: g),
        ["MultiheadAttention"] = g => new MultiheadAttention(4, 2, generator: g),
        ["TransformerEncoderLayer"] = g => new TransformerEncoderLayer(4, 2, 6, dropout: 0, generator: g),
        ["TransformerNormFirst"] = g => new TransformerEncoderLayer(4, 2, 6, 0.25, "gelu", batchFirst: true, normFirst: true, generator: g),
        ["Sequential"] = g => new Sequential(new Linear(3, 4, true, g), new Tanh(), new Sequential(new Linear(4, 2, true, g), new Softplus()), new Dropout(0.5, g)),
        ["Image"] = g => new Sequential(
            new Conv2d(2, 3, [3], generator: g), new BatchNorm2d(3), new ReLU(), new MaxPool2d([2]), new Flatten(), new Linear(6, 2, true, g), new LogSoftmax(1)),
        ["Unflatten"] = g => new Sequential(new Linear(3, 4, true, g), new Unflatten(1, [2, 2]), new Identity(), new GELU(), new Sigmoid(), new Softmax(-1)),
        ["Soft"] = _ => new Sequential(new LeakyReLU(), new ELU(), new SELU(), new SiLU(), new Mish(), new Softsign(), new PReLU()),
        ["Hard"] = _ => new Sequential(new Hardswish(), new Hardtanh(-2, 2), new ReLU6(), new Hardsigmoid(), new LogSigmoid()),
        ["Settings"] = _ => new Sequential(new LeakyReLU(0.2), new ELU(0.5), new Hardtanh(), new Softplus(2, 10), new GELU("tanh"), new PReLU(3)),
        ["ConvTranspose1d"] = g => new ConvTranspose1d(2, 3, [3], [2], [1], [1], generator: g),
        ["InstanceNorm1d"] = _ => new InstanceNorm1d(2),
        ["InstanceNorm2d"] = _ => new InstanceNorm2d(2, affine: true),
        ["Shrinks"] = _ => new Sequential(new Hardshrink(), new Softshrink(0.25), new CELU(1.5)),
        ["Halves"] = _ => new Sequential(new GLU(0), new Softmin(1)),
        ["PixelShuffle"] = _ => new PixelShuffle(2),
        ["Paddings1d"] = _ => new Sequential(new ConstantPad1d([1, 2], 3.5), new ReflectionPad1d([2]), new ReplicationPad1d([0, 1])),
        ["Paddings2d"] = _ => new Sequential(new ConstantPad2d([1, 0, 0, -1], -0.5), new ReflectionPad2d([1]), new ReplicationPad2d([1, 0, 2, 0]), new ZeroPad2d([1])),
        ["Upsamples"] = _ => new Sequential(
            new Upsample(scaleFactor: [2]), new Upsample([3, 5], mode: "bilinear"), new UpsamplingNearest2d([4]), new UpsamplingBilinear2d(scaleFactor: [1.5])),
        ["Bilinear"] = g => new Bilinear(3, 3, 2, generator: g),
        ["TransformerEncoder"] = g => new TransformerEncoder(new TransformerEncoderLayer(6, 2, 3, 0.25, batchFirst: true, generator: g), 2, new LayerNorm([6])),
        ["ChannelDropouts"] = g => new Sequential(new Dropout2d(0.4, g), new Dropout1d(0.5, g)),
        ["ImageDropout"] = g => new Sequential(new Dropout2d(generator: g), new Softmax2d(), new AdaptiveMaxPool2d([2, 1]), new LocalResponseNorm(2)),
        ["AlphaDropout"] = g => new Sequential(new AlphaDropout(0.3, g), new AdaptiveMaxPool1d([2])),
        ["EmbeddingBag"] = g => new EmbeddingBag(5, 3, generator: g),
        ["EmbeddingBagPadded"] = g => new EmbeddingBag(5, 3, "sum", paddingIdx: -1, generator: g),
        ["PowerPools"] = _ => new Sequential(new LPPool2d(2, [2]), new LPPool2d(1.5, [1, 2], [1])),
        ["PowerPool1d"] = _ => new LPPool1d(3, [2], [3], ceilMode: true),
        ["TransformerDecoderLayer"] = g => new TransformerDecoderLayer(4, 2, 6, dropout: 0, generator: g),
        ["TransformerDecoderNormFirst"] = g => new TransformerDecoderLayer(4, 2, 6, 0.25, "gelu", batchFirst: true, normFirst: true, generator: g),
        ["TransformerDecoder"] = g => new TransformerDecoder(new TransformerDecoderLayer(6, 2, 3, 0.25, batchFirst: true, generator: g), 2, new LayerNorm([6])),
        ["Transformer"] = g => new Transformer(4, 2, 1, 1, 5, generator: g),
        ["Thresholds"] = _ => new Sequential(new Threshold(-0.5, 2), new Tanhshrink()),
    };

    public static TheoryData<string> Names { get; } = [.. s_cases.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void StateTextOutputAndGradientsArePyTorchs(string name)
    {
        var expected = s_cases.Single(c => c.Name == name);
        var module = Modules[name](new Generator(3)).Train(expected.Train);
        Assert.Equal(expected.Text.Replace("NonDynamicallyQuantizable", string.Empty), module.ToString());
        AssertState(expected.State, module.StateDict());

        var x = expected.X.ToTensor().RequiresGrad_(expected.XGrad is not null);
        var y = module.Forward(x);
        Assert.Equal(expected.Y.Shape, y.Shape);
        AssertNear(expected.Y.Floats, y);
        y.Backward(Tensor.From(expected.Weights).Reshape([.. y.Shape]));
        if (expected.XGrad is not null)
            AssertNear(expected.XGrad, x.Grad!);
        var parameters = module.NamedParameters().ToDictionary(p => p.Name, p => p.Gradient);
        Assert.Equal(expected.Grads.Keys.Order(StringComparer.Ordinal), parameters.Where(p => p.Value is not null).Select(p => p.Key).Order(StringComparer.Ordinal));
        foreach (var (parameter, gradient) in expected.Grads)
            AssertNear(gradient.Floats, parameters[parameter]!);
        foreach (var buffer in module.NamedBuffers())
            AssertNear(expected.After[buffer.Name].Floats, buffer.Value);
    }

    [Fact]
    public void EveryCaseIsMade() => Assert.Equal(Modules.Keys.Order(StringComparer.Ordinal), s_cases.Select(c => c.Name).Order(StringComparer.Ordinal));

    // Names in PyTorch's order, and the bits of what is drawn.
    private static void AssertState(Dictionary<string, ReferenceTensor> expected, OrderedDictionary<string, Tensor> state)
    {
        Assert.Equal(expected.Keys, state.Keys);
        foreach (var (name, tensor) in expected)
        {
            Assert.Equal(tensor.Shape, state[name].Shape);
            Expect.SameBits(tensor.Floats, state[name].ToArray());
        }
    }

    // Sums of terms of both signs, in PyTorch's order there and in another here: 16 ulps of the greatest.
    private static void AssertNear(float[] expected, Tensor actual)
    {
        float[] numbers = actual.ToArray();
        Assert.Equal(expected.Length, numbers.Length);
        double bound = 16 * (double)expected.Select(Math.Abs).Append(0.1f).Max() / (1 << 24);
        Assert.All(expected.Zip(numbers), pair => Assert.InRange((double)pair.Second - pair.First, -bound, bound));
    }

    private sealed record ModuleCase(
        string Name, string Text, bool Train, ReferenceTensor X, ReferenceTensor Y, float[] Weights, Dictionary<string, ReferenceTensor> State,
        float[]? XGrad, Dictionary<string, ReferenceTensor> Grads, Dictionary<string, ReferenceTensor> After);
}
