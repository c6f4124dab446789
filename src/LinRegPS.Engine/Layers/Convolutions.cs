using LinRegPS.Operations;

namespace LinRegPS;

/// <summary>What convolutions share; torch.nn.Conv1d, Conv2d and their transposes.</summary>
public abstract class Convolutional : Module
{
    private protected Convolutional(int dimensions, ConvolutionSettings settings, bool isTransposed)
    {
        string name = GetType().Name;
        (Settings, Dimensions) = (settings, dimensions);
        LayerDraws.Positive("InChannels", settings.InChannels);
        LayerDraws.Positive("OutChannels", settings.OutChannels);
        LayerDraws.Positive("Groups", settings.Groups);
        if (settings.InChannels % settings.Groups != 0)
            throw Errors.Groups(name, "in channels", settings.InChannels, settings.Groups);
        if (settings.OutChannels % settings.Groups != 0)
            throw Errors.Groups(name, "out channels", settings.OutChannels, settings.Groups);
        Kernel = Sizes.Each(name, "KernelSize", Errors.Given(settings.KernelSize, name, "KernelSize"), dimensions, 1);
        Stride = Sizes.Each(name, "Stride", settings.Stride, dimensions, 1);
        Dilation = Sizes.Each(name, "Dilation", settings.Dilation, dimensions, 1);
        Padding = WrapperAttribute.Unwrap(settings.Padding) is string text && IsNamed(text) ? null : Sizes.Each(name, "Padding", Sizes.Read(name, "Padding", settings.Padding), dimensions, 0, 0);
        if (Padding is null && $"{settings.Padding}" == "same" && Array.Exists(Stride, s => s != 1))
            throw Errors.SamePadding(name, Stride);
        int[] channels = isTransposed
            ? [settings.InChannels, settings.OutChannels / settings.Groups]
            : [settings.OutChannels, settings.InChannels / settings.Groups];
        int fanIn = channels[1] * Kernel.Aggregate(1, (a, b) => a * b);
        Weight = LayerDraws.Weight(settings.Generator, fanIn, [.. channels, .. Kernel]);
        if (settings.Bias)
            Bias = LayerDraws.Bias(settings.Generator, fanIn, settings.OutChannels);
    }

    /// <summary>[out,in / groups,kernel...]; of a transpose [in,out / groups,kernel...].</summary>
    [LayerParameter]
    public Tensor Weight { get; }

    /// <summary>[out], or null.</summary>
    [LayerParameter]
    public Tensor? Bias { get; }

    private protected ConvolutionSettings Settings { get; }

    private protected int Dimensions { get; }

    private protected int[] Kernel { get; }

    private protected int[] Stride { get; }

    private protected int[] Dilation { get; }

    private protected int[]? Padding { get; }

    internal override object?[] Arguments =>
        [Settings.InChannels, Settings.OutChannels, Kernel, Stride, Padding ?? (object)$"{Settings.Padding}", Dilation, Settings.Groups, Settings.Bias];

    private protected virtual string More => string.Empty;

    private protected override string Description
    {
        get
        {
            string text = $"{Settings.InChannels}, {Settings.OutChannels}, kernel_size={LayerText.Tuple(Kernel)}, stride={LayerText.Tuple(Stride)}";
            text += Padding is null ? $", padding={Settings.Padding}" : Padding.Any(p => p != 0) ? $", padding={LayerText.Tuple(Padding)}" : string.Empty;
            text += Dilation.Any(d => d != 1) ? $", dilation={LayerText.Tuple(Dilation)}" : string.Empty;
            text += More + (Settings.Groups != 1 ? $", groups={Settings.Groups}" : string.Empty);
            return text + (Bias is null ? ", bias=False" : string.Empty);
        }
    }

    private static bool IsNamed(string text) => text is "same" or "valid";
}

/// <summary>How a convolution is made.</summary>
internal sealed record ConvolutionSettings(
    int InChannels, int OutChannels, int[] KernelSize, int[]? Stride, object? Padding, int[]? Dilation, int Groups, bool Bias, Generator? Generator);

/// <summary>The convolution of sequences; torch.nn.Conv1d.</summary>
public sealed class Conv1d : Convolutional
{
    /// <summary>A layer whose weight and bias are drawn as PyTorch draws them.</summary>
    /// <param name="inChannels">The channels of the input.</param>
    /// <param name="outChannels">The channels of the output.</param>
    /// <param name="kernelSize">How far the kernel reaches.</param>
    /// <param name="stride">How far it steps.</param>
    /// <param name="padding">Zeros on both sides; or "same", for an output of the input's length at stride 1, or "valid", for none.</param>
    /// <param name="dilation">The distance of the kernel's elements.</param>
    /// <param name="groups">Into how many groups the channels fall.</param>
    /// <param name="bias">Whether the layer adds a bias.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> where null.</param>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public Conv1d(
        int inChannels, int outChannels, int[] kernelSize, int[]? stride = null, object? padding = null, int[]? dilation = null, int groups = 1,
        bool bias = true, Generator? generator = null)
        : base(1, new(inChannels, outChannels, kernelSize, stride, padding, dilation, groups, bias, generator), isTransposed: false)
    {
    }

    /// <summary>The output [rows,out,length].</summary>
    /// <exception cref="ShapeMismatchException">The input has another rank or other channels, or is smaller than the kernel.</exception>
    public override Tensor Forward(Tensor x) => x.Conv1d(Weight, Bias, Stride, Settings.Padding, Dilation, Settings.Groups);
}

/// <summary>The convolution of images; torch.nn.Conv2d.</summary>
public sealed class Conv2d : Convolutional
{
    /// <summary>A layer whose weight and bias are drawn as PyTorch draws them.</summary>
    /// <param name="inChannels">The channels of the input.</param>
    /// <param name="outChannels">The channels of the output.</param>
    /// <param name="kernelSize">How far the kernel reaches: one number, or one for each dimension.</param>
    /// <param name="stride">How far it steps.</param>
    /// <param name="padding">Zeros on all sides; or "same", for an output of the input's size at stride 1, or "valid", for none.</param>
    /// <param name="dilation">The distance of the kernel's elements.</param>
    /// <param name="groups">Into how many groups the channels fall.</param>
    /// <param name="bias">Whether the layer adds a bias.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> where null.</param>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public Conv2d(
        int inChannels, int outChannels, int[] kernelSize, int[]? stride = null, object? padding = null, int[]? dilation = null, int groups = 1,
        bool bias = true, Generator? generator = null)
        : base(2, new(inChannels, outChannels, kernelSize, stride, padding, dilation, groups, bias, generator), isTransposed: false)
    {
    }

    /// <summary>The output [rows,out,height,width].</summary>
    /// <exception cref="ShapeMismatchException">The input has another rank or other channels, or is smaller than the kernel.</exception>
    public override Tensor Forward(Tensor x) => x.Conv2d(Weight, Bias, Stride, Settings.Padding, Dilation, Settings.Groups);
}

/// <summary>The transpose of a convolution of sequences; torch.nn.ConvTranspose1d.</summary>
public sealed class ConvTranspose1d : Convolutional
{
    private readonly int[] _outputPadding;

    /// <summary>A layer whose weight and bias are drawn as PyTorch draws them.</summary>
    /// <param name="inChannels">The channels of the input.</param>
    /// <param name="outChannels">The channels of the output.</param>
    /// <param name="kernelSize">How far the kernel reaches: one number, or one for each dimension.</param>
    /// <param name="stride">How far it steps in the output.</param>
    /// <param name="padding">What is cut off on all sides of the output.</param>
    /// <param name="outputPadding">What is added behind.</param>
    /// <param name="groups">Into how many groups the channels fall.</param>
    /// <param name="bias">Whether the layer adds a bias.</param>
    /// <param name="dilation">The distance of the kernel's elements.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> where null.</param>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public ConvTranspose1d(
        int inChannels, int outChannels, int[] kernelSize, int[]? stride = null, int[]? padding = null, int[]? outputPadding = null, int groups = 1,
        bool bias = true, int[]? dilation = null, Generator? generator = null)
        : base(1, new(inChannels, outChannels, kernelSize, stride, padding, dilation, groups, bias, generator), isTransposed: true) =>
        _outputPadding = Sizes.Each(nameof(ConvTranspose1d), "OutputPadding", outputPadding, 1, 0, 0);

    /// <summary>The output [rows,out,length].</summary>
    /// <exception cref="ShapeMismatchException">The input has another rank or other channels, or there is no output.</exception>
    /// <exception cref="InvalidValueException">An output padding that is too large.</exception>
    public override Tensor Forward(Tensor x) => x.ConvTranspose1d(Weight, Bias, Stride, Padding, _outputPadding, Settings.Groups, Dilation);

    internal override object?[] Arguments =>
        [Settings.InChannels, Settings.OutChannels, Kernel, Stride, Padding, _outputPadding, Settings.Groups, Settings.Bias, Dilation];

    private protected override string More => _outputPadding.Any(p => p != 0) ? $", output_padding={LayerText.Tuple(_outputPadding)}" : string.Empty;
}

/// <summary>The transpose of a convolution of images; torch.nn.ConvTranspose2d.</summary>
public sealed class ConvTranspose2d : Convolutional
{
    private readonly int[] _outputPadding;

    /// <summary>A layer whose weight and bias are drawn as PyTorch draws them.</summary>
    /// <param name="inChannels">The channels of the input.</param>
    /// <param name="outChannels">The channels of the output.</param>
    /// <param name="kernelSize">How far the kernel reaches: one number, or one for each dimension.</param>
    /// <param name="stride">How far it steps in the output.</param>
    /// <param name="padding">What is cut off on all sides of the output.</param>
    /// <param name="outputPadding">What is added behind.</param>
    /// <param name="groups">Into how many groups the channels fall.</param>
    /// <param name="bias">Whether the layer adds a bias.</param>
    /// <param name="dilation">The distance of the kernel's elements.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> where null.</param>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public ConvTranspose2d(
        int inChannels, int outChannels, int[] kernelSize, int[]? stride = null, int[]? padding = null, int[]? outputPadding = null, int groups = 1,
        bool bias = true, int[]? dilation = null, Generator? generator = null)
        : base(2, new(inChannels, outChannels, kernelSize, stride, padding, dilation, groups, bias, generator), isTransposed: true) =>
        _outputPadding = Sizes.Each(nameof(ConvTranspose2d), "OutputPadding", outputPadding, 2, 0, 0);

    /// <summary>The output [rows,out,height,width].</summary>
    /// <exception cref="ShapeMismatchException">The input has another rank or other channels, or there is no output.</exception>
    /// <exception cref="InvalidValueException">An output padding that is too large.</exception>
    public override Tensor Forward(Tensor x) => x.ConvTranspose2d(Weight, Bias, Stride, Padding, _outputPadding, Settings.Groups, Dilation);

    internal override object?[] Arguments =>
        [Settings.InChannels, Settings.OutChannels, Kernel, Stride, Padding, _outputPadding, Settings.Groups, Settings.Bias, Dilation];

    private protected override string More => _outputPadding.Any(p => p != 0) ? $", output_padding={LayerText.Tuple(_outputPadding)}" : string.Empty;
}
