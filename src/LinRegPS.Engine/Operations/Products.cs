using LinRegPS.Kernels;
using LinRegPS.Kernels.LinearAlgebra;
using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Operations;

/// <summary>torch.dot: two vectors.</summary>
internal sealed class Dot(Tensor x, Tensor y) : Operation(x, y)
{
    private protected override Saves Saves => Saves.Both;

    private protected override Tensor Forward()
    {
        if (First.Rank != 1 || !First.Shape.Equals(Second.Shape))
            throw Errors.NotAVectorPair(First.Shape, Second.Shape);
        return new Tensor(Summation.Dot(First.Data, Second.Data));
    }

    private protected override void Backward(Tensor gradient)
    {
        if (First.RequiresGrad)
            First.Accumulate(Broadcasting.Combine(Label, default(Kernels.Mul), Second, gradient));
        if (Second.RequiresGrad)
            Second.Accumulate(Broadcasting.Combine(Label, default(Kernels.Mul), First, gradient));
    }
}

/// <summary>
/// torch.matmul: matrices, a vector on either side (a row on the left, a column on the right), and batches of
/// matrices whose leading dimensions broadcast.
/// </summary>
internal sealed class MatMul(Tensor a, Tensor b) : Operation(a, b)
{
    private protected override Saves Saves => Saves.Both;

    private protected override Tensor Forward()
    {
        if (First.Rank == 0 || Second.Rank == 0)
            throw Errors.NotAMatrix(Label, First.Shape, Second.Shape);
        var (left, right) = (Left, Right);
        int m = left.Shape[^2], k = left.Shape[^1], n = right.Shape[^1];
        if (k != right.Shape[^2])
            throw Errors.InnerSizes(Label, First.Shape, Second.Shape, k, right.Shape[^2]);
        var product = new Tensor(new Shape([.. Batch(left, right), m, n]));
        Batches.Each(MatrixProduct.Multiply, left, right, product, m, n, k, Wide);
        return product.ViewAs(WithoutVectors(product.Shape));
    }

    private protected override void Backward(Tensor gradient)
    {
        var (left, right) = (Left, Right);
        int m = left.Shape[^2], k = left.Shape[^1], n = right.Shape[^1];
        var batch = Batch(left, right);
        gradient = gradient.ViewAs(new Shape([.. batch, m, n]));
        if (First.RequiresGrad)
        {
            var da = new Tensor(new Shape([.. batch, m, k]));
            Batches.Each(MatrixProduct.MultiplyRightTransposed, gradient, right, da, m, k, n, Wide);
            First.Accumulate(Broadcasting.ReduceToShape(da, left.Shape).ViewAs(First.Shape));
        }
        if (Second.RequiresGrad)
        {
            var db = new Tensor(new Shape([.. batch, k, n]));
            Batches.Each(MatrixProduct.MultiplyLeftTransposed, left, gradient, db, k, n, m, Wide);
            Second.Accumulate(Broadcasting.ReduceToShape(db, right.Shape).ViewAs(Second.Shape));
        }
    }

    // PyTorch's order of additions is known for two matrices alone; elsewhere the true value is the measure.
    private bool Wide => First.Rank != 2 || Second.Rank != 2;

    private Tensor Left => First.Rank == 1 ? First.ViewAs(new Shape(1, First.Numel)) : First;

    private Tensor Right => Second.Rank == 1 ? Second.ViewAs(new Shape(Second.Numel, 1)) : Second;

    private Shape Batch(Tensor left, Tensor right)
    {
        var (x, y) = (new Shape([.. left.Shape.SkipLast(2)]), new Shape([.. right.Shape.SkipLast(2)]));
        return Shape.TryBroadcast(x, y, out var both) ? both : throw Errors.CannotBroadcast(Label, First.Shape, Second.Shape);
    }

    private Shape WithoutVectors(Shape product)
    {
        var sizes = product.ToList();
        if (Second.Rank == 1)
            sizes.RemoveAt(sizes.Count - 1);
        if (First.Rank == 1)
            sizes.RemoveAt(sizes.Count - (Second.Rank == 1 ? 1 : 2));
        return new Shape([.. sizes]);
    }
}

/// <summary>Runs a matrix product over batches: tensors whose last two dimensions are matrices.</summary>
internal static class Batches
{
    internal delegate void Product(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k, bool wide);

    public static void Each(Product multiply, Tensor a, Tensor b, Tensor c, int m, int n, int k, bool wide)
    {
        int sizeA = a.Shape[^1] * a.Shape[^2], sizeB = b.Shape[^1] * b.Shape[^2], sizeC = c.Shape[^1] * c.Shape[^2];
        int count = c.Shape.Product(0, c.Rank - 2);
        for (int i = 0; i < count; i++)
        {
            multiply(
                a.Data.Slice(Matrix(a, i) * sizeA, sizeA),
                b.Data.Slice(Matrix(b, i) * sizeB, sizeB),
                c.Data.Slice(i * sizeC, sizeC),
                m, n, k, wide);
        }

        // Which of the operand's matrices stands at an index of the result's batch: dimensions of size 1 are repeated.
        int Matrix(Tensor operand, int index)
        {
            int matrix = 0, stride = 1;
            for (int d = 3; d <= c.Rank; d++)
            {
                int position = index % c.Shape[^d];
                index /= c.Shape[^d];
                if (d > operand.Rank)
                    break;
                if (operand.Shape[^d] != 1)
                    matrix += position * stride;
                stride *= operand.Shape[^d];
            }
            return matrix;
        }
    }
}
