using LinRegPS.Kernels.LinearAlgebra;

namespace LinRegPS.Operations;

/// <summary>
/// Gradients of a matrix that was repeated over a batch: products and the sum over the batch as one, matrices beside each other, so that
/// nothing between is rounded.
/// </summary>
internal static class RepeatedProduct
{
    // Multiplications: from here on the copies that put matrices beside each other would be felt.
    private const long Large = 100_000;

    /// <summary>The sum of gradient rightᵀ, of the left matrix's shape; null where it was not repeated, or where it is not worth it.</summary>
    /// <param name="gradient">The product's gradient.</param>
    /// <param name="product">Its shape, [batch...,m,n].</param>
    /// <param name="right">The right operand.</param>
    /// <param name="rightShape">Its shape, [...,k,n] once it is transposed, its batch broadcasting to the product's.</param>
    /// <param name="left">The left operand's shape, [...,m,k].</param>
    public static Tensor? OfLeft(Tensor gradient, Shape product, Tensor right, Shape rightShape, Shape left)
    {
        var (kept, repeated) = Dimensions(product, left);
        if (repeated.Length == 0 || (long)product.Numel * left[^1] >= Large)
            return null;
        int rank = product.Rank, inner = repeated.Aggregate(product[^1], (all, d) => all * product[d]);
        var batch = new Shape([.. kept.Select(d => product[d])]);
        var g = Beside(Reshape.Apply(gradient, product), product, [.. kept, rank - 2, .. repeated, rank - 1], [.. batch, left[^2], inner]);
        var transposed = Reshape.Apply(right, rightShape).Transpose(-1, -2);
        var r = Beside(transposed, new Shape([.. product.SkipLast(2), rightShape[^1], left[^1]]), [.. kept, rank - 1, .. repeated, rank - 2], [.. batch, left[^1], inner]);
        return Multiply(MatrixProduct.MultiplyRightTransposed, g, r, new Shape([.. batch, left[^2], left[^1]]), inner, left);
    }

    /// <summary>The sum of leftᵀ gradient, of the right matrix's shape; null where it was not repeated, or where it is not worth it.</summary>
    /// <param name="gradient">The product's gradient.</param>
    /// <param name="product">Its shape, [batch...,m,n].</param>
    /// <param name="left">The left operand.</param>
    /// <param name="leftShape">Its shape, [...,m,k], its batch broadcasting to the product's.</param>
    /// <param name="right">The right operand's shape, [...,k,n].</param>
    public static Tensor? OfRight(Tensor gradient, Shape product, Tensor left, Shape leftShape, Shape right)
    {
        var (kept, repeated) = Dimensions(product, right);
        // One matrix for all: what is multiplied lies beside each other as it is.
        bool isInPlace = kept.All(d => product[d] == 1) && leftShape.SkipLast(2).SequenceEqual(product.SkipLast(2));
        if (repeated.Length == 0 || (!isInPlace && (long)product.Numel * right[^2] >= Large))
            return null;
        int rank = product.Rank, inner = repeated.Aggregate(product[^2], (all, d) => all * product[d]);
        var batch = new Shape([.. kept.Select(d => product[d])]);
        int[] order = [.. kept, .. repeated, rank - 2, rank - 1];
        var g = Beside(Reshape.Apply(gradient, product), product, order, [.. batch, inner, right[^1]]);
        var l = Beside(Reshape.Apply(left, leftShape), new Shape([.. product.SkipLast(1), right[^2]]), order, [.. batch, inner, right[^2]]);
        return Multiply(MatrixProduct.MultiplyLeftTransposed, l, g, new Shape([.. batch, right[^2], right[^1]]), inner, right);
    }

    // The dimensions of the batch in which an operand is as large, and those in which it was repeated.
    private static (int[] Kept, int[] Repeated) Dimensions(Shape product, Shape operand)
    {
        int added = product.Rank - operand.Rank;
        var repeated = Enumerable.Range(0, product.Rank - 2).ToLookup(d => product[d] != 1 && (d < added || operand[d - added] == 1));
        return ([.. repeated[false]], [.. repeated[true]]);
    }

    private static Tensor Beside(Tensor x, Shape shape, int[] order, int[] sizes) => Expand.Apply(x, shape).Permute(order).Reshape(sizes);

    private static Tensor Multiply(Batches.Product multiply, Tensor a, Tensor b, Shape shape, int inner, Shape operand)
    {
        var c = new Tensor(shape);
        Batches.Each(multiply, (a, a.Shape), (b, b.Shape), (c, shape), shape[^2], shape[^1], inner, wide: true);
        return c.Reshape([.. operand]);
    }
}
