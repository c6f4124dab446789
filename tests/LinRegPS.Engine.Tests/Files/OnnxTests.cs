using LinRegPS.Engine.Tests.Support;
using LinRegPS.Files.Models;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LinRegPS.Engine.Tests.Files;

/// <summary>ONNX Runtime computes what the model computes here, from the file alone.</summary>
public sealed class OnnxTests : IDisposable
{
    private static readonly int[] s_rows = [4, 3], s_sequence = [2, 4, 9], s_image = [2, 4, 8, 7];

    private static readonly Dictionary<string, (int[] Input, Func<Generator, Module> Make)> s_cases = new()
    {
        ["Linear"] = (s_rows, g => new Linear(3, 5, true, g)),
        ["LinearRank3"] = ([2, 4, 3], g => new Linear(3, 2, false, g)),
        ["Network"] = (s_rows, g => new Sequential(new Linear(3, 8, true, g), new Tanh(), new Sequential(new Dropout(0.5, g), new Linear(8, 2, true, g)), new Softmax(-1))),
        ["Activations"] = (s_rows, _ => new Sequential(
            new LeakyReLU(0.2), new ELU(0.5), new SELU(), new SiLU(), new Mish(), new Softsign(), new PReLU(), new Tanhshrink(), new GELU(), new GELU("tanh"))),
        ["MoreActivations"] = (s_rows, _ => new Sequential(
            new Hardswish(), new Hardtanh(-0.5, 2), new ReLU6(), new Hardsigmoid(), new LogSigmoid(), new Softplus(), new Softplus(2, 30), new Threshold(0.9, 0.25), new Sigmoid(), new ReLU(), new LogSoftmax(1))),
        ["Identity"] = (s_rows, _ => new Identity()),
        ["Empty"] = (s_rows, _ => new Sequential()),
        ["Conv1d"] = (s_sequence, g => new Conv1d(4, 6, [3], [2], 1, [2], 2, true, g)),
        ["Conv2d"] = (s_image, g => new Conv2d(4, 3, [3, 2], [2, 1], new[] { 1, 0 }, generator: g)),
        ["Conv2dSame"] = (s_image, g => new Conv2d(4, 2, [4, 3], padding: "same", dilation: [1, 2], bias: false, generator: g)),
        ["Conv2dValid"] = (s_image, g => new Conv2d(4, 2, [3], padding: "valid", generator: g)),
        ["ConvTranspose2d"] = (s_image, g => new ConvTranspose2d(4, 6, [3], [2], [1], [1], 2, true, [1], g)),
        ["ConvTranspose1d"] = (s_sequence, g => new ConvTranspose1d(4, 3, [3], [2], [1], [1], generator: g)),
        ["InstanceNorms"] = (s_image, g => new Sequential(new InstanceNorm2d(4, 1e-3, affine: true), new Conv2d(4, 2, [2], generator: g), new InstanceNorm2d(2))),
        ["Scaling"] = (s_rows, g => new Scaler(Tensor.Normal(g, 1e4, 3, 9, s_rows[1])).Wrap(new Linear(s_rows[1], 2, true, g), new Scaler(Tensor.Normal(g, 100, 3, 9, 2)))),
        ["Shrinks"] = (s_rows, _ => new Sequential(new CELU(0.5), new Hardshrink(0.25), new Softshrink(0.125), new Softmin(1))),
        ["Pools"] = (s_image, _ => new Sequential(new MaxPool2d([2], [1], [1], [2]), new AvgPool2d([3, 2], [1], [1, 0]), new AvgPool2d([2], [2], [1], countIncludePad: false), new MaxPool2d([2], ceilMode: true))),
        ["Pools1d"] = (s_sequence, _ => new Sequential(new MaxPool1d([3], [1], [1]), new AvgPool1d([2]), new AdaptiveAvgPool1d([1]))),
        ["Image"] = (s_image, g => new Sequential(new Conv2d(4, 3, [3], generator: g), Trained(new BatchNorm2d(3, 1e-3)), new ReLU(), new AdaptiveAvgPool2d([1]), new Flatten(), new Linear(3, 2, true, g))),
        ["BatchNormPlain"] = (s_rows, _ => Trained(new BatchNorm1d(3, affine: false))),
        ["LayerNorm"] = ([2, 3, 4], _ => new Sequential(new LayerNorm([3, 4], 1e-4), new LayerNorm([4], elementwiseAffine: false))),
        ["GroupNorm"] = (s_image, g => new Sequential(Scaled(new GroupNorm(2, 4, 1e-3), g), new GroupNorm(4, 4, affine: false))),
        ["GroupNormRows"] = ([5, 24], g => Scaled(new GroupNorm(3, 24), g)),
        ["GroupNormSequence"] = (s_sequence, g => Scaled(new GroupNorm(1, 4), g)),
        ["RNN"] = (s_sequence, g => new RNN(9, 5, generator: g)),
        ["RNNDeepRelu"] = (s_sequence, g => new RNN(9, 5, 2, "relu", false, true, 0.5, true, g)),
        ["GRU"] = (s_sequence, g => new GRU(9, 5, generator: g)),
        ["GRUDeep"] = (s_sequence, g => new Sequential(new GRU(9, 6, 3, true, true, 0.25, true, g), new Linear(12, 2, true, g))),
        ["GRUPlain"] = (s_sequence, g => new GRU(9, 3, 1, false, generator: g)),
        ["LSTM"] = (s_sequence, g => new LSTM(9, 5, generator: g)),
        ["LSTMDeep"] = (s_sequence, g => new LSTM(9, 4, 2, true, true, 0.5, true, g)),
        ["LSTMPlain"] = (s_sequence, g => new LSTM(9, 4, 2, false, generator: g)),
        ["Attention"] = ([5, 3, 8], g => new MultiheadAttention(8, 2, generator: g)),
        ["AttentionPlain"] = ([5, 3, 6], g => new MultiheadAttention(6, 3, 0.5, false, true, g)),
        ["Encoder"] = ([5, 3, 8], g => new TransformerEncoderLayer(8, 2, 16, generator: g)),
        ["EncoderNormFirst"] = ([5, 3, 8], g => new Sequential(new Linear(8, 8, true, g), new TransformerEncoderLayer(8, 4, 12, 0.2, "gelu", 1e-4, true, true, g), new TransformerEncoderLayer(8, 2, 4, batchFirst: true, generator: g))),
        ["PowerPools"] = (s_image, _ => new Sequential(new LPPool2d(2, [2]), new LPPool2d(1.5, [1, 2], [1]))),
        ["PowerPool1d"] = (s_sequence, _ => new LPPool1d(2, [3], [2])),
        ["EmbeddingLater"] = (s_rows, g => new Sequential(new Hardtanh(0, 0), new Embedding(4, 2, null, g))),
    };

    private readonly FileFixture _files = new();

    public void Dispose() => _files.Dispose();

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void TheRuntimeComputesTheSame(string name)
    {
        var (shape, make) = s_cases[name];
        var model = make(new Generator(3)).Eval();
        var x = Tensor.Normal(new Generator(5), 0, 1.5, shape);
        ModelFile.Save(_files["a.onnx"], model, overwrite: false);
        AssertNear(model.Forward(x), Run(new DenseTensor<float>(x.ToArray(), shape)));
    }

    [Theory]
    [InlineData("mean")]
    [InlineData("sum")]
    [InlineData("max")]
    public void BagsOfWordsAreInt64(string mode)
    {
        var model = new Sequential(new EmbeddingBag(6, 3, mode, generator: new Generator(1)), new Linear(3, 2, true, new Generator(2)));
        ModelFile.Save(_files["a.onnx"], model, overwrite: false);
        AssertNear(model.Forward(Tensor.From([5, 0, 2, 2, 1, 4], 2, 3)), Run(new DenseTensor<long>(new long[] { 5, 0, 2, 2, 1, 4 }, [2, 3])));
    }

    [Fact]
    public void NumbersOfWordsAreInt64()
    {
        var model = new Sequential(new Embedding(6, 3, null, new Generator(1)), new Linear(3, 2, true, new Generator(2)));
        ModelFile.Save(_files["a.onnx"], model, overwrite: false);
        AssertNear(model.Forward(Tensor.From([5, 0, 2, 2], 2, 2)), Run(new DenseTensor<long>(new long[] { 5, 0, 2, 2 }, [2, 2])));
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "glu", "GLU" },
        { "cell", "the layer 1, LSTMCell can't be written" },
        { "shuffle", "PixelShuffle" },
        { "decoder layer", "the layer 1, TransformerDecoderLayer can't be written" },
        { "decoder", "the layer TransformerDecoder can't be written" },
        { "encoder", "the layer TransformerEncoder can't be written" },
        { "transformer", "the layer Transformer can't be written" },
        { "bilinear", "Bilinear" },
        { "custom", "the layer inner.0, CustomModel can't be written as ONNX: it is not one of this module's layers" },
        { "running", "no running mean" },
        { "slopes", "a slope for each channel" },
        { "adaptive", "only one mean over all" },
        { "ceil", "windows that leave the input" },
        { "bag", "what is padding in a bag" },
        { "power", "windows that leave the input" },
        { "flatten", "all dimensions behind the rows" },
        { "softplus", "threshold is below 20" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void WhatOnnxCannotSayIsRefusedByName(string what, string words)
    {
        Module model = what switch
        {
            "cell" => new Sequential(new Identity(), new LSTMCell(3, 2)),
            "glu" => new GLU(),
            "shuffle" => new PixelShuffle(2),
            "decoder layer" => new Sequential(new Identity(), new TransformerDecoderLayer(4, 2, 8)),
            "decoder" => new TransformerDecoder(new TransformerDecoderLayer(4, 2, 8), 1),
            "encoder" => new TransformerEncoder(new TransformerEncoderLayer(4, 2, 8), 1),
            "transformer" => new Transformer(4, 2, 1, 1, 8),
            "bilinear" => new Bilinear(2, 3, 1),
            "custom" => new Sequential(new OrderedDictionary<string, Module> { ["inner"] = new Sequential(new CustomModel([], (_, x) => x)) }),
            "running" => new BatchNorm1d(3, trackRunningStats: false),
            "slopes" => new PReLU(3),
            "adaptive" => new AdaptiveAvgPool2d([2, 1]),
            "ceil" => new AvgPool2d([2], ceilMode: true),
            "bag" => new EmbeddingBag(4, 2, paddingIdx: 0),
            "power" => new LPPool1d(2, [2], ceilMode: true),
            "flatten" => new Flatten(0),
            _ => new Softplus(1, 5),
        };
        Expect.Error<InvalidValueException>("NotInOnnx", () => ModelFile.Save(_files["a.onnx"], model, overwrite: false), "a.onnx", words);
        Assert.Empty(_files.Names);
    }

    [Fact]
    public void AFileThatIsThereIsKept()
    {
        ModelFile.Save(_files["a.ONNX"], new Identity(), overwrite: false);
        Expect.Error<InvalidValueException>("FileExists", () => ModelFile.Save(_files["a.ONNX"], new Identity(), overwrite: false), "a.ONNX");
    }

    private (int[] Shape, float[] Numbers) Run<T>(DenseTensor<T> input)
    {
        using var session = new InferenceSession(_files["a.onnx"]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("input", input)]);
        var output = results.Single(result => result.Name == "output").AsTensor<float>();
        return (output.Dimensions.ToArray(), output.ToArray());
    }

    private static GroupNorm Scaled(GroupNorm norm, Generator draws)
    {
        foreach (var parameter in norm.Parameters())
            Tensor.Normal(draws, 1, 0.5, parameter.Numel).Data.CopyTo(parameter.Data);
        return norm;
    }

    private static BatchNorm Trained(BatchNorm norm)
    {
        int channels = norm.RunningMean!.Numel;
        for (int i = 0; i < 3; i++)
            norm.Forward(Tensor.Normal(new Generator(i), 1, 2, norm is BatchNorm1d ? [5, channels] : [5, channels, 2, 2]));
        return norm;
    }

    // Sums in another order, and functions of other implementations.
    private static void AssertNear(Tensor expected, (int[] Shape, float[] Numbers) given)
    {
        Assert.Equal(expected.Shape.ToArray(), given.Shape);
        float[] numbers = expected.ToArray();
        float bound = 2e-6f * Math.Max(1, numbers.Select(Math.Abs).Max());
        Assert.All(numbers.Zip(given.Numbers), pair => Assert.InRange(pair.Second - pair.First, -bound, bound));
    }
}
