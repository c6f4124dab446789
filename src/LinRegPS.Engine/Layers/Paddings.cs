namespace LinRegPS;

/// <summary>Elements of one value around sequences; torch.nn.ConstantPad1d.</summary>
public sealed class ConstantPad1d(int[] padding, double value = 0) : Module
{
    private readonly int[] _padding = PaddingText.Sides(nameof(ConstantPad1d), padding, 2);

    /// <summary>The output, longer by the padding.</summary>
    /// <exception cref="InvalidValueException">The input has fewer dimensions, or becomes smaller than nothing.</exception>
    public override Tensor Forward(Tensor x) => x.Pad(_padding, "constant", value);

    internal override object?[] Arguments => [_padding, value];

    private protected override string Description => $"padding={LayerText.Tuple(_padding)}, value={LayerText.Float(value)}";
}

/// <summary>The sequences mirrored at their borders, which are not repeated; torch.nn.ReflectionPad1d.</summary>
public sealed class ReflectionPad1d(int[] padding) : Module
{
    private readonly int[] _padding = PaddingText.Sides(nameof(ReflectionPad1d), padding, 2);

    /// <summary>The output, longer by the padding.</summary>
    /// <exception cref="InvalidValueException">The input is too small for it, or of fewer dimensions.</exception>
    public override Tensor Forward(Tensor x) => x.Pad(_padding, "reflect");

    internal override object?[] Arguments => [_padding];

    private protected override string Description => LayerText.Tuple(_padding);
}

/// <summary>The elements at the borders of sequences repeated; torch.nn.ReplicationPad1d.</summary>
public sealed class ReplicationPad1d(int[] padding) : Module
{
    private readonly int[] _padding = PaddingText.Sides(nameof(ReplicationPad1d), padding, 2);

    /// <summary>The output, longer by the padding.</summary>
    /// <exception cref="InvalidValueException">The input is too small for it, or of fewer dimensions.</exception>
    public override Tensor Forward(Tensor x) => x.Pad(_padding, "replicate");

    internal override object?[] Arguments => [_padding];

    private protected override string Description => LayerText.Tuple(_padding);
}

/// <summary>Elements of one value around images; torch.nn.ConstantPad2d.</summary>
public sealed class ConstantPad2d(int[] padding, double value = 0) : Module
{
    private readonly int[] _padding = PaddingText.Sides(nameof(ConstantPad2d), padding, 4);

    /// <summary>The output, larger by the padding.</summary>
    /// <exception cref="InvalidValueException">The input has fewer dimensions, or becomes smaller than nothing.</exception>
    public override Tensor Forward(Tensor x) => x.Pad(_padding, "constant", value);

    internal override object?[] Arguments => [_padding, value];

    private protected override string Description => $"padding={LayerText.Tuple(_padding)}, value={LayerText.Float(value)}";
}

/// <summary>The images mirrored at their borders, which are not repeated; torch.nn.ReflectionPad2d.</summary>
public sealed class ReflectionPad2d(int[] padding) : Module
{
    private readonly int[] _padding = PaddingText.Sides(nameof(ReflectionPad2d), padding, 4);

    /// <summary>The output, larger by the padding.</summary>
    /// <exception cref="InvalidValueException">The input is too small for it, or of fewer dimensions.</exception>
    public override Tensor Forward(Tensor x) => x.Pad(_padding, "reflect");

    internal override object?[] Arguments => [_padding];

    private protected override string Description => LayerText.Tuple(_padding);
}

/// <summary>The elements at the borders of images repeated; torch.nn.ReplicationPad2d.</summary>
public sealed class ReplicationPad2d(int[] padding) : Module
{
    private readonly int[] _padding = PaddingText.Sides(nameof(ReplicationPad2d), padding, 4);

    /// <summary>The output, larger by the padding.</summary>
    /// <exception cref="InvalidValueException">The input is too small for it, or of fewer dimensions.</exception>
    public override Tensor Forward(Tensor x) => x.Pad(_padding, "replicate");

    internal override object?[] Arguments => [_padding];

    private protected override string Description => LayerText.Tuple(_padding);
}

/// <summary>Zeros around images; torch.nn.ZeroPad2d.</summary>
public sealed class ZeroPad2d(int[] padding) : Module
{
    private readonly int[] _padding = PaddingText.Sides(nameof(ZeroPad2d), padding, 4);

    /// <summary>The output, larger by the padding.</summary>
    /// <exception cref="InvalidValueException">The input has fewer dimensions, or becomes smaller than nothing.</exception>
    public override Tensor Forward(Tensor x) => x.Pad(_padding);

    internal override object?[] Arguments => [_padding];

    private protected override string Description => LayerText.Tuple(_padding);
}

/// <summary>The padding that layers are given.</summary>
internal static class PaddingText
{
    /// <summary>A number for each side, the last dimension's first: as it is given, or one for all.</summary>
    public static int[] Sides(string layer, int[] padding, int count) => Errors.Given(padding, layer) switch
    {
        [var one] => [.. Enumerable.Repeat(one, count)],
        var sides when sides.Length == count => sides,
        var sides => throw Errors.SizeCount(layer, "Padding", sides, count),
    };
}
