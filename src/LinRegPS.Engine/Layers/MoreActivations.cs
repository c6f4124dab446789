namespace LinRegPS;

/// <summary>x above 0, alpha (e^(x / alpha) - 1) below; torch.nn.CELU.</summary>
public sealed class CELU(double alpha = 1) : Module
{
    /// <summary>The function of each element.</summary>
    /// <exception cref="InvalidValueException">The alpha is 0.</exception>
    public override Tensor Forward(Tensor x) => x.Celu(alpha);

    internal override object?[] Arguments => [alpha];

    private protected override string Description => $"alpha={LayerText.Float(alpha)}";
}

/// <summary>One half of a dimension times the sigmoid of the other; torch.nn.GLU.</summary>
public sealed class GLU(int dim = -1) : Module
{
    /// <summary>The output, half as long in the dimension.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist, or can't be halved.</exception>
    public override Tensor Forward(Tensor x) => x.Glu(dim);

    internal override object?[] Arguments => [dim];

    private protected override string Description => $"dim={dim}";
}

/// <summary>x, and 0 from -lambd to lambd; torch.nn.Hardshrink.</summary>
public sealed class Hardshrink(double lambd = 0.5) : Module
{
    /// <summary>The function of each element.</summary>
    public override Tensor Forward(Tensor x) => x.Hardshrink(lambd);

    internal override object?[] Arguments => [lambd];

    private protected override string Description => FormattableString.Invariant($"{lambd}");
}

/// <summary>x nearer to 0 by lambd, and 0 within it; torch.nn.Softshrink.</summary>
public sealed class Softshrink(double lambd = 0.5) : Module
{
    /// <summary>The function of each element.</summary>
    /// <exception cref="InvalidValueException">The lambd is negative.</exception>
    public override Tensor Forward(Tensor x) => x.Softshrink(lambd);

    internal override object?[] Arguments => [lambd];

    private protected override string Description => FormattableString.Invariant($"{lambd}");
}

/// <summary>The softmax of -x along a dimension; torch.nn.Softmin.</summary>
public sealed class Softmin(int dim) : Module
{
    /// <summary>The output, of the input's shape.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public override Tensor Forward(Tensor x) => x.Softmin(dim);

    internal override object?[] Arguments => [dim];

    private protected override string Description => $"dim={dim}";
}

/// <summary>Channels made into places; torch.nn.PixelShuffle.</summary>
public sealed class PixelShuffle(int upscaleFactor) : Module
{
    /// <summary>The output [...,channels,height * factor,width * factor] of an input [...,channels * factor * factor,height,width].</summary>
    /// <exception cref="ShapeMismatchException">The input has fewer than three dimensions.</exception>
    /// <exception cref="InvalidValueException">The factor is below 1, or its square does not divide the channels.</exception>
    public override Tensor Forward(Tensor x) => x.PixelShuffle(upscaleFactor);

    internal override object?[] Arguments => [upscaleFactor];

    private protected override string Description => $"upscale_factor={upscaleFactor}";
}

/// <summary>Shares of the channels at each place of images, which add up to 1; torch.nn.Softmax2d.</summary>
public sealed class Softmax2d : Module
{
    /// <summary>The output, of the input's shape, [rows,channels,height,width] or [channels,height,width].</summary>
    /// <exception cref="ShapeMismatchException">The input has another rank.</exception>
    public override Tensor Forward(Tensor x)
    {
        Operations.ImageLayout.Of(nameof(Softmax2d), x, 2);
        return x.Softmax(-3);
    }

    internal override object?[] Arguments => [];
}
