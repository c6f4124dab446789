namespace LinRegPS.Operations;

/// <summary>torch.reshape: the same memory, another shape.</summary>
internal sealed class Reshape(Tensor x, Shape shape) : Operation(x)
{
    public static Tensor Apply(Tensor x, Shape shape) => LeavesNoTrace(x) ? x.ViewAs(shape) : new Reshape(x, shape).Apply();

    protected override Tensor Forward() => Input(0).ViewAs(shape);

    protected override void Backward(Tensor gradient) => Give(0, Apply(gradient, InputShape(0)));
}

/// <summary>torch.clone.</summary>
internal sealed class Clone(Tensor x) : Operation(x)
{
    protected override Tensor Forward() => Input(0).Copy();

    protected override void Backward(Tensor gradient) => Give(0, gradient);
}

/// <summary>torch.expand.</summary>
internal sealed class Expand(Tensor x, Shape shape) : Operation(x)
{
    public static Tensor Apply(Tensor x, Shape shape) =>
        LeavesNoTrace(x) ? Broadcasting.Expand(x, x.Shape, shape) : new Expand(x, shape).Apply();

    protected override Tensor Forward() => Broadcasting.Expand(Input(0), InputShape(0), shape);

    protected override void Backward(Tensor gradient) => Give(0, gradient);
}

/// <summary>torch.permute, of which transpose is a case.</summary>
internal sealed class Permute(Tensor x, int[] order) : Operation(x)
{
    public static Tensor Apply(Tensor x, int[] order) => LeavesNoTrace(x) ? Reorder(x, order) : new Permute(x, order).Apply();

    protected override Tensor Forward() => Reorder(Input(0), order);

    protected override void Backward(Tensor gradient)
    {
        int[] inverse = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
            inverse[order[i]] = i;
        GiveNew(0, Apply(gradient, inverse));
    }

    private static Tensor Reorder(Tensor x, int[] order)
    {
        int rank = order.Length;
        var result = new Tensor(new Shape([.. order.Select(d => x.Shape[d])]));
        if (result.Numel == 0)
            return result;
        var source = x.Data;
        var target = result.Data;
        // An odometer over the result: the offset in the source moves by the stride of the dimension that turns.
        int[] strides = [.. order.Select(d => x.Shape.Product(d + 1, rank))];
        int[] position = new int[rank];
        int offset = 0;
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = source[offset];
            for (int d = rank - 1; d >= 0; d--)
            {
                offset += strides[d];
                if (++position[d] < result.Shape[d])
                    break;
                offset -= strides[d] * position[d];
                position[d] = 0;
            }
        }
        return result;
    }
}
