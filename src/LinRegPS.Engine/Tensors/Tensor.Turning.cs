using LinRegPS.Operations;

namespace LinRegPS;

// Matrices mirrored and turned, and the parts of a dimension.
public sealed partial class Tensor
{
    /// <summary>A copy with the columns in the reverse order; torch.fliplr.</summary>
    /// <exception cref="ShapeMismatchException">There are less than two dimensions.</exception>
    public Tensor FlipLR() => Rank >= 2 ? Flip(1) : throw Errors.NoMatrix("FlipLR", Shape);

    /// <summary>A copy with the rows in the reverse order; torch.flipud.</summary>
    /// <exception cref="ShapeMismatchException">There are no dimensions.</exception>
    public Tensor FlipUD() => Rank >= 1 ? Flip(0) : throw Errors.OperandRank("FlipUD", "the tensor", 1, Shape);

    /// <summary>A copy turned so often by a quarter, from the first of two dimensions towards the second; torch.rot90.</summary>
    /// <param name="k">How often; backwards where it is negative.</param>
    /// <param name="dims">Two dimensions, the first two where none are given.</param>
    /// <exception cref="InvalidValueException">They are not two, not different, or do not exist.</exception>
    public Tensor Rot90(int k = 1, int[]? dims = null)
    {
        int[] both = Dims("Rot90", dims ?? [0, 1]);
        if (both.Length != 2)
            throw Errors.CountMismatch("Rot90", "a plane's dimensions", 2, "dims", both.Length);
        return (((k % 4) + 4) % 4) switch
        {
            0 => Clone(),
            1 => Flip(both[1]).Transpose(both[0], both[1]),
            2 => Flip(both),
            _ => Flip(both[0]).Transpose(both[0], both[1]),
        };
    }

    /// <summary>Matrices with the last dimension's elements on a diagonal among zeros; torch.diag_embed.</summary>
    /// <param name="offset">Which diagonal: above the main one, or below it where it is negative.</param>
    /// <param name="dim1">Where the rows' dimension is in the result.</param>
    /// <param name="dim2">Where the columns' is.</param>
    /// <exception cref="ShapeMismatchException">There are no dimensions.</exception>
    /// <exception cref="InvalidValueException">A dimension does not exist in the result, or both are one.</exception>
    public Tensor DiagEmbed(int offset = 0, int dim1 = -2, int dim2 = -1)
    {
        if (Rank == 0)
            throw Errors.OperandRank("DiagEmbed", "the tensor", 1, Shape);
        int size = checked(Shape[^1] + Math.Abs(offset));
        var any = new Shape([.. Shape, 1]);
        int first = any.Dimension("DiagEmbed", dim1), second = any.Dimension("DiagEmbed", dim2);
        if (first == second)
            throw Errors.RepeatedDimension("DiagEmbed", [dim1, dim2]);
        List<int> sizes = [.. Shape.SkipLast(1)];
        sizes.Insert(Math.Min(first, second), size);
        sizes.Insert(Math.Max(first, second), size);
        return Surrounded.Apply("DiagEmbed", this, new DiagonalLine(offset, first, second), new Shape([.. sizes]));
    }

    /// <summary>Views of so many parts of a dimension, the first ones larger by one where they can't be equal; torch.tensor_split.</summary>
    /// <exception cref="ShapeMismatchException">There are no dimensions.</exception>
    /// <exception cref="InvalidValueException">The number is below 1, or the dimension does not exist.</exception>
    public Tensor[] TensorSplit(int sections, int dim = 0)
    {
        if (sections < 1)
            throw Errors.NotPositive("Sections", sections);
        int size = Divided(dim), part = size / sections, larger = size % sections;
        return TensorSplit([.. Enumerable.Range(1, sections - 1).Select(i => (i * part) + Math.Min(i, larger))], dim);
    }

    /// <summary>Views of a dimension's parts, which end before each of the indices; torch.tensor_split.</summary>
    /// <exception cref="ShapeMismatchException">There are no dimensions.</exception>
    /// <exception cref="InvalidValueException">The dimension does not exist, or the indices are null.</exception>
    public Tensor[] TensorSplit(int[] indices, int dim = 0)
    {
        int size = Divided(dim);
        int[] bounds = [0, .. (indices ?? throw Errors.Null("TensorSplit", "indices")).Select(i => Math.Clamp(i < 0 ? i + size : i, 0, size)), size];
        return [.. bounds.Zip(bounds.Skip(1), (start, end) => Narrow(dim, start, Math.Max(end - start, 0)))];
    }

    private int Divided(int dim) =>
        Rank == 0 ? throw Errors.OperandRank("TensorSplit", "the tensor", 1, Shape) : Shape[Shape.Dimension("TensorSplit", dim)];
}
