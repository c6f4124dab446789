namespace LinRegPS.Operations;

/// <summary>torch.sum over marked dimensions.</summary>
internal sealed class Sum(Tensor x, bool[] dimensions, bool keep) : Operation(x)
{
    private protected override Tensor Forward() => Reduce(First, dimensions, keep);

    private protected override void Backward(Tensor gradient) => First.Accumulate(Restore(gradient, First.Shape, dimensions));

    internal static Tensor Reduce(Tensor x, bool[] dimensions, bool keep)
    {
        var sums = Broadcasting.Sum(x, dimensions);
        return keep ? sums : sums.ViewAs(Dimensions.Dropped(x.Shape, dimensions));
    }

    /// <summary>The gradient of a reduction laid over the shape that was reduced.</summary>
    internal static Tensor Restore(Tensor gradient, Shape shape, bool[] dimensions) =>
        Broadcasting.Expand(gradient.ViewAs(Dimensions.Kept(shape, dimensions)), shape);
}

/// <summary>torch.mean over marked dimensions: the sum, divided.</summary>
internal sealed class Mean(Tensor x, bool[] dimensions, bool keep) : Operation(x)
{
    private protected override Tensor Forward()
    {
        if (Count == 0)
            throw Errors.Empty(Label, First.Shape);
        return Divide(Sum.Reduce(First, dimensions, keep));
    }

    private protected override void Backward(Tensor gradient) =>
        First.Accumulate(Divide(Sum.Restore(gradient, First.Shape, dimensions)));

    private int Count => Dimensions.Count(First.Shape, dimensions);

    private Tensor Divide(Tensor fresh)
    {
        Broadcasting.Combine(default(Kernels.Div), fresh, new Tensor((float)Count), fresh);
        return fresh;
    }
}
