using LinRegPS.Numerics;

namespace LinRegPS.Operations;

/// <summary>torch.linalg.cholesky: L, where the matrix is L Lᵀ.</summary>
internal sealed class Cholesky(Tensor x, Matrix64[] factors) : MatrixFunction<Matrix64>(nameof(Cholesky), x, factors, x.Shape)
{
    protected override Matrix64 Result(Matrix64 factors) => factors;

    protected override Matrix64 Slope(Matrix64 factors, int index, Matrix64 gradient) => Formula(factors, gradient);

    protected override RecordedMatrices Slope(Tensor x, RecordedMatrices gradient) => Formula(new(new Cholesky(x, Factors).Apply()), gradient);

    private static T Formula<T>(T lower, T gradient)
        where T : IMatrices<T>
    {
        var (inverse, half) = (lower.LowerInverse, (lower.Turned * gradient).HalfLower);
        return inverse.Turned * (half + half.Turned).Scaled(0.5) * inverse;
    }
}

/// <summary>torch.linalg.qr of matrices with no more columns than rows: Q, or R.</summary>
internal sealed class Qr(Tensor x, (Matrix64 Q, Matrix64 R)[] factors, bool isQ)
    : MatrixFunction<(Matrix64 Q, Matrix64 R)>(nameof(Qr), x, factors, isQ ? x.Shape : x.Shape.With(x.Rank - 2, x.Shape[^1]))
{
    protected override Matrix64 Result((Matrix64 Q, Matrix64 R) factors) => isQ ? factors.Q : factors.R;

    protected override Matrix64 Slope((Matrix64 Q, Matrix64 R) factors, int index, Matrix64 gradient)
    {
        for (int i = 0; i < factors.R.Rows; i++)
        {
            if (factors.R[i, i] == 0)
                throw Errors.DependentColumns(Label, InputShape(0), index);
        }
        return Formula(factors.Q, factors.R, gradient);
    }

    protected override RecordedMatrices Slope(Tensor x, RecordedMatrices gradient) =>
        Formula(new(new Qr(x, Factors, isQ: true).Apply()), new(new Qr(x, Factors, isQ: false).Apply()), gradient);

    private T Formula<T>(T q, T r, T gradient)
        where T : IMatrices<T>
    {
        var half = (isQ ? -(gradient.Turned * q) : r * gradient.Turned).HalfLower;
        var turned = q * (half + half.Turned);
        return (isQ ? gradient + turned : turned) * r.Turned.LowerInverse;
    }
}

/// <summary>torch.linalg.svdvals: the singular values, [...,k].</summary>
internal sealed class SingularValue(Tensor x, SingularDecomposition[] factors)
    : MatrixFunction<SingularDecomposition>("SvdVals", x, factors, new([.. x.Shape.SkipLast(2), Math.Min(x.Shape[^2], x.Shape[^1])]))
{
    protected override Matrix64 Result(SingularDecomposition factors) => factors.S;

    protected override Matrix64 Slope(SingularDecomposition factors, int index, Matrix64 gradient) => Formula(factors.U, factors.V, gradient);

    protected override RecordedMatrices Slope(Tensor x, RecordedMatrices gradient) =>
        Formula(new(new SingularVectors(x, Factors, isLeft: true).Apply()), new RecordedMatrices(new SingularVectors(x, Factors, isLeft: false).Apply()), gradient);

    private static T Formula<T>(T left, T right, T gradient)
        where T : IMatrices<T> => left.TimesColumns(gradient) * right.Turned;
}

/// <summary>The singular vectors of torch.linalg.svd: the left ones, [...,m,k], or the right ones, [...,n,k].</summary>
internal sealed class SingularVectors(Tensor x, SingularDecomposition[] factors, bool isLeft)
    : MatrixFunction<SingularDecomposition>("Svd", x, factors, new([.. x.Shape.SkipLast(2), x.Shape[isLeft ? ^2 : ^1], Math.Min(x.Shape[^2], x.Shape[^1])]))
{
    protected override Matrix64 Result(SingularDecomposition factors) => isLeft ? factors.U : factors.V;

    protected override Matrix64 Slope(SingularDecomposition factors, int index, Matrix64 gradient) =>
        isLeft ? Formula(factors.U, factors.S, factors.V, gradient) : Formula(factors.V, factors.S, factors.U, gradient).Turned;

    protected override RecordedMatrices Slope(Tensor x, RecordedMatrices gradient)
    {
        RecordedMatrices left = new(new SingularVectors(x, Factors, isLeft: true).Apply()), right = new(new SingularVectors(x, Factors, isLeft: false).Apply());
        var values = new RecordedMatrices(new SingularValue(x, Factors).Apply().Unsqueeze(-2));
        return isLeft ? Formula(left, values, right, gradient) : Formula(right, values, left, gradient).Turned;
    }

    // Of a matrix whose left vectors they are.
    private T Formula<T>(T vectors, T values, T others, T gradient)
        where T : IMatrices<T>
    {
        var between = vectors.Turned * gradient;
        var within = vectors * (between - between.Turned).OverSquaredGaps(values).TimesColumns(values);
        // What leads out of their space, where they are not a whole basis.
        bool isWhole = InputShape(0)[isLeft ? ^2 : ^1] <= InputShape(0)[isLeft ? ^1 : ^2];
        return (isWhole ? within : within + (gradient - (vectors * between)).OverColumns(values)) * others.Turned;
    }
}

/// <summary>torch.linalg.eigvalsh: the eigenvalues of symmetric matrices, [...,n].</summary>
internal sealed class SymmetricValues(Tensor x, (Matrix64 Values, Matrix64 Vectors)[] factors)
    : MatrixFunction<(Matrix64 Values, Matrix64 Vectors)>("EigvalsH", x, factors, new([.. x.Shape.SkipLast(1)]))
{
    protected override Matrix64 Result((Matrix64 Values, Matrix64 Vectors) factors) => factors.Values;

    protected override Matrix64 Slope((Matrix64 Values, Matrix64 Vectors) factors, int index, Matrix64 gradient) => Formula(factors.Vectors, gradient);

    protected override RecordedMatrices Slope(Tensor x, RecordedMatrices gradient) => Formula(new(new SymmetricVectors(x, Factors).Apply()), gradient);

    private static T Formula<T>(T vectors, T gradient)
        where T : IMatrices<T> => vectors.TimesColumns(gradient) * vectors.Turned;
}

/// <summary>The eigenvectors of torch.linalg.eigh, [...,n,n].</summary>
internal sealed class SymmetricVectors(Tensor x, (Matrix64 Values, Matrix64 Vectors)[] factors)
    : MatrixFunction<(Matrix64 Values, Matrix64 Vectors)>("Eigh", x, factors, x.Shape)
{
    protected override Matrix64 Result((Matrix64 Values, Matrix64 Vectors) factors) => factors.Vectors;

    protected override Matrix64 Slope((Matrix64 Values, Matrix64 Vectors) factors, int index, Matrix64 gradient) =>
        Formula(factors.Values, factors.Vectors, gradient);

    protected override RecordedMatrices Slope(Tensor x, RecordedMatrices gradient) => Formula(
        new(new SymmetricValues(x, Factors).Apply().Unsqueeze(-2)), new RecordedMatrices(new SymmetricVectors(x, Factors).Apply()), gradient);

    // Of what changes the vectors only turns count: their lengths are 1.
    private static T Formula<T>(T values, T vectors, T gradient)
        where T : IMatrices<T>
    {
        var between = vectors.Turned * gradient;
        return vectors * (between - between.Turned).Scaled(0.5).OverGaps(values) * vectors.Turned;
    }
}
