namespace LinRegPS.Engine.Tests;

// Errors of convolution, pooling, normalization, embeddings, attention and layers.
public partial class ErrorTests
{
    private static readonly Tensor s_image = Tensor.Zeros(2, 3, 5, 6), s_kernel = Tensor.Zeros(4, 3, 3, 3);

    private static Case[] OfLayers() =>
    [
        Of<ShapeMismatchException>(nameof(Errors.ImageRank), "ShapeMismatch", () => s_matrix.Conv2d(s_kernel), "Conv2d", "[2,3]", "[rows,channels,height,width]"),
        Of<ShapeMismatchException>(nameof(Errors.ImageRank), "ShapeMismatch", () => s_image.MaxPool1d([2]), "MaxPool1d", "[2,3,5,6]", "[channels,length]"),
        Of<ShapeMismatchException>(nameof(Errors.ConvolutionWeight), "ShapeMismatch", () => s_image.Conv2d(s_matrix), "Conv2d", "[2,3]", "4 dimensions"),
        Of<ShapeMismatchException>(nameof(Errors.ConvolutionInput), "ShapeMismatch", () => s_image.Conv2d(Tensor.Zeros(4, 2, 3, 3)), "[2,3,5,6]", "[4,2,3,3]", "must have 2 channels"),
        Of<ShapeMismatchException>(nameof(Errors.ConvolutionInput), "ShapeMismatch", () => new Conv2d(1, 4, [3]).Forward(s_image), "Conv2d", "must have 1 channel."),
        Of<ShapeMismatchException>(nameof(Errors.ParameterShape), "ShapeMismatch", () => s_image.Conv2d(s_kernel, Tensor.Zeros(3)), "Conv2d: Bias", "[4]", "[3]"),
        Of<ShapeMismatchException>(nameof(Errors.KernelTooLarge), "ShapeMismatch", () => s_image.Conv2d(s_kernel, dilation: [3]), "reaches over 7 x 7", "[2,3,5,6]"),
        Of<ShapeMismatchException>(nameof(Errors.KernelTooLarge), "ShapeMismatch", () => s_image.AvgPool2d([6]), "AvgPool2d", "6 x 6"),
        Of<InvalidValueException>(nameof(Errors.Groups), "InvalidGroups", () => Tensor.Zeros(1, 2, 5, 5).Conv2d(Tensor.Zeros(3, 1, 3, 3), groups: 2), "3 out channels", "2 groups"),
        Of<InvalidValueException>(nameof(Errors.Groups), "InvalidGroups", () => new Conv1d(3, 4, [3], groups: 2), "Conv1d", "3 in channels"),
        Of<InvalidValueException>(nameof(Errors.Groups), "InvalidGroups", () => s_image.GroupNorm(2), "GroupNorm", "3 channels"),
        Of<InvalidValueException>(nameof(Errors.SizeCount), "InvalidStride", () => s_image.Conv2d(s_kernel, stride: [1, 2, 3]), "Stride is 1,2,3", "one number, or 2"),
        Of<InvalidValueException>(nameof(Errors.SizeCount), "InvalidKernelSize", () => new Conv1d(1, 1, [2, 2]), "Conv1d", "KernelSize is 2,2"),
        Of<InvalidValueException>(nameof(Errors.SizeTooSmall), "InvalidStride", () => s_image.MaxPool2d([2], [0]), "MaxPool2d", "Stride is 0", "at least 1"),
        Of<InvalidValueException>(nameof(Errors.SizeTooSmall), "InvalidPadding", () => s_image.Conv2d(s_kernel, padding: -1), "Padding is -1", "at least 0"),
        Of<InvalidValueException>(nameof(Errors.SizeText), "InvalidPadding", () => s_image.Conv2d(s_kernel, padding: "some"), "Padding is 'some'", "'same'"),
        Of<InvalidValueException>(nameof(Errors.SamePadding), "InvalidPadding", () => s_image.Conv2d(s_kernel, stride: [2], padding: "same"), "stride of 1, not 2,2"),
        Of<InvalidValueException>(nameof(Errors.PoolPadding), "InvalidPadding", () => s_image.MaxPool2d([2], padding: [2]), "padding 2", "kernel 2"),
        Of<InvalidValueException>(nameof(Errors.OutputPadding), "InvalidOutputPadding", () => s_image.ConvTranspose2d(Tensor.Zeros(3, 2, 3, 3), outputPadding: [1]), "output padding 1", "stride 1"),
        Of<ShapeMismatchException>(nameof(Errors.FoldInput), "ShapeMismatch", () => Tensor.Zeros(1, 8, 5).Fold([3, 4], [2]), "[1,8,5]", "channels*4,6"),
        Of<ShapeMismatchException>(nameof(Errors.ChannelInput), "ShapeMismatch", () => Tensor.Zeros(3).BatchNorm(null, null, training: true), "BatchNorm", "[3]"),
        Of<InvalidValueException>(nameof(Errors.OneValue), "OneValue", () => Tensor.Zeros(1, 3).BatchNorm(null, null, training: true), "[1,3]", "Eval()"),
        Of<InvalidValueException>(nameof(Errors.Null), "NullValue", () => s_matrix.BatchNorm(null, null), "BatchNorm: the running mean is null"),
        Of<InvalidValueException>(nameof(Errors.OutOfRange), "InvalidEpsilon", () => s_matrix.GroupNorm(1, eps: -1), "Epsilon is -1"),
        Of<ShapeMismatchException>(nameof(Errors.ParameterShape), "ShapeMismatch", () => s_matrix.GroupNorm(1, Tensor.Ones(2)), "GroupNorm: Weight", "[3]", "[2]"),
        Of<ShapeMismatchException>(nameof(Errors.EmbeddingWeight), "ShapeMismatch", () => Tensor.Zeros(2).Embedding(Tensor.Zeros(3)), "Embedding", "[3]"),
        Of<InvalidValueException>(nameof(Errors.RowNumber), "InvalidIndex", () => new Embedding(4, 2).Forward(Tensor.From([0, 4])), "input[1] is 4", "0 to 3"),
        Of<InvalidValueException>(nameof(Errors.RowNumber), "InvalidIndex", () => new Embedding(4, 2).Forward(Tensor.From([0.5f])), "0.5"),
        Of<AutogradException>(nameof(Errors.ClassGradient), "ClassGradient", () => Tensor.Zeros(2).RequiresGrad_().Embedding(s_matrix), "Embedding"),
        Of<InvalidValueException>(nameof(Errors.OutOfRange), "InvalidPaddingIdx", () => new Embedding(4, 2, 4), "PaddingIdx is 4", "-4 to 3"),
        Of<ShapeMismatchException>(nameof(Errors.AttentionShapes), "ShapeMismatch", () => s_matrix.ScaledDotProductAttention(Tensor.Zeros(2, 4), s_matrix), "[2,3]", "[2,4]"),
        Of<ShapeMismatchException>(nameof(Errors.LayerRank), "ShapeMismatch", () => new BatchNorm2d(3).Forward(s_matrix), "BatchNorm2d", "[2,3]", "[rows,channels,height,width]"),
        Of<ShapeMismatchException>(nameof(Errors.LayerChannels), "ShapeMismatch", () => new BatchNorm1d(4).Forward(s_matrix), "BatchNorm1d", "must be 4"),
        Of<ShapeMismatchException>(nameof(Errors.SequenceInput), "ShapeMismatch", () => new LSTM(4, 2).Forward(s_matrix), "LSTM", "[2,3]", "4 features"),
        Of<ShapeMismatchException>(nameof(Errors.SequenceInput), "ShapeMismatch", () => new MultiheadAttention(4, 2).Forward(s_matrix), "MultiheadAttention", "[2,3]"),
        Of<ShapeMismatchException>(nameof(Errors.StateShape), "ShapeMismatch", () => new GRU(3, 2).Run(s_matrix, Tensor.Zeros(2, 2)), "GRU", "hidden", "[1,2]", "[2,2]"),
        Of<InvalidValueException>(nameof(Errors.Heads), "InvalidNumHeads", () => new MultiheadAttention(5, 2), "size 5", "2 heads"),
        Of<InvalidValueException>(nameof(Errors.NotPositive), "InvalidHiddenSize", () => new RNN(3, 0), "HiddenSize is 0"),
        Of<InvalidValueException>(nameof(Errors.NoSuchName), "NoSuchName", () => new RNN(3, 2, nonlinearity: "sin"), "nonlinearity 'sin'", "tanh, relu"),
        Of<InvalidValueException>(nameof(Errors.Null), "NullValue", () => new Sequential(new Linear(1, 1), null!), "Sequential: layer 1 is null"),
        Of<InvalidValueException>(nameof(Errors.TooManyNumbers), "TooLarge", () => LayerBudget.Within(5, () => new Linear(2, 3)), "5"),
    ];
}
