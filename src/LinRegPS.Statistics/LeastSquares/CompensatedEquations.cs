using LinRegPS.Kernels.LinearAlgebra.LeastSquares;
using LinRegPS.Numerics;

namespace LinRegPS.Statistics.LeastSquares;

/// <summary>
/// Least squares of a large tensor whose columns are close to dependence, or dependent: by a Gram matrix in twice the precision
/// of double. Products of float32 numbers are exact in double, so that only their sums round: columns that float32 can
/// tell apart have condition numbers up to about 1e8, and their squares leave 15 of 31 digits.
/// </summary>
internal static class CompensatedEquations
{
    // Takes a double apart into 29 bits, whose product with a float32 is exact, and the rest (Veltkamp 1968).
    private const double Splitter = (1 << 24) + 1;

    // Of a column of norm 1, squared: far below the rounding of float32, far above that of the arithmetic.
    private const double Nothing = 1e-26;

    /// <summary>Fits; columns that depend on each other are an error that names them.</summary>
    public static Regression Fit(DesignMatrix design, TensorRows rows, double[] target)
    {
        var gram = Gram(rows, target);
        int ones = rows.Columns, count = design.Count;
        int[] order = [.. design.HasIntercept ? [ones] : Array.Empty<int>(), .. Enumerable.Range(0, rows.Columns)];
        var products = new DoubleDouble[count, count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
                products[i, j] = gram[order[i], order[j]];
        }
        var (solution, covariance, _) = Solve(design, products, Array.ConvertAll(order, column => gram[column, ones + 1] + gram[column, ones + 2]))!.Value;
        var residuals = design.Residuals(target, solution);
        return new Regression(
            design, target, solution, covariance, residuals, Regression.SumOfSquares(residuals, fromMean: false),
            Regression.SumOfSquares(Array.ConvertAll(target, y => (DoubleDouble)y), design.HasIntercept));
    }

    /// <summary>Solves the equations; columns that depend on each other are an error that names them.</summary>
    /// <param name="design">The columns.</param>
    /// <param name="gram">Their products.</param>
    /// <param name="withTarget">Their products with the target.</param>
    /// <param name="least">What the others must leave of each column, of norm 1 to 2 and squared: else null.</param>
    /// <returns>The coefficients, what the columns say of them, and the factor of the columns, each scaled to a norm from 1 to 2.</returns>
    public static (DoubleDouble[] Solution, Covariance Covariance, PivotedQr<DoubleDouble> Factor)? Solve(DesignMatrix design, DoubleDouble[,] gram, DoubleDouble[] withTarget, double least = 0)
    {
        int count = design.Count;
        double[] scales = [.. Enumerable.Range(0, count).Select(column => Scale(gram[column, column].High))];
        var factor = new PivotedQr<DoubleDouble>(Factor(gram, scales, design.Cancellation), design.Cancellation);
        for (int j = 0; j < count; j++)
        {
            if (!(factor.R(j, j).High * factor.R(j, j).High >= least))
                return null;
        }
        Collinearity.Check(factor, design, scales);

        // RᵀR x = Aᵀy, of the scaled columns.
        var x = new DoubleDouble[count];
        for (int j = 0; j < count; j++)
            x[j] = withTarget[factor.Pivot[j]] * scales[factor.Pivot[j]];
        factor.SolveTransposed(x);
        factor.Solve(x, count);
        var solution = new DoubleDouble[count];
        var squares = new DoubleDouble[count];
        var inverse = factor.InverseFactor();
        for (int j = 0; j < count; j++)
        {
            solution[factor.Pivot[j]] = x[j] * scales[factor.Pivot[j]];
            inverse[j] = Array.ConvertAll(inverse[j], element => element * scales[j]);
            var square = gram[j, j];
            if (design.HasIntercept)
                square -= gram[j, 0] * gram[j, 0] / gram[0, 0];
            squares[j] = square * scales[j] * scales[j];
        }
        return (solution, new Covariance(inverse, scales, squares, SingularValues.Condition(factor.UnitRows(), design.Cancellation)), factor);
    }

    /// <summary>The power of two that takes a column to a norm from 1 to 2, from its sum of squares.</summary>
    public static double ScaleOf(DoubleDouble square) => Scale(square.High);

    // Of the features, ones, and the target in two parts.
    private static DoubleDouble[,] Gram(TensorRows rows, double[] target)
    {
        double[] parts = new double[2 * target.Length];
        for (int i = 0; i < target.Length; i++)
        {
            double product = Splitter * target[i];
            parts[2 * i] = product - (product - target[i]);
            parts[(2 * i) + 1] = target[i] - parts[2 * i];
        }
        int width = rows.Columns + 3;
        double[] high = new double[width * width], low = new double[width * width];
        GramMatrix.ComputeCompensated(rows.Elements, parts, rows.Count, rows.Columns, new double[width - 1], high, low);
        var gram = new DoubleDouble[width, width];
        for (int i = 0; i < high.Length; i++)
            gram[i / width, i % width] = (DoubleDouble)high[i] + low[i];
        return gram;
    }

    // The columns of R with RᵀR = G. What the columns before leave nothing of has a row of zeros.
    private static DoubleDouble[][] Factor(DoubleDouble[,] gram, double[] scales, CancellationToken cancellation)
    {
        var columns = Array.ConvertAll(scales, _ => new DoubleDouble[scales.Length]);
        for (int j = 0; j < scales.Length; j++)
        {
            var column = columns[j];
            for (int i = 0; i <= j; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var rest = gram[i, j] * scales[i] * scales[j];
                for (int k = 0; k < i; k++)
                    rest -= columns[i][k] * column[k];
                if (i == j)
                    column[j] = rest.High <= Nothing ? 0 : DoubleDouble.Sqrt(rest);
                else
                    column[i] = columns[i][i].High == 0 ? 0 : rest / columns[i][i];
            }
        }
        return columns;
    }

    // The power of two that takes a norm to between 1 and 2.
    private static double Scale(double square) => square == 0 ? 1 : Math.ScaleB(1, -Math.ILogB(Math.Sqrt(square)));
}
