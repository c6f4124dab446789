namespace LinRegPS;

/// <summary>Elements around sequences or images: what the padding layers of torch.nn have in common.</summary>
public abstract class PaddingLayer : Module
{
    private readonly int[] _padding;
    private readonly string _mode;

    /// <summary>A number for each side, the last dimension's first: as it is given, or one for all.</summary>
    private protected PaddingLayer(int[] padding, int sides, string mode)
    {
        string layer = GetType().Name;
        _mode = mode;
        _padding = Errors.Given(padding, layer) switch
        {
            [var one] => [.. Enumerable.Repeat(one, sides)],
            var given when given.Length == sides => given,
            var given => throw Errors.SizeCount(layer, "Padding", given, sides),
        };
    }

    /// <summary>The output, larger by the padding.</summary>
    /// <exception cref="InvalidValueException">The input has too few dimensions, is too small to be mirrored or repeated that far, or becomes smaller than nothing.</exception>
    public override Tensor Forward(Tensor x) => x.Pad(_padding, _mode, Value);

    internal override object?[] Arguments => [_padding];

    /// <summary>The number that constant padding consists of.</summary>
    private protected virtual double Value => 0;

    private protected override string Description => LayerText.Tuple(_padding);
}

/// <summary>Elements of one value around sequences or images.</summary>
public abstract class ConstantPadding : PaddingLayer
{
    private protected ConstantPadding(int[] padding, int sides, double value)
        : base(padding, sides, "constant") => Value = value;

    internal override object?[] Arguments => [.. base.Arguments, Value];

    private protected override double Value { get; }

    private protected override string Description => $"padding={base.Description}, value={LayerText.Float(Value)}";
}

/// <summary>Elements of one value around sequences; torch.nn.ConstantPad1d.</summary>
public sealed class ConstantPad1d(int[] padding, double value = 0) : ConstantPadding(padding, 2, value);

/// <summary>Elements of one value around images; torch.nn.ConstantPad2d.</summary>
public sealed class ConstantPad2d(int[] padding, double value = 0) : ConstantPadding(padding, 4, value);

/// <summary>Zeros around images; torch.nn.ZeroPad2d.</summary>
public sealed class ZeroPad2d(int[] padding) : PaddingLayer(padding, 4, "constant");

/// <summary>The sequences mirrored at their borders, which are not repeated; torch.nn.ReflectionPad1d.</summary>
public sealed class ReflectionPad1d(int[] padding) : PaddingLayer(padding, 2, "reflect");

/// <summary>The images mirrored at their borders, which are not repeated; torch.nn.ReflectionPad2d.</summary>
public sealed class ReflectionPad2d(int[] padding) : PaddingLayer(padding, 4, "reflect");

/// <summary>The elements at the borders of sequences repeated; torch.nn.ReplicationPad1d.</summary>
public sealed class ReplicationPad1d(int[] padding) : PaddingLayer(padding, 2, "replicate");

/// <summary>The elements at the borders of images repeated; torch.nn.ReplicationPad2d.</summary>
public sealed class ReplicationPad2d(int[] padding) : PaddingLayer(padding, 4, "replicate");
