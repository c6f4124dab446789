namespace LinRegPS;

/// <summary>The greatest element of each window of sequences; torch.nn.MaxPool1d.</summary>
public sealed class MaxPool1d(int[] kernelSize, int[]? stride = null, int[]? padding = null, int[]? dilation = null, bool ceilMode = false) : Module
{
    private readonly int[] _kernelSize = Errors.Given(kernelSize, nameof(MaxPool1d));

    /// <summary>The output [rows,channels,windows].</summary>
    /// <exception cref="ShapeMismatchException">The input has another rank, or is smaller than the window.</exception>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public override Tensor Forward(Tensor x) => x.MaxPool1d(_kernelSize, stride, padding, dilation, ceilMode);

    internal override object?[] Arguments => [_kernelSize, stride, padding, dilation, ceilMode];

    private protected override string Description => PoolText.Max(_kernelSize, stride, padding, dilation, ceilMode);
}

/// <summary>The greatest element of each window of images; torch.nn.MaxPool2d.</summary>
public sealed class MaxPool2d(int[] kernelSize, int[]? stride = null, int[]? padding = null, int[]? dilation = null, bool ceilMode = false) : Module
{
    private readonly int[] _kernelSize = Errors.Given(kernelSize, nameof(MaxPool2d));

    /// <summary>The output [rows,channels,height,width].</summary>
    /// <exception cref="ShapeMismatchException">The input has another rank, or is smaller than the window.</exception>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public override Tensor Forward(Tensor x) => x.MaxPool2d(_kernelSize, stride, padding, dilation, ceilMode);

    internal override object?[] Arguments => [_kernelSize, stride, padding, dilation, ceilMode];

    private protected override string Description => PoolText.Max(_kernelSize, stride, padding, dilation, ceilMode);
}

/// <summary>The mean of each window of sequences; torch.nn.AvgPool1d.</summary>
public sealed class AvgPool1d(int[] kernelSize, int[]? stride = null, int[]? padding = null, bool ceilMode = false, bool countIncludePad = true) : Module
{
    private readonly int[] _kernelSize = Errors.Given(kernelSize, nameof(AvgPool1d));

    /// <summary>The output [rows,channels,windows].</summary>
    /// <exception cref="ShapeMismatchException">The input has another rank, or is smaller than the window.</exception>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public override Tensor Forward(Tensor x) => x.AvgPool1d(_kernelSize, stride, padding, ceilMode, countIncludePad);

    internal override object?[] Arguments => [_kernelSize, stride, padding, ceilMode, countIncludePad];

    private protected override string Description =>
        $"kernel_size={LayerText.Tuple(_kernelSize)}, stride={LayerText.Tuple(stride is null or [] ? _kernelSize : stride)}, padding={LayerText.Tuple(padding is null or [] ? [0] : padding)}";
}

/// <summary>The mean of each window of images; torch.nn.AvgPool2d.</summary>
public sealed class AvgPool2d(int[] kernelSize, int[]? stride = null, int[]? padding = null, bool ceilMode = false, bool countIncludePad = true) : Module
{
    private readonly int[] _kernelSize = Errors.Given(kernelSize, nameof(AvgPool2d));

    /// <summary>The output [rows,channels,height,width].</summary>
    /// <exception cref="ShapeMismatchException">The input has another rank, or is smaller than the window.</exception>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public override Tensor Forward(Tensor x) => x.AvgPool2d(_kernelSize, stride, padding, ceilMode, countIncludePad);

    internal override object?[] Arguments => [_kernelSize, stride, padding, ceilMode, countIncludePad];

    private protected override string Description =>
        $"kernel_size={LayerText.Given(_kernelSize)}, stride={LayerText.Given(stride is null or [] ? _kernelSize : stride)}, padding={LayerText.Given(padding is null or [] ? [0] : padding)}";
}

/// <summary>So many means over sequences, whatever their length; torch.nn.AdaptiveAvgPool1d.</summary>
public sealed class AdaptiveAvgPool1d(int[] outputSize) : Module
{
    private readonly int[] _outputSize = Errors.Given(outputSize, nameof(AdaptiveAvgPool1d));

    /// <summary>The output [rows,channels,size].</summary>
    /// <exception cref="ShapeMismatchException">The input has another rank.</exception>
    /// <exception cref="InvalidValueException">A size below 1, or an input without elements.</exception>
    public override Tensor Forward(Tensor x) => x.AdaptiveAvgPool1d(_outputSize);

    internal override object?[] Arguments => [_outputSize];

    private protected override string Description => $"output_size={LayerText.Given(_outputSize)}";
}

/// <summary>So many means over images, whatever their size; torch.nn.AdaptiveAvgPool2d.</summary>
public sealed class AdaptiveAvgPool2d(int[] outputSize) : Module
{
    private readonly int[] _outputSize = Errors.Given(outputSize, nameof(AdaptiveAvgPool2d));

    /// <summary>The output [rows,channels,height,width].</summary>
    /// <exception cref="ShapeMismatchException">The input has another rank.</exception>
    /// <exception cref="InvalidValueException">A size below 1, or an input without elements.</exception>
    public override Tensor Forward(Tensor x) => x.AdaptiveAvgPool2d(_outputSize);

    internal override object?[] Arguments => [_outputSize];

    private protected override string Description => $"output_size={LayerText.Given(_outputSize)}";
}

/// <summary>The greatest of so many parts of sequences, whatever their length; torch.nn.AdaptiveMaxPool1d.</summary>
public sealed class AdaptiveMaxPool1d(int[] outputSize) : Module
{
    private readonly int[] _outputSize = Errors.Given(outputSize, nameof(AdaptiveMaxPool1d));

    /// <summary>The output [rows,channels,size].</summary>
    /// <exception cref="ShapeMismatchException">The input has another rank.</exception>
    /// <exception cref="InvalidValueException">A size below 1, or an input without elements.</exception>
    public override Tensor Forward(Tensor x) => x.AdaptiveMaxPool1d(_outputSize);

    internal override object?[] Arguments => [_outputSize];

    private protected override string Description => $"output_size={LayerText.Given(_outputSize)}";
}

/// <summary>The greatest of so many parts of images, whatever their size; torch.nn.AdaptiveMaxPool2d.</summary>
public sealed class AdaptiveMaxPool2d(int[] outputSize) : Module
{
    private readonly int[] _outputSize = Errors.Given(outputSize, nameof(AdaptiveMaxPool2d));

    /// <summary>The output [rows,channels,height,width].</summary>
    /// <exception cref="ShapeMismatchException">The input has another rank.</exception>
    /// <exception cref="InvalidValueException">A size below 1, or an input without elements.</exception>
    public override Tensor Forward(Tensor x) => x.AdaptiveMaxPool2d(_outputSize);

    internal override object?[] Arguments => [_outputSize];

    private protected override string Description => $"output_size={LayerText.Given(_outputSize)}";
}

/// <summary>What PyTorch prints of pooling.</summary>
internal static class PoolText
{
    public static string Max(int[] kernelSize, int[]? stride, int[]? padding, int[]? dilation, bool ceilMode) =>
        $"kernel_size={LayerText.Given(kernelSize)}, stride={LayerText.Given(stride is null or [] ? kernelSize : stride)}, "
        + $"padding={LayerText.Given(padding is null or [] ? [0] : padding)}, dilation={LayerText.Given(dilation is null or [] ? [1] : dilation)}, "
        + $"ceil_mode={LayerText.Flag(ceilMode)}";

    // PyTorch prints no stride of its own as None, and what was given as it was.
    public static string Power(double p, int[] kernelSize, int[]? stride, bool ceilMode) =>
        $"norm_type={(p == Math.Floor(p) ? FormattableString.Invariant($"{p}") : LayerText.Float(p))}, kernel_size={LayerText.Given(kernelSize)}, "
        + $"stride={(stride is null or [] ? "None" : LayerText.Given(stride))}, ceil_mode={LayerText.Flag(ceilMode)}";
}
