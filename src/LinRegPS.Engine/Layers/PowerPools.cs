namespace LinRegPS;

/// <summary>(sum x^p)^(1/p) of each window of sequences; torch.nn.LPPool1d.</summary>
public sealed class LPPool1d(double normType, int[] kernelSize, int[]? stride = null, bool ceilMode = false) : Module
{
    private readonly int[] _kernelSize = Errors.Given(kernelSize, nameof(LPPool1d));

    /// <summary>The output [rows,channels,windows].</summary>
    /// <exception cref="ShapeMismatchException">The input has another rank, or is smaller than the window.</exception>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public override Tensor Forward(Tensor x) => x.LpPool1d(normType, _kernelSize, stride, ceilMode);

    internal override object?[] Arguments => [normType, _kernelSize, stride, ceilMode];

    private protected override string Description => PoolText.Power(normType, _kernelSize, stride, ceilMode);
}

/// <summary>(sum x^p)^(1/p) of each window of images; torch.nn.LPPool2d.</summary>
public sealed class LPPool2d(double normType, int[] kernelSize, int[]? stride = null, bool ceilMode = false) : Module
{
    private readonly int[] _kernelSize = Errors.Given(kernelSize, nameof(LPPool2d));

    /// <summary>The output [rows,channels,height,width].</summary>
    /// <exception cref="ShapeMismatchException">The input has another rank, or is smaller than the window.</exception>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public override Tensor Forward(Tensor x) => x.LpPool2d(normType, _kernelSize, stride, ceilMode);

    internal override object?[] Arguments => [normType, _kernelSize, stride, ceilMode];

    private protected override string Description => PoolText.Power(normType, _kernelSize, stride, ceilMode);
}
