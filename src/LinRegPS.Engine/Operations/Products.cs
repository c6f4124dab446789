using LinRegPS.Kernels.LinearAlgebra;
using LinRegPS.Kernels.Reductions;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Operations;

/// <summary>torch.dot: two vectors.</summary>
internal sealed class Dot(Tensor x, Tensor y) : Operation(x, y)
{
    private protected override bool WholeGrows => true;

    protected override bool Saves(int input) => Needs(1 - input);

    protected override Tensor Forward()
    {
        var (x, y) = (Input(0), Input(1));
        if (x.Rank != 1 || !x.Shape.Equals(y.Shape))
            throw Errors.NotAVectorPair(x.Shape, y.Shape);
        return new Tensor(Summation.Dot(x.Data, y.Data));
    }

    protected override void Backward(Tensor gradient)
    {
        if (Needs(0))
            GiveNew(0, Input(1) * gradient);
        if (Needs(1))
            GiveNew(1, Input(0) * gradient);
    }
}

/// <summary>
/// torch.matmul: matrices, a vector on either side (a row on the left, a column on the right), and batches of
/// matrices whose leading dimensions broadcast.
/// </summary>
internal sealed class MatMul(Tensor a, Tensor b) : Operation(a, b)
{
    // A vector is a matrix of one row on the left, of one column on the right.
    private Shape Left => InputShape(0).Rank == 1 ? new Shape(1, InputShape(0).Numel) : InputShape(0);

    private Shape Right => InputShape(1).Rank == 1 ? new Shape(InputShape(1).Numel, 1) : InputShape(1);

    // PyTorch's order of additions is known for two matrices alone; elsewhere the true value is the measure.
    private bool Wide => InputShape(0).Rank != 2 || InputShape(1).Rank != 2;

    private protected override bool WholeGrows => true;

    protected override bool Saves(int input) => Needs(1 - input);

    protected override Tensor Forward()
    {
        var (a, b) = (InputShape(0), InputShape(1));
        if (a.Rank == 0 || b.Rank == 0)
            throw Errors.NotAMatrix(Label, a, b);
        var (left, right) = (Left, Right);
        int m = left[^2], k = left[^1], n = right[^1];
        if (k != right[^2])
            throw Errors.InnerSizes(Label, a, b, k, right[^2]);
        var product = new Shape([.. Batch(left, right), m, n]);
        var result = new Tensor(WithoutVectors(product));
        if (!Wide && Input(1).IsTransposedMatrix(out var transposed))
            MatrixProduct.MultiplyRightTransposed(Input(0).Data, transposed, result.Data, m, n, k);
        else if (!Wide && Input(0).IsTransposedMatrix(out transposed))
            MatrixProduct.MultiplyLeftTransposed(transposed, Input(1).Data, result.Data, m, n, k);
        else
            Batches.Each(MatrixProduct.Multiply, (Input(0), left), (Input(1), right), (result, product), m, n, k, Wide);
        return result;
    }

    protected override void Backward(Tensor gradient)
    {
        var (left, right) = (Left, Right);
        int m = left[^2], k = left[^1], n = right[^1];
        int[] batch = Batch(left, right).ToArray();
        var product = new Shape([.. batch, m, n]);
        if (Needs(0))
        {
            var shape = new Shape([.. batch, m, k]);
            GiveMatrix(0, left, GradMode.IsEnabled
                ? Reshape.Apply(gradient, product).MatMul(Reshape.Apply(Input(1), right).Transpose(-1, -2))
                : RepeatedProduct.OfLeft(gradient, product, Input(1), right, left)
                ?? Multiply(MatrixProduct.MultiplyRightTransposed, (gradient, product), (Input(1), right), shape, n));
        }
        if (Needs(1))
        {
            var shape = new Shape([.. batch, k, n]);
            GiveMatrix(1, right, GradMode.IsEnabled
                ? Reshape.Apply(Input(0), left).Transpose(-1, -2).MatMul(Reshape.Apply(gradient, product))
                : RepeatedProduct.OfRight(gradient, product, Input(0), left, right)
                ?? Multiply(MatrixProduct.MultiplyLeftTransposed, (Input(0), left), (gradient, product), shape, m));
        }
    }

    private Tensor Multiply(Batches.Product multiply, (Tensor, Shape) a, (Tensor, Shape) b, Shape shape, int inner)
    {
        var c = new Tensor(shape);
        Batches.Each(multiply, a, b, (c, shape), shape[^2], shape[^1], inner, Wide);
        return c;
    }

    private void GiveMatrix(int input, Shape matrix, Tensor gradient)
    {
        gradient = Broadcasting.SumTo(gradient, matrix);
        GiveNew(input, matrix.Equals(InputShape(input)) ? gradient : Reshape.Apply(gradient, InputShape(input)));
    }

    private Shape Batch(Shape left, Shape right)
    {
        var (x, y) = (new Shape([.. left.SkipLast(2)]), new Shape([.. right.SkipLast(2)]));
        return Shape.TryBroadcast(x, y, out var both) ? both : throw Errors.CannotBroadcast(Label, InputShape(0), InputShape(1));
    }

    private Shape WithoutVectors(Shape product)
    {
        var sizes = product.ToList();
        if (InputShape(1).Rank == 1)
            sizes.RemoveAt(sizes.Count - 1);
        if (InputShape(0).Rank == 1)
            sizes.RemoveAt(sizes.Count - (InputShape(1).Rank == 1 ? 1 : 2));
        return new Shape([.. sizes]);
    }
}

/// <summary>
/// Batched matmul: runs a matrix product over batches, of tensors that are each taken in a shape whose last two dimensions are
/// matrices.
/// </summary>
internal static class Batches
{
    internal delegate void Product(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k, bool wide);

    public static void Each(
        Product multiply, (Tensor Tensor, Shape Shape) a, (Tensor Tensor, Shape Shape) b, (Tensor Tensor, Shape Shape) c,
        int m, int n, int k, bool wide)
    {
        int sizeA = a.Shape[^1] * a.Shape[^2], sizeB = b.Shape[^1] * b.Shape[^2], sizeC = c.Shape[^1] * c.Shape[^2];
        int count = c.Shape.Product(0, c.Shape.Rank - 2);
        long work = ((long)m * n * k) / 8;
        var pace = default(Pace);
        for (int i = 0; i < count; i++)
        {
            pace.Step(work + 8);
            multiply(
                a.Tensor.Data.Slice(Matrix(a.Shape, i) * sizeA, sizeA),
                b.Tensor.Data.Slice(Matrix(b.Shape, i) * sizeB, sizeB),
                c.Tensor.Data.Slice(i * sizeC, sizeC),
                m, n, k, wide);
        }

        // Which of the operand's matrices stands at an index of the result's batch: dimensions of size 1 are repeated.
        int Matrix(Shape operand, int index)
        {
            int matrix = 0, stride = 1;
            for (int d = 3; d <= c.Shape.Rank; d++)
            {
                int position = index % c.Shape[^d];
                index /= c.Shape[^d];
                if (d > operand.Rank)
                    break;
                if (operand[^d] != 1)
                    matrix += position * stride;
                stride *= operand[^d];
            }
            return matrix;
        }
    }
}
