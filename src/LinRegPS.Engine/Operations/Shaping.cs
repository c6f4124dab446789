namespace LinRegPS.Operations;

/// <summary>torch.reshape: the same elements in another shape, in the same memory where that can be.</summary>
internal sealed class Reshape(Tensor x, Shape shape) : Operation(x)
{
    public static Tensor Apply(Tensor x, Shape shape) => LeavesNoTrace(x) ? x.ViewAs(shape) : new Reshape(x, shape).Apply();

    internal override bool GivesView => true;

    protected override Tensor Forward() => Input(0).ViewAs(shape);

    protected override void Backward(Tensor gradient) => Give(0, Apply(gradient, InputShape(0)));
}

/// <summary>torch.clone.</summary>
internal sealed class Clone(Tensor x) : Operation(x)
{
    protected override Tensor Forward() => Input(0).Copy();

    protected override void Backward(Tensor gradient) => Give(0, gradient);
}

/// <summary>torch.expand: a view in which elements stand several times.</summary>
internal sealed class Expand(Tensor x, Shape shape) : Operation(x)
{
    public static Tensor Apply(Tensor x, Shape shape) => LeavesNoTrace(x) ? x.Repeated(shape) : new Expand(x, shape).Apply();

    internal override bool GivesView => true;

    protected override Tensor Forward() => Input(0).Repeated(shape);

    protected override void Backward(Tensor gradient) => Give(0, gradient);
}

/// <summary>torch.permute, of which transpose is a case: a view with the dimensions in another order.</summary>
internal sealed class Permute(Tensor x, int[] order) : Operation(x)
{
    public static Tensor Apply(Tensor x, int[] order) => LeavesNoTrace(x) ? Reorder(x, order) : new Permute(x, order).Apply();

    internal override bool GivesView => true;

    protected override Tensor Forward() => Reorder(Input(0), order);

    protected override void Backward(Tensor gradient)
    {
        int[] inverse = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
            inverse[order[i]] = i;
        Give(0, Apply(gradient, inverse));
    }

    private static Tensor Reorder(Tensor x, int[] order)
    {
        int[] strides = x.Strides;
        return x.Show(new Shape([.. order.Select(d => x.Shape[d])]), x.StorageOffset, [.. order.Select(d => strides[d])]);
    }
}
