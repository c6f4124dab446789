using LinRegPS.Operations;

namespace LinRegPS;

// Sums, means, extremes and products.
public sealed partial class Tensor
{
    /// <summary>The sum of all elements, without dimensions; torch.sum. 0 for an empty tensor.</summary>
    public Tensor Sum() => Sum([]);

    /// <summary>Sums along one dimension; torch.sum.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public Tensor Sum(int dim, bool keepdim = false) => Sum([dim], keepdim);

    /// <summary>Sums along several dimensions; torch.sum.</summary>
    /// <exception cref="InvalidValueException">A dimension does not exist, or is named twice.</exception>
    public Tensor Sum(int[] dim, bool keepdim = false)
    {
        bool[] marks = Dimensions.Some("Sum", Shape, dim);
        return Operations.Sum.Apply(this, marks, Dimensions.Left(Shape, marks, keepdim));
    }

    /// <summary>The mean of all elements, without dimensions; torch.mean.</summary>
    /// <exception cref="InvalidValueException">There are no elements.</exception>
    public Tensor Mean() => Mean([]);

    /// <summary>Means along one dimension; torch.mean.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist, or is empty.</exception>
    public Tensor Mean(int dim, bool keepdim = false) => Mean([dim], keepdim);

    /// <summary>Means along several dimensions; torch.mean.</summary>
    /// <exception cref="InvalidValueException">A dimension does not exist, is named twice or is empty.</exception>
    public Tensor Mean(int[] dim, bool keepdim = false)
    {
        bool[] marks = Dimensions.Some("Mean", Shape, dim);
        return new Mean(this, marks, Dimensions.Left(Shape, marks, keepdim)).Apply();
    }

    /// <summary>The greatest element; torch.max. Its gradient is shared evenly by equals; NaN wins.</summary>
    /// <exception cref="InvalidValueException">There are no elements.</exception>
    public Tensor Max() => DType == DType.Float32 ? new Max(this).Apply() : Selected("Max", Flatten(), 0, keepdim: false, greatest: true).Values;

    /// <summary>The smallest element; torch.min. Its gradient is shared evenly by equals; NaN wins.</summary>
    /// <exception cref="InvalidValueException">There are no elements.</exception>
    public Tensor Min() => DType == DType.Float32 ? new Min(this).Apply() : Selected("Min", Flatten(), 0, keepdim: false, greatest: false).Values;

    /// <summary>The greatest elements along a dimension and where they are; torch.max(dim). The first of equals gets the gradient.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist, or is empty.</exception>
    public IndexedValues Max(int dim, bool keepdim = false) => DType == DType.Float32
        ? new MaxAlong(this, dim, keepdim).ApplyIndexed()
        : Selected("Max", this, dim, keepdim, greatest: true);

    /// <summary>The smallest elements along a dimension and where they are; torch.min(dim). The first of equals gets the gradient.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist, or is empty.</exception>
    public IndexedValues Min(int dim, bool keepdim = false) => DType == DType.Float32
        ? new MinAlong(this, dim, keepdim).ApplyIndexed()
        : Selected("Min", this, dim, keepdim, greatest: false);

    /// <summary>How many elements are other than 0, NaN among them, int64; torch.count_nonzero.</summary>
    public Tensor CountNonzero() => CountNonzero([]);

    /// <summary>How many elements along one dimension are other than 0, int64; torch.count_nonzero.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public Tensor CountNonzero(int dim) => CountNonzero([dim]);

    /// <summary>How many elements along several dimensions are other than 0, int64; torch.count_nonzero.</summary>
    /// <exception cref="InvalidValueException">A dimension does not exist, or is named twice.</exception>
    public Tensor CountNonzero(int[] dim) => Float().Detach().Norm(0, dim).Long();

    /// <summary>The sum of products of two vectors; torch.dot.</summary>
    /// <exception cref="ShapeMismatchException">They are not two vectors of one length.</exception>
    /// <exception cref="InvalidValueException">A result of int64 numbers is 2^24 or more, and might have been rounded.</exception>
    public Tensor Dot(Tensor other) => new Dot(this, other).Apply();

    /// <summary>
    /// The matrix product; torch.matmul: vectors, matrices, and batches of matrices whose leading dimensions broadcast.
    /// </summary>
    /// <exception cref="ShapeMismatchException">A tensor has no dimensions, the inner sizes differ, or the leading ones do not broadcast.</exception>
    /// <exception cref="InvalidValueException">A result of int64 numbers is 2^24 or more, and might have been rounded.</exception>
    public Tensor MatMul(Tensor other) => Rank == 1 && other is { Rank: 1 } ? Dot(other) : new MatMul(this, other).Apply();
}
