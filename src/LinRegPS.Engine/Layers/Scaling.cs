namespace LinRegPS;

/// <summary>
/// A scaler as a layer, which brings its columns to the scale, or back from it: a model with it takes data as they are, and keeps the scaler in
/// its file and its checkpoints. It does not learn. <see cref="Scaler.Wrap"/> puts it around a model.
/// </summary>
public sealed class Scaling : Module
{
    private readonly bool _inverse;

    /// <summary>A layer of a scaler.</summary>
    /// <param name="scaler">The scaler; or how many columns it has, for a layer whose numbers are loaded.</param>
    /// <param name="inverse">Whether it brings back from the scale: at the end of a model whose target was scaled.</param>
    /// <exception cref="InvalidValueException">It is neither, or there are no columns.</exception>
    public Scaling(object scaler, bool inverse = false)
    {
        _inverse = inverse;
        var state = (WrapperAttribute.Unwrap(scaler) switch
        {
            Scaler given => given,
            int columns => OfColumns(columns),
            int[] and [var columns] => OfColumns(columns),
            null => throw Errors.Null(nameof(Scaling), "the scaler"),
            var other => throw Errors.NotAScaler(other),
        }).StateDict();
        (Center, Scale) = (state["center"], state["scale"]);
    }

    /// <summary>What is subtracted from each column, [2, columns]: the float32 numbers, and what they lack.</summary>
    [LayerBuffer]
    public Tensor Center { get; }

    /// <summary>What it is divided by then, [2, columns]: the float32 numbers, and what they lack.</summary>
    [LayerBuffer]
    public Tensor Scale { get; }

    /// <summary>The rows at the scale, or back from it, of the input's shape.</summary>
    /// <exception cref="ShapeMismatchException">The rows are not as wide as the scaler.</exception>
    /// <exception cref="InvalidValueException">A scale that was loaded is not above 0.</exception>
    public override Tensor Forward(Tensor x)
    {
        var scaler = new Scaler(ScalerKind.Standard, [], Numbers(Center), Numbers(Scale));
        return _inverse ? scaler.InverseTransform(x) : scaler.Transform(x);
    }

    internal override object?[] Arguments => [new[] { Center.Shape[1] }, _inverse];

    private protected override string Description => $"{Center.Shape[1]}{(_inverse ? ", inverse=True" : string.Empty)}";

    private static Scaler OfColumns(int columns)
    {
        LayerBudget.Take(4, LayerDraws.Positive("Columns", columns));
        return new Scaler(ScalerKind.Standard, [], new double[columns], [.. Enumerable.Repeat(1.0, columns)]);
    }

    private static double[] Numbers(Tensor parts)
    {
        int columns = parts.Shape[1];
        return [.. Enumerable.Range(0, columns).Select(i => (double)parts.Data[i] + parts.Data[columns + i])];
    }
}
