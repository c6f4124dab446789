namespace LinRegPS;

/// <summary>Images or sequences of another size; torch.nn.Upsample.</summary>
/// <param name="size">The new sizes: one number, or one for each dimension behind the channels.</param>
/// <param name="scaleFactor">Instead of sizes, by how much each dimension grows.</param>
/// <param name="mode">Nearest, nearest-exact, linear (sequences), bilinear or bicubic (images), or area.</param>
/// <param name="alignCorners">Whether the first and the last elements stay where they are, rather than the borders.</param>
public class Upsample(int[]? size = null, double[]? scaleFactor = null, string mode = "nearest", bool alignCorners = false) : Module
{
    private readonly string _mode = Operations.Interpolation.Mode(mode, alignCorners);

    /// <summary>The output, of the sizes that were asked for.</summary>
    /// <exception cref="ShapeMismatchException">The input has another rank.</exception>
    /// <exception cref="InvalidValueException">Neither sizes nor factors are given or both, one leaves no element, or the input has none.</exception>
    public override Tensor Forward(Tensor x) => x.Interpolate(size, scaleFactor, _mode, alignCorners);

    internal override object?[] Arguments => [size, scaleFactor, _mode, alignCorners];

    private protected override string Description =>
        (size is null ? $"scale_factor={Factors()}" : $"size={LayerText.Given(size)}") + $", mode={_mode}";

    private string Factors() => scaleFactor switch
    {
        null => "None",
        [var one] => LayerText.Float(one),
        var several => $"({string.Join(", ", several.Select(LayerText.Float))})",
    };
}

/// <summary>Images of another size, of the nearest elements; torch.nn.UpsamplingNearest2d.</summary>
/// <param name="size">The new sizes: one number, or one for each dimension behind the channels.</param>
/// <param name="scaleFactor">Instead of sizes, by how much each dimension grows.</param>
public sealed class UpsamplingNearest2d(int[]? size = null, double[]? scaleFactor = null) : Upsample(size, scaleFactor)
{
    internal override object?[] Arguments => base.Arguments[..2];
}

/// <summary>Images of another size, between the neighbours, the corners aligned; torch.nn.UpsamplingBilinear2d.</summary>
/// <param name="size">The new sizes: one number, or one for each dimension behind the channels.</param>
/// <param name="scaleFactor">Instead of sizes, by how much each dimension grows.</param>
public sealed class UpsamplingBilinear2d(int[]? size = null, double[]? scaleFactor = null) : Upsample(size, scaleFactor, "bilinear", alignCorners: true)
{
    internal override object?[] Arguments => base.Arguments[..2];
}
