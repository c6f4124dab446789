using LinRegPS.Numerics;
namespace LinRegPS.Statistics.LeastSquares;

/// <summary>
/// The least-squares solution to the last digits of the data. Columns are scaled and factorized in double; the solution is
/// refined with residuals in double-double. Where the columns are too close to dependence for the standard errors,
/// which no refinement reaches, to keep 12 digits, the factorization itself is in double-double. Large tensors go by their
/// Gram matrix, which is as good as long as it is well-conditioned, and else formed in double-double too.
/// </summary>
internal static class LeastSquaresSolver
{
    // A factor in double loses digits in proportion to the condition number: up to here, 12 are left.
    private const double PlainCondition = 1000;

    // What double-double arithmetic resolves of numbers near 1, with some room: 2^-96.
    private const double Resolution = 1.0 / (1L << 48) / (1L << 48);

    private const int MostRefinements = 50;

    // Elements of a tensor from which on its rows are not copied to columns, and the Gram matrix pays.
    private const int LargeCount = 1 << 14;

    /// <summary>Fits; columns that depend on each other are an error that names them.</summary>
    public static Regression Fit(DesignMatrix design, double[] target)
    {
        if (design.Tensor is { } rows && rows.Elements.Length >= LargeCount)
            return NormalEquations.Fit(design, rows, target) ?? CompensatedEquations.Fit(design, rows, target);
        design.Tensor?.RequireFinite();
        var plain = new PivotedQr<Float64>(design.Scaled<Float64>(), design.Cancellation);
        if (Condition(plain) <= PlainCondition)
            return Solve(design, target, plain);
        var exact = new PivotedQr<DoubleDouble>(design.Scaled<DoubleDouble>(), design.Cancellation);
        Collinearity.Check(exact, design, design.Scales);
        return Solve(design, target, exact);
    }

    /// <summary>‖R‖ ‖R⁻¹‖ by Frobenius norms; not less than the ratio of singular values.</summary>
    private static double Condition(PivotedQr<Float64> factor)
    {
        int count = factor.Pivot.Length;
        double forward = 0;
        for (int j = 0; j < count; j++)
        {
            for (int i = 0; i <= j; i++)
                forward += Square((double)factor.R(i, j).ToDoubleDouble());
        }
        double backward = factor.InverseFactor().Sum(row => row.Sum(x => Square(x.High)));
        double condition = Math.Sqrt(forward) * Math.Sqrt(backward);
        return double.IsNaN(condition) ? double.PositiveInfinity : condition;
    }

    private static Regression Solve<T>(DesignMatrix design, double[] target, PivotedQr<T> factor)
        where T : struct, IReal<T>
    {
        double targetScale = DesignMatrix.Scale(target);
        var columns = design.Scaled<DoubleDouble>();
        var b = Array.ConvertAll(target, y => (DoubleDouble)(y * targetScale));
        var solution = new DoubleDouble[design.Count];
        var residuals = new DoubleDouble[design.Rows];
        double last = double.PositiveInfinity;
        for (int step = 0; step < MostRefinements; step++)
        {
            design.Cancellation.ThrowIfCancellationRequested();
            double change = Refine(factor, columns, b, solution, residuals);
            double size = solution.Max(x => Math.Abs(x.High));
            if (change <= Resolution * size || (step > 0 && change > last / 2))
                break;
            last = change;
        }

        // Scales are powers of two: nothing is rounded here.
        var inverse = factor.InverseFactor();
        double sensitivity = inverse.Max(row => row.Max(x => Math.Abs(x.High)));
        double[] scales = design.Scales;
        for (int j = 0; j < solution.Length; j++)
        {
            // Not a number but the noise of the arithmetic on the target's digits.
            if (Math.Abs(solution[j].High) <= Resolution * sensitivity)
                solution[j] = default;
            solution[j] = solution[j] * scales[j] / targetScale;
            for (int k = 0; k < solution.Length; k++)
                inverse[j][k] *= scales[j];
        }
        var columnSquares = Array.ConvertAll(columns, column => Regression.SumOfSquares(column, design.HasIntercept));
        var covariance = new Covariance(inverse, scales, columnSquares, SingularValues.Condition(factor.UnitRows(), design.Cancellation));
        residuals = design.Residuals(target, solution);
        return new Regression(
            design, target, solution, covariance, residuals, Regression.SumOfSquares(residuals, fromMean: false),
            Regression.SumOfSquares(Array.ConvertAll(target, y => (DoubleDouble)y), design.HasIntercept));
    }

    /// <summary>
    /// One step on the system r + A x = b, Aᵀ r = 0 (Björck 1967): both sides are computed in double-double, and what is missing is
    /// solved for with the factor at hand. Gives the largest change of x.
    /// </summary>
    private static double Refine<T>(
        PivotedQr<T> factor, DoubleDouble[][] columns, DoubleDouble[] b, DoubleDouble[] x, DoubleDouble[] r)
        where T : struct, IReal<T>
    {
        int count = x.Length;
        var missing = new DoubleDouble[b.Length];
        for (int i = 0; i < b.Length; i++)
            missing[i] = b[i] - r[i];
        var left = new T[count];
        for (int j = 0; j < count; j++)
        {
            var column = columns[factor.Pivot[j]];
            DoubleDouble product = 0, coefficient = x[factor.Pivot[j]];
            for (int i = 0; i < b.Length; i++)
            {
                missing[i] -= column[i] * coefficient;
                product += column[i] * r[i];
            }
            left[j] = T.From(-product);
        }

        T[] d = Array.ConvertAll(missing, T.From);
        factor.ApplyTransposed(d);
        factor.SolveTransposed(left);
        var step = new T[count];
        for (int j = 0; j < count; j++)
        {
            step[j] = d[j] - left[j];
            d[j] = left[j];
        }
        factor.Solve(step, count);
        factor.Apply(d);

        double change = 0;
        for (int j = 0; j < count; j++)
        {
            var dx = step[j].ToDoubleDouble();
            x[factor.Pivot[j]] += dx;
            change = Math.Max(change, Math.Abs(dx.High));
        }
        for (int i = 0; i < r.Length; i++)
            r[i] += d[i].ToDoubleDouble();
        return change;
    }

    private static double Square(double x) => x * x;
}
