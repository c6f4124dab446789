using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Operations;

/// <summary>torch.prod over marked dimensions. The gradient is made of products alone, and right where elements are 0.</summary>
internal sealed class Prod(Tensor x, bool[] dimensions, Shape shape) : RowReduction(x, dimensions, shape)
{
    private protected override bool WholeGrows => true;

    protected override void Reduce(ReadOnlySpan<float> x, Span<float> y) => RowProducts.Product(x, Count, y);

    protected override void Differentiate(ReadOnlySpan<float> gradient, ReadOnlySpan<float> x, Span<float> dx) =>
        RowProducts.Others(gradient, x, Count, dx);

    protected override Tensor Recorded(Tensor gradient)
    {
        if (InputShape(0).Numel == 0)
            return Restored(gradient);
        var rows = Rows(Input(0));
        var others = Others(rows.Reshape(-1, Count));
        return Restored(gradient) * Unrows(Reshape.Apply(others, rows.Shape));
    }

    // The product of each row's other elements: the row's halves are multiplied pair by pair, and of each pair the one gets the
    // others of the product times the other.
    private static Tensor Others(Tensor x)
    {
        int count = x.Shape[1], half = (count + 1) / 2;
        if (count == 1)
            return Tensor.Ones([.. x.Shape]);
        var (left, right) = (x.Slice(1, 0, half), x.Slice(1, half, count));
        if (count % 2 == 1)
            right = Tensor.Cat([right, Tensor.Ones(x.Shape[0], 1)], 1);
        var others = Others(left * right);
        return Tensor.Cat([others * right, (others * left).Slice(1, 0, count - half)], 1);
    }
}
