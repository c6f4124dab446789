using LinRegPS.Kernels.LinearAlgebra;
using LinRegPS.Operations;

namespace LinRegPS;

// Systems of linear equations, of small matrices.
public sealed partial class Tensor
{
    /// <summary>x, for which this matrix times x is the other tensor; torch.linalg.solve. The last two dimensions are matrices, those before are batches, which broadcast.</summary>
    /// <param name="b">[...,n,columns]; or vectors: [n], or this tensor's shape without its last dimension.</param>
    /// <returns>The solutions, of the shape of b.</returns>
    /// <exception cref="ShapeMismatchException">The matrices are not square, the rows differ in number, or the batches do not broadcast.</exception>
    /// <exception cref="InvalidValueException">A matrix is singular.</exception>
    public Tensor Solve(Tensor b)
    {
        const string name = "Solve";
        Square(name);
        bool isVector = Given(name, "b", b).Rank == 1 || b.Shape.SequenceEqual(Shape.SkipLast(1));
        var right = isVector ? b.Unsqueeze(-1) : b;
        if (right.Rank < 2 || right.Shape[^2] != Shape[^1])
            throw Errors.InnerSizes(name, Shape, b.Shape, Shape[^1], right.Rank < 2 ? 1 : right.Shape[^2]);
        var batch = Shape.Broadcast(name, new Shape([.. Shape.SkipLast(2)]), new Shape([.. right.Shape.SkipLast(2)]));
        var solution = new Solve(name, Spread(this), Spread(right)).Apply();
        return isVector ? solution.Squeeze(-1) : solution;

        Tensor Spread(Tensor x) => Operations.Expand.Apply(x, new Shape([.. batch, x.Shape[^2], x.Shape[^1]]));
    }

    /// <summary>The inverse of a square matrix, or of each of a batch; torch.inverse, torch.linalg.inv.</summary>
    /// <exception cref="ShapeMismatchException">The last two dimensions are not a square matrix.</exception>
    /// <exception cref="InvalidValueException">A matrix is singular.</exception>
    public Tensor Inverse()
    {
        Square("Inverse");
        return new Solve("Inverse", this, Operations.Expand.Apply(Eye(Shape[^1]), Shape)).Apply();
    }

    /// <summary>
    /// The determinant of a square matrix, or of each of a batch; torch.det, torch.linalg.det. The gradient has the cofactors, of a singular matrix
    /// too, where PyTorch 1.13 has zeros; that can't be differentiated again.
    /// </summary>
    /// <exception cref="ShapeMismatchException">The last two dimensions are not a square matrix.</exception>
    public Tensor Det()
    {
        Square("Det");
        return new Det(this).Apply();
    }

    /// <summary>The sign of a square matrix's determinant, 1, -1 or 0, and the logarithm of its size; torch.slogdet, torch.linalg.slogdet. Never beyond float32.</summary>
    /// <exception cref="ShapeMismatchException">The last two dimensions are not a square matrix.</exception>
    public SlogDetResult SlogDet()
    {
        Square("SlogDet");
        var signs = Zeros([.. Shape.SkipLast(2)]);
        for (int i = 0; i < signs.Numel; i++)
            signs.Data[i] = new LuFactors(Data.Slice(i * Shape[^1] * Shape[^1], Shape[^1] * Shape[^1]), Shape[^1], transposed: false).Sign;
        return new(signs, new LogDet("SlogDet", this, isSigned: false).Apply());
    }

    /// <summary>The logarithm of a square matrix's determinant; NaN where that is negative, and negative infinity where it is 0; torch.logdet.</summary>
    /// <exception cref="ShapeMismatchException">The last two dimensions are not a square matrix.</exception>
    public Tensor LogDet()
    {
        Square("LogDet");
        return new LogDet("LogDet", this, isSigned: true).Apply();
    }

    private void Square(string operation)
    {
        if (Rank < 2 || Shape[^1] != Shape[^2])
            throw Errors.NotSquare(operation, Shape);
    }
}

/// <summary>The signs of determinants, and the logarithms of their sizes.</summary>
public sealed record SlogDetResult(Tensor Sign, Tensor LogAbsDet);
