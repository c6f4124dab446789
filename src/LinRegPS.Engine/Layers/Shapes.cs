namespace LinRegPS;

/// <summary>Gives its input; torch.nn.Identity.</summary>
public sealed class Identity : Module
{
    /// <summary>The input itself.</summary>
    public override Tensor Forward(Tensor x) => x;
}

/// <summary>Makes dimensions one, by default all behind the rows; torch.nn.Flatten.</summary>
public sealed class Flatten(int startDim = 1, int endDim = -1) : Module
{
    /// <summary>The output, with one dimension in place of those.</summary>
    /// <exception cref="InvalidValueException">A dimension does not exist, or the last comes before the first.</exception>
    public override Tensor Forward(Tensor x) => x.Flatten(startDim, endDim);

    internal override object?[] Arguments => [startDim, endDim];

    private protected override string Description => $"start_dim={startDim}, end_dim={endDim}";
}

/// <summary>Makes one dimension several; torch.nn.Unflatten.</summary>
public sealed class Unflatten(int dim, int[] unflattenedSize) : Module
{
    private readonly int[] _unflattenedSize = Errors.Given(unflattenedSize, nameof(Unflatten));

    /// <summary>The output, with dimensions of those sizes in place of one.</summary>
    /// <exception cref="ShapeMismatchException">The sizes hold another number of elements.</exception>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public override Tensor Forward(Tensor x)
    {
        int d = x.Shape.Dimension(nameof(Unflatten), dim);
        int[] sizes = x.Shape.ToArray();
        return x.Reshape([.. sizes[..d], .. _unflattenedSize, .. sizes[(d + 1)..]]);
    }

    internal override object?[] Arguments => [dim, _unflattenedSize];

    private protected override string Description => $"dim={dim}, unflattened_size={LayerText.Tuple(_unflattenedSize)}";
}
