namespace LinRegPS;

// Norms of vectors and of matrices by the names of torch.linalg, and triangular systems.
public sealed partial class Tensor
{
    /// <summary>Norms along dimensions, of the vectors of all elements along them; torch.linalg.vector_norm.</summary>
    /// <param name="ord">2 for the Euclidean norm, 1 for the sum of magnitudes, infinity for the greatest, 0 for the number of elements that are not 0.</param>
    /// <param name="dim">The dimensions; all where null.</param>
    /// <param name="keepdim">Whether the dimensions stay, with size 1.</param>
    /// <exception cref="InvalidValueException">The order is NaN, or infinite and a dimension is empty; a dimension does not exist, or is named twice.</exception>
    public Tensor VectorNorm(double ord = 2, int[]? dim = null, bool keepdim = false) => Norm(ord, dim ?? [], keepdim);

    /// <summary>Norms of matrices; torch.linalg.matrix_norm.</summary>
    /// <param name="ord">"fro" for the root of the sum of squares, "nuc" for the sum of the singular values.</param>
    /// <param name="dim">The dimensions of the rows and of the columns; the last two where null.</param>
    /// <param name="keepdim">Whether they stay, with size 1.</param>
    /// <exception cref="ShapeMismatchException">There are less than two dimensions.</exception>
    /// <exception cref="InvalidValueException">Another norm, or dimensions that are not two, do not exist or are one.</exception>
    public Tensor MatrixNorm(string ord = "fro", int[]? dim = null, bool keepdim = false) => ord switch
    {
        "fro" => OfMatrices(dim, keepdim, x => x.Norm(2, [-2, -1])),
        "nuc" => OfMatrices(dim, keepdim, x => x.SvdVals().Sum(-1)),
        _ => throw Errors.NoSuchName("norm of matrices", $"{ord}", ["fro", "nuc"]),
    };

    /// <summary>Norms of matrices; torch.linalg.matrix_norm.</summary>
    /// <param name="ord">2 or -2 for the greatest or the smallest singular value, 1 or -1 for the greatest or the smallest sum of magnitudes of a column, infinity or negative infinity for that of a row.</param>
    /// <param name="dim">The dimensions of the rows and of the columns; the last two where null.</param>
    /// <param name="keepdim">Whether they stay, with size 1.</param>
    /// <exception cref="ShapeMismatchException">There are less than two dimensions.</exception>
    /// <exception cref="InvalidValueException">Another norm, or dimensions that are not two, do not exist, are one or empty.</exception>
    public Tensor MatrixNorm(double ord, int[]? dim = null, bool keepdim = false) => ord switch
    {
        2 => OfMatrices(dim, keepdim, x => x.SvdVals().Amax(-1)),
        -2 => OfMatrices(dim, keepdim, x => x.SvdVals().Amin(-1)),
        1 => OfMatrices(dim, keepdim, x => x.Abs().Sum(-2).Amax(-1)),
        -1 => OfMatrices(dim, keepdim, x => x.Abs().Sum(-2).Amin(-1)),
        double.PositiveInfinity => OfMatrices(dim, keepdim, x => x.Abs().Sum(-1).Amax(-1)),
        double.NegativeInfinity => OfMatrices(dim, keepdim, x => x.Abs().Sum(-1).Amin(-1)),
        _ => throw Errors.OutOfRange("Ord", ord, "1, -1, 2, -2, infinity or negative infinity"),
    };

    /// <summary>The greatest singular value of matrices over the smallest; torch.linalg.cond. Infinite where that is 0.</summary>
    /// <exception cref="ShapeMismatchException">There are less than two dimensions.</exception>
    /// <exception cref="InvalidValueException">An element is NaN or infinite, or there are none.</exception>
    public Tensor Cond()
    {
        var values = SvdVals();
        return values.Amax(-1) / values.Amin(-1);
    }

    /// <summary>x, for which this triangle, [...,n,n], times x is b; torch.linalg.solve_triangular. The other half is not read.</summary>
    /// <param name="b">[...,n,columns]; where the triangle stands on the right [...,rows,n].</param>
    /// <param name="upper">Whether it is the upper triangle.</param>
    /// <param name="left">Whether the triangle stands on the left of x; else x times the triangle is b.</param>
    /// <param name="unitriangular">Whether its diagonal counts as 1.</param>
    /// <exception cref="ShapeMismatchException">The last two dimensions are not a square matrix, the sizes differ, or the batches do not broadcast.</exception>
    /// <exception cref="InvalidValueException">There is a 0 on the diagonal.</exception>
    public Tensor SolveTriangular(Tensor b, bool upper, bool left = true, bool unitriangular = false)
    {
        const string name = "SolveTriangular";
        Square(name);
        var right = Given(name, "b", b);
        if (right.Rank < 2 || right.Shape[left ? ^2 : ^1] != Shape[^1])
            throw Errors.EquationRows(name, Shape, b.Shape);
        int strictly = unitriangular ? 1 : 0;
        var triangle = upper ? Triu(strictly) : Tril(-strictly);
        if (unitriangular)
            triangle += Eye(Shape[^1]);
        return left ? triangle.Solve(right) : triangle.Transpose(-1, -2).Solve(right.Transpose(-1, -2)).Transpose(-1, -2);
    }

    /// <summary>Sums of products along a dimension, with broadcasting; torch.linalg.vecdot.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public Tensor Vecdot(Tensor other, int dim = -1) => (this * other).Sum(dim);

    private Tensor OfMatrices(int[]? dim, bool keepdim, Func<Tensor, Tensor> norm)
    {
        const string name = "MatrixNorm";
        Matrices(name);
        int[] both = [.. (dim ?? [-2, -1]).Select(d => Shape.Dimension(name, d))];
        if (both.Length != 2)
            throw Errors.CountMismatch(name, "a matrix's dimensions", 2, "dim", both.Length);
        if (both[0] == both[1])
            throw Errors.RepeatedDimension(name, dim!);
        var norms = norm(Permute([.. Enumerable.Range(0, Rank).Except(both), .. both]));
        return keepdim ? norms.Reshape([.. Shape.Select((size, d) => both.Contains(d) ? 1 : size)]) : norms;
    }
}
