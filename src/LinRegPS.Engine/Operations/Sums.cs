namespace LinRegPS.Operations;

/// <summary>torch.sum over marked dimensions, in the shape that they leave.</summary>
internal sealed class Sum(Tensor x, bool[] dimensions, Shape shape) : Operation(x)
{
    public static Tensor Apply(Tensor x, ReadOnlySpan<bool> dimensions, Shape shape) =>
        LeavesNoTrace(x) && x.DType != DType.Int64 ? Broadcasting.Sum(x, dimensions, shape) : new Sum(x, dimensions.ToArray(), shape).Apply();

    private protected override bool WholeGrows => true;

    protected override Tensor Forward() => Broadcasting.Sum(Input(0), dimensions, shape);

    protected override void Backward(Tensor gradient)
    {
        var restored = Restore(gradient, InputShape(0), dimensions);
        if (GradMode.IsEnabled)
            Give(0, restored);
        else
            GiveNew(0, restored);
    }

    /// <summary>The gradient of a reduction laid over the shape that was reduced.</summary>
    internal static Tensor Restore(Tensor gradient, Shape shape, bool[] dimensions)
    {
        var kept = Dimensions.Kept(shape, dimensions);
        return GradMode.IsEnabled
            ? Expand.Apply(Reshape.Apply(gradient, kept), shape)
            : Broadcasting.Expand(gradient, kept, shape);
    }
}

/// <summary>torch.mean over marked dimensions: the sum, divided.</summary>
internal sealed class Mean(Tensor x, bool[] dimensions, Shape shape) : Operation(x)
{
    private int Count => Dimensions.Count(InputShape(0), dimensions);

    protected override Tensor Forward()
    {
        if (Count == 0)
            throw Errors.Empty(Label, InputShape(0));
        return Divide(Broadcasting.Sum(Input(0), dimensions, shape));
    }

    protected override void Backward(Tensor gradient)
    {
        var restored = Sum.Restore(gradient, InputShape(0), dimensions);
        GiveNew(0, GradMode.IsEnabled ? restored / Count : Divide(restored));
    }

    private Tensor Divide(Tensor fresh)
    {
        Broadcasting.Combine(default(Div), fresh, new Tensor((float)Count), fresh);
        return fresh;
    }
}
