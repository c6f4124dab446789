using LinRegPS.Engine.Tests.Operations;

namespace LinRegPS.Engine.Tests.Layers;

/// <summary>Every layer's gradient is the slope of its output, and can be differentiated again: by finite differences, first and second order.</summary>
public sealed class LayerDifferenceTests
{
    private static readonly int[] s_rows = [3, 4], s_bent = [3, 5], s_line = [2, 2, 5], s_image = [1, 2, 4, 4], s_steps = [3, 2, 4];

    // Made anew for each input, so that what is drawn is the same. Where a layer bends, what is drawn keeps away from.
    private static readonly (Func<Generator, Module> Make, int[] Shape)[] s_layers =
    [
        (g => new Linear(4, 3, true, g), s_rows), (_ => new Identity(), s_rows), (_ => new Flatten(), s_image), (_ => new Unflatten(1, [2, 2]), s_rows),
        (g => new Sequential(new Linear(4, 3, true, g), new Tanh()), s_rows), (g => new Dropout(0.4, g), s_rows),
        (_ => new ReLU(), s_rows), (_ => new ReLU6(), s_rows), (_ => new Tanh(), s_rows), (_ => new Sigmoid(), s_rows), (_ => new LogSigmoid(), s_rows),
        (_ => new SiLU(), s_rows), (_ => new Mish(), s_rows), (_ => new SELU(), s_rows), (_ => new Softsign(), s_rows), (_ => new Hardswish(), s_rows),
        (_ => new Hardsigmoid(), s_rows), (_ => new Tanhshrink(), s_rows), (_ => new LeakyReLU(), s_rows), (_ => new ELU(), s_rows), (_ => new GELU(), s_rows),
        (_ => new Softplus(), s_rows), (_ => new Hardtanh(-1.714, 1.13), s_bent), (_ => new Threshold(1.13, -2), s_bent), (_ => new PReLU(), s_rows),
        (_ => new Softmax(1), s_rows), (_ => new LogSoftmax(1), s_rows), (_ => new CELU(1.5), s_rows), (_ => new GLU(), s_rows), (_ => new Hardshrink(1.13), s_bent),
        (_ => new Softshrink(1.13), s_bent), (_ => new Softmin(0), s_rows), (_ => new Scaling(new Scaler(Tensor.From([1, 2, 3, 4, 5, 7, 9, 11], 2, 4))), s_rows), (_ => new PixelShuffle(1), s_image),
        (_ => new LayerNorm([4]), s_rows), (_ => new GroupNorm(1, 2), s_line), (_ => new BatchNorm1d(4), [5, 4]), (_ => new BatchNorm2d(2), s_image),
        (_ => new InstanceNorm1d(2, affine: true), s_line), (_ => new InstanceNorm2d(2), s_image),
        (g => new Conv1d(2, 3, [3], generator: g), s_line), (g => new Conv2d(2, 2, [3], padding: 1, groups: 2, generator: g), s_image),
        (g => new ConvTranspose1d(2, 2, [3], [2], generator: g), s_line), (g => new ConvTranspose2d(2, 1, [2], [2], generator: g), s_image),
        (_ => new MaxPool1d([2]), s_line), (_ => new MaxPool2d([2]), s_image), (_ => new AvgPool1d([2]), s_line), (_ => new AvgPool2d([3], [1], [1]), s_image),
        (_ => new AdaptiveAvgPool1d([2]), s_line), (_ => new AdaptiveAvgPool2d([3]), s_image),
        (g => new RNN(4, 3, generator: g), s_steps), (g => new LSTM(4, 3, 2, bidirectional: true, generator: g), s_steps), (g => new GRU(4, 3, generator: g), s_steps),
        (g => new RNNCell(4, 3, generator: g), s_rows), (g => new LSTMCell(4, 3, generator: g), s_rows), (g => new GRUCell(4, 3, generator: g), s_rows),
        (_ => new ConstantPad1d([1, 2], 3), s_line), (_ => new ConstantPad2d([1]), s_image), (_ => new ReflectionPad1d([2]), s_line), (_ => new ReflectionPad2d([1]), s_image),
        (_ => new ReplicationPad1d([2]), s_line), (_ => new ReplicationPad2d([1]), s_image), (_ => new ZeroPad2d([1]), s_image), (_ => new Softmax2d(), s_image),
        (_ => new Upsample([3], mode: "linear"), s_line), (_ => new UpsamplingNearest2d([5]), s_image), (_ => new UpsamplingBilinear2d(scaleFactor: [1.5]), s_image),
        (_ => new AdaptiveMaxPool1d([2]), s_line), (_ => new AdaptiveMaxPool2d([3]), s_image), (_ => new LocalResponseNorm(2), s_image),
        (g => new Dropout1d(0.4, g), s_line), (g => new Dropout2d(0.4, g), s_image), (g => new AlphaDropout(0.4, g), s_rows), (g => new Bilinear(4, 4, 2, generator: g), s_rows),
        (g => new TransformerEncoder(new TransformerEncoderLayer(4, 2, 6, activation: "gelu", generator: g), 2), s_steps),
        (_ => new LPPool1d(2, [2]), s_line), (_ => new LPPool2d(2, [2, 3], [1]), s_image),
        (g => new TransformerDecoderLayer(4, 2, 6, activation: "gelu", generator: g), s_steps), (g => new Transformer(4, 2, 1, 1, 6, activation: "gelu", generator: g), s_steps),
        (g => new TransformerDecoder(new TransformerDecoderLayer(4, 2, 6, activation: "gelu", generator: g), 2), s_steps),
        (g => new MultiheadAttention(4, 2, generator: g), s_steps), (g => new TransformerEncoderLayer(4, 2, 6, activation: "gelu", generator: g), s_steps),
    ];

    // Of numbers of rows, or without a Forward of their own.
    private static readonly Type[] s_others = [typeof(Embedding), typeof(EmbeddingBag), typeof(ModuleList), typeof(ModuleDict), typeof(CustomModel)];

    public static TheoryData<int, string> Layers { get; } = [.. s_layers.Select((layer, i) => (i, layer.Make(new Generator(0)).GetType().Name))];

    [Theory]
    [MemberData(nameof(Layers))]
    public void TheGradientIsTheSlopeAndHasOneItself(int index, string name)
    {
        var (make, shape) = s_layers[index];
        var layer = new OperationUnderTest(name, (x, _) => make(new Generator(5)).Forward(x[0]));
        Parity.AssertMatchesFiniteDifferences(layer, new([shape]));
        Parity.AssertMatchesSecondDifferences(layer, new([shape]));
    }

    [Fact]
    public void EveryLayerIsTried() => Assert.Empty(typeof(Module).Assembly.GetExportedTypes()
        .Where(type => type.IsSubclassOf(typeof(Module)) && !type.IsAbstract)
        .Except(s_layers.Select(layer => layer.Make(new Generator(0)).GetType())).Except(s_others));
}
