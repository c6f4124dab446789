namespace LinRegPS.Operations;

/// <summary>torch.reshape: the same memory, another shape.</summary>
internal sealed class Reshape(Tensor x, Shape shape) : Operation(x)
{
    private protected override Tensor Forward() => First.ViewAs(shape);

    private protected override void Backward(Tensor gradient) => First.Accumulate(gradient.ViewAs(First.Shape), shared: true);
}

/// <summary>torch.clone.</summary>
internal sealed class Clone(Tensor x) : Operation(x)
{
    private protected override Tensor Forward() => First.Copy();

    private protected override void Backward(Tensor gradient) => First.Accumulate(gradient, shared: true);
}

/// <summary>torch.expand.</summary>
internal sealed class Expand(Tensor x, Shape shape) : Operation(x)
{
    private protected override Tensor Forward() => Broadcasting.Expand(First, shape);

    private protected override void Backward(Tensor gradient) => Broadcasting.Give(First, gradient, shared: true);
}

/// <summary>torch.permute, of which transpose is a case.</summary>
internal sealed class Permute(Tensor x, int[] order) : Operation(x)
{
    private protected override Tensor Forward() => Reorder(First, order);

    private protected override void Backward(Tensor gradient)
    {
        int[] inverse = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
            inverse[order[i]] = i;
        First.Accumulate(Reorder(gradient, inverse));
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

/// <summary>Every step-th index of a dimension, count of them from start; torch.narrow with a step.</summary>
internal sealed class Slice(Tensor x, int dimension, int start, int step, int count) : Operation(x)
{
    private protected override Tensor Forward()
    {
        var result = new Tensor(First.Shape.With(dimension, count));
        Strip.Copy(First, result, dimension, start, step, toSlice: true);
        return result;
    }

    private protected override void Backward(Tensor gradient)
    {
        var dx = new Tensor(First.Shape);
        dx.Data.Clear();
        Strip.Copy(dx, gradient, dimension, start, step, toSlice: false);
        First.Accumulate(dx);
    }
}

/// <summary>One index of a dimension, which is left out; torch.select.</summary>
internal sealed class Select(Tensor x, int dimension, int index) : Operation(x)
{
    private protected override Tensor Forward()
    {
        var result = new Tensor(First.Shape.Without(dimension));
        Strip.Copy(First, result.ViewAs(First.Shape.With(dimension, 1)), dimension, index, 1, toSlice: true);
        return result;
    }

    private protected override void Backward(Tensor gradient)
    {
        var dx = new Tensor(First.Shape);
        dx.Data.Clear();
        Strip.Copy(dx, gradient.ViewAs(First.Shape.With(dimension, 1)), dimension, index, 1, toSlice: false);
        First.Accumulate(dx);
    }
}

/// <summary>Copies between a tensor and a slice of it.</summary>
internal static class Strip
{
    public static void Copy(Tensor whole, Tensor slice, int dimension, int start, int step, bool toSlice)
    {
        var shape = whole.Shape;
        int outer = shape.Product(0, dimension), size = shape[dimension], count = slice.Shape[dimension];
        int run = shape.Product(dimension + 1, shape.Rank);
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < count; i++)
            {
                var inWhole = whole.Data.Slice(((o * size) + start + (i * step)) * run, run);
                var inSlice = slice.Data.Slice(((o * count) + i) * run, run);
                if (toSlice)
                    inWhole.CopyTo(inSlice);
                else
                    inSlice.CopyTo(inWhole);
            }
        }
    }
}
