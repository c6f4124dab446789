using LinRegPS.Numerics;
using LinRegPS.Operations;

namespace LinRegPS;

// Small matrices as products of simpler ones, and what is found by that: in float64, each number rounded once.
public sealed partial class Tensor
{
    /// <summary>The triangle L of a symmetric positive definite matrix L Lᵀ, or of each of a batch; torch.linalg.cholesky. Only the lower half of the matrix is read.</summary>
    /// <param name="upper">Whether the result is Lᵀ.</param>
    /// <exception cref="ShapeMismatchException">The last two dimensions are not a square matrix.</exception>
    /// <exception cref="InvalidValueException">A matrix is not positive definite.</exception>
    public Tensor Cholesky(bool upper = false)
    {
        Square("Cholesky");
        var lower = new Cholesky(this, Each((matrix, index) => Factorizations.Cholesky(matrix) ?? throw Errors.NotPositiveDefinite(Shape, index))).Apply();
        return upper ? lower.Transpose(-1, -2) : lower;
    }

    /// <summary>x, for which L Lᵀ x is this tensor, [...,n,columns], by the triangle that <see cref="Cholesky"/> gives; torch.cholesky_solve.</summary>
    /// <param name="factor">L, or where <paramref name="upper"/> is set Lᵀ: [...,n,n].</param>
    /// <param name="upper">Whether the triangle is the upper one.</param>
    /// <exception cref="ShapeMismatchException">The triangles are not square, the rows differ in number, or the batches do not broadcast.</exception>
    /// <exception cref="InvalidValueException">A triangle has a 0 on its diagonal.</exception>
    public Tensor CholeskySolve(Tensor factor, bool upper = false)
    {
        Given("CholeskySolve", "factor", factor).Square("CholeskySolve");
        var lower = upper ? factor.Triu().Transpose(-1, -2) : factor.Tril();
        return lower.Transpose(-1, -2).Solve(lower.Solve(this));
    }

    /// <summary>The inverse of L Lᵀ, of which this is the triangle that <see cref="Cholesky"/> gives; torch.cholesky_inverse.</summary>
    /// <param name="upper">Whether this is Lᵀ.</param>
    /// <exception cref="ShapeMismatchException">The last two dimensions are not a square matrix.</exception>
    /// <exception cref="InvalidValueException">A triangle has a 0 on its diagonal.</exception>
    public Tensor CholeskyInverse(bool upper = false)
    {
        Square("CholeskyInverse");
        return Eye(Shape[^1]).CholeskySolve(this, upper);
    }

    /// <summary>Orthogonal columns Q, [...,m,k], and an upper triangle R, [...,k,n], whose product a matrix is, k the smaller of m and n; torch.linalg.qr.</summary>
    /// <exception cref="ShapeMismatchException">There are less than two dimensions.</exception>
    public QrResult Qr()
    {
        Matrices("Qr");
        int rows = Shape[^2];
        if (rows < Shape[^1])
        {
            // The columns of a square part span all.
            var (q, r) = Slice(-1, 0, rows).Qr();
            return new(q, Cat([r, q.Transpose(-1, -2).MatMul(Slice(-1, rows, Shape[^1]))], -1));
        }
        var factors = Each((matrix, _) => Factorizations.Qr(matrix));
        return new(new Qr(this, factors, isQ: true).Apply(), new Qr(this, factors, isQ: false).Apply());
    }

    /// <summary>
    /// U, [...,m,k], S, [...,k], the largest first, and Vᵀ, [...,k,n], for which U diag(S) Vᵀ is the matrix, k the smaller of m and n;
    /// torch.linalg.svd with full_matrices=False. The sign of a pair of vectors is free, and so is what equal singular values share.
    /// </summary>
    /// <exception cref="ShapeMismatchException">There are less than two dimensions.</exception>
    /// <exception cref="InvalidValueException">An element is NaN or infinite.</exception>
    public SvdResult Svd()
    {
        var factors = Singular("Svd");
        return new(new SingularVectors(this, factors, isLeft: true).Apply(), new SingularValue(this, factors).Apply(),
            new SingularVectors(this, factors, isLeft: false).Apply().Transpose(-1, -2));
    }

    /// <summary>The singular values of matrices, the largest first, [...,k]; torch.linalg.svdvals.</summary>
    /// <exception cref="ShapeMismatchException">There are less than two dimensions.</exception>
    /// <exception cref="InvalidValueException">An element is NaN or infinite.</exception>
    public Tensor SvdVals() => new SingularValue(this, Singular("SvdVals")).Apply();

    /// <summary>
    /// The eigenvalues of symmetric matrices, the smallest first, [...,n], and their vectors of length 1 as columns, [...,n,n];
    /// torch.linalg.eigh. Only the lower half of a matrix is read. The sign of a vector is free.
    /// </summary>
    /// <exception cref="ShapeMismatchException">The last two dimensions are not a square matrix.</exception>
    /// <exception cref="InvalidValueException">An element is NaN or infinite.</exception>
    public EighResult Eigh()
    {
        var factors = Symmetric("Eigh");
        return new(new SymmetricValues(this, factors).Apply(), new SymmetricVectors(this, factors).Apply());
    }

    /// <summary>The eigenvalues of symmetric matrices, the smallest first, [...,n]; torch.linalg.eigvalsh. Only the lower half is read.</summary>
    /// <exception cref="ShapeMismatchException">The last two dimensions are not a square matrix.</exception>
    /// <exception cref="InvalidValueException">An element is NaN or infinite.</exception>
    public Tensor EigvalsH() => new SymmetricValues(this, Symmetric("EigvalsH")).Apply();

    /// <summary>
    /// x, for which this matrix, [...,m,n], times x comes nearest to b, and of those the shortest; the solution of torch.linalg.lstsq.
    /// Batches broadcast.
    /// </summary>
    /// <param name="b">[...,m,columns].</param>
    /// <param name="rcond">The share of the greatest singular value up to which others count as 0; where null float32's rounding error times the larger of m and n.</param>
    /// <returns>[...,n,columns].</returns>
    /// <exception cref="ShapeMismatchException">There are less than two dimensions, the rows differ in number, or the batches do not broadcast.</exception>
    /// <exception cref="InvalidValueException">An element is NaN or infinite, or the share negative.</exception>
    public Tensor Lstsq(Tensor b, double? rcond = null)
    {
        const string name = "Lstsq";
        Matrices(name);
        if (Given(name, "b", b).Rank < 2 || b.Shape[^2] != Shape[^2])
            throw Errors.EquationRows(name, Shape, b.Shape);
        var batch = Shape.Broadcast(name, new Shape([.. Shape.SkipLast(2)]), new Shape([.. b.Shape.SkipLast(2)]));
        return Nearest(name, Spread(this), Spread(b), rcond);

        Tensor Spread(Tensor x) => Operations.Expand.Apply(x, new Shape([.. batch, x.Shape[^2], x.Shape[^1]]));
    }

    /// <summary>The pseudoinverse of matrices, [...,n,m]; torch.linalg.pinv, torch.pinverse.</summary>
    /// <param name="rcond">The share of the greatest singular value up to which others count as 0; where null float32's rounding error times the larger of m and n.</param>
    /// <exception cref="ShapeMismatchException">There are less than two dimensions.</exception>
    /// <exception cref="InvalidValueException">An element is NaN or infinite, or the share negative.</exception>
    public Tensor Pinv(double? rcond = null)
    {
        Matrices("Pinv");
        return Nearest("Pinv", this, Operations.Expand.Apply(Eye(Shape[^2]), new Shape([.. Shape.SkipLast(1), Shape[^2]])), rcond);
    }

    /// <summary>How many dimensions the columns of a matrix span, int64; torch.linalg.matrix_rank.</summary>
    /// <param name="rcond">The share of the greatest singular value up to which others count as 0; where null float32's rounding error times the larger of m and n.</param>
    /// <exception cref="ShapeMismatchException">There are less than two dimensions.</exception>
    /// <exception cref="InvalidValueException">An element is NaN or infinite, or the share negative.</exception>
    public Tensor MatrixRank(double? rcond = null)
    {
        var each = Singular("MatrixRank");
        double share = Share(rcond);
        long[] ranks = Array.ConvertAll(each, factors => (long)factors.Rank(share));
        return FromInt64(ranks, [.. Shape.SkipLast(2)]);
    }

    private static Tensor Nearest(string operation, Tensor a, Tensor b, double? rcond)
    {
        a.CheckFinite(operation);
        return new Lstsq(operation, a, b, a.Share(rcond)).Apply();
    }

    private double Share(double? rcond) => rcond switch
    {
        null => Math.Pow(2, -23) * Math.Max(Shape[^2], Shape[^1]),
        >= 0 => rcond.Value,
        _ => throw Errors.Negative("Rcond", rcond.Value),
    };

    private SingularDecomposition[] Singular(string operation)
    {
        Matrices(operation);
        CheckFinite(operation);
        return Each((matrix, _) => SingularDecomposition.Decompose(matrix));
    }

    private (Matrix64 Values, Matrix64 Vectors)[] Symmetric(string operation)
    {
        Square(operation);
        CheckFinite(operation);
        return Each((matrix, _) => Factorizations.Eigen(matrix));
    }

    private T[] Each<T>(Func<Matrix64, int, T> take)
    {
        var each = new T[Shape.Product(0, Rank - 2)];
        for (int i = 0; i < each.Length; i++)
            each[i] = take(Matrix64.Of(this, i), i);
        return each;
    }

    private void Matrices(string operation)
    {
        if (Rank < 2)
            throw Errors.NoMatrix(operation, Shape);
    }

    private void CheckFinite(string operation)
    {
        var data = Data;
        for (int i = 0; i < data.Length; i++)
        {
            if (!float.IsFinite(data[i]))
                throw Errors.NotFinite(operation, $"element {i}", data[i]);
        }
    }
}

/// <summary>A matrix as orthogonal columns, [...,m,k], times an upper triangle, [...,k,n].</summary>
public sealed record QrResult(Tensor Q, Tensor R);

/// <summary>A matrix as U, [...,m,k], times the singular values, [...,k], on a diagonal, times Vᵀ, [...,k,n].</summary>
public sealed record SvdResult(Tensor U, Tensor S, Tensor Vh);

/// <summary>Eigenvalues, the smallest first, [...,n], and their vectors as columns, [...,n,n].</summary>
public sealed record EighResult(Tensor Eigenvalues, Tensor Eigenvectors);
