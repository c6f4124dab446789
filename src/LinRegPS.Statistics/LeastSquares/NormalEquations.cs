using System.Runtime.InteropServices;
using LinRegPS.Kernels.LinearAlgebra.LeastSquares;
using LinRegPS.Numerics;

namespace LinRegPS.Statistics.LeastSquares;

/// <summary>
/// Least squares of a large tensor, by its Gram matrix in double: one pass over the data, and one or two more for
/// residuals, by which the solution is refined: in double, and where that would leave them too few digits in twice the
/// precision. Where the Gram matrix would cost digits that a
/// factor of the columns themselves keeps, there is no fit.
/// </summary>
/// <remarks>
/// With columns centred and scaled to norm 1, G + E stands for G. Rounding errors of sums of n products are
/// independent of each other, so that ‖E‖ is about u √(n k) for k columns, u = 2^-53 and n the longest chain of
/// additions (about 400 for a million rows): 2e-14 for 100 columns. To first order a variance in G⁻¹ is off by ‖E‖ ‖G⁻¹‖ at most
/// (e'G⁻¹EG⁻¹e ≤ ‖E‖ ‖G⁻¹‖ e'G⁻¹e), and a standard error by half of that: with ‖G⁻¹‖ up to 100 it has 12
/// digits. Each refinement takes the error of the coefficients by ‖E‖ ‖G⁻¹‖, to the last digit after two.
/// </remarks>
internal static class NormalEquations
{
    private const double MostInverse = 100;

    // Residuals are final when the correction of the coefficients would change them by less than this, relative to their norm.
    private const double Negligible = 1e-13;

    // What the arithmetic resolves of a residual, relative to the target: 2^-92.
    private const double Resolution = 1.0 / (1L << 46) / (1L << 46);

    // Residuals in double have the digits of the standard errors where they are not smaller than this beside what they are left of:
    // 2^-10, of 53 bits.
    private const double ClearShare = 1.0 / 1024;

    private const int MostPasses = 4;

    // Rows from which provisional means are taken.
    private const int Sample = 1024;

    /// <summary>Target less fitted value, all 0 where they are beneath the arithmetic.</summary>
    public static DoubleDouble[] Residuals(TensorRows rows, double[] target, DoubleDouble[] coefficients, bool intercept)
    {
        var residuals = new DoubleDouble[target.Length];
        double[] products = new double[rows.Columns + 2];
        Residuals(rows, target, coefficients, new double[rows.Columns], residuals, products, intercept, compensated: true);
        if (IsNoise(products[^1], target))
            Array.Clear(residuals);
        return residuals;
    }

    /// <summary>Fits, or gives null where the columns are too close to dependence.</summary>
    public static Regression? Fit(DesignMatrix design, TensorRows rows, double[] target)
    {
        // Shifted columns span the same space only where there is an intercept.
        double[] shift = design.HasIntercept ? ProvisionalMeans(rows, target) : new double[rows.Columns + 1];
        double[,] gram = new double[rows.Columns + 2, rows.Columns + 2];
        GramMatrix.Compute(rows.Elements, target, rows.Count, rows.Columns, shift, MemoryMarshal.CreateSpan(ref gram[0, 0], gram.Length));
        // No square of a float32 is beyond double.
        if (!Enumerable.Range(0, rows.Columns).All(j => double.IsFinite(gram[j, j])))
            rows.RequireFinite();
        var factor = new GramFactor(gram, design.HasIntercept, design.Cancellation);
        if (!factor.Factorize(MostInverse))
            return null;

        // In the basis of shifted columns.
        var solution = new DoubleDouble[design.Count];
        factor.Correct(solution, factor.WithTarget());
        var residuals = new DoubleDouble[target.Length];
        double[] products = new double[rows.Columns + 2];
        bool compensated = false;
        for (int pass = 0; pass < MostPasses; pass++)
        {
            var coefficients = Unshifted(solution, shift, design.HasIntercept);
            Residuals(rows, target, coefficients, shift, residuals, products, design.HasIntercept, compensated);
            double squares = products[^1], change = factor.Correct(solution, factor.Ordered(products));
            if (!compensated && squares < Math.Pow(ClearShare * Size(coefficients, gram, shift, design.HasIntercept), 2) * target.Length)
            {
                compensated = true;
                continue;
            }
            if (IsNoise(squares, target))
            {
                Array.Clear(residuals);
                squares = change = 0;
            }
            if (change > Negligible * Negligible * squares)
                continue;
            return new Regression(
                design, target, Unshifted(solution, shift, design.HasIntercept), factor.Covariance(shift), residuals, squares - change, factor.TotalSquares());
        }
        return null;
    }

    private static void Residuals(
        TensorRows rows, double[] target, DoubleDouble[] coefficients, double[] shift, DoubleDouble[] residuals, double[] products, bool intercept,
        bool compensated)
    {
        // The intercept last.
        DoubleDouble[] ordered = intercept ? [.. coefficients[1..], coefficients[0]] : [.. coefficients, 0];
        LinearResiduals.Compute(
            rows.Elements, target, MemoryMarshal.Cast<DoubleDouble, double>(ordered), shift,
            MemoryMarshal.Cast<DoubleDouble, double>(residuals.AsSpan()), products, compensated);
    }

    // The root mean square of what a fitted value is added up from, or more.
    private static double Size(DoubleDouble[] coefficients, double[,] gram, double[] shift, bool intercept)
    {
        int first = intercept ? 1 : 0, features = coefficients.Length - first;
        double size = intercept ? Math.Abs(coefficients[0].High) : 0, count = gram[features, features];
        for (int j = 0; j < features; j++)
            size += Math.Abs(coefficients[first + j].High) * (Math.Abs(shift[j]) + Math.Sqrt(gram[j, j] / count));
        return size;
    }

    private static bool IsNoise(double squares, double[] target)
    {
        double most = 0;
        foreach (double y in target)
            most = Math.Max(most, Math.Abs(y));
        return squares <= Resolution * Resolution * target.Length * most * most;
    }

    private static DoubleDouble[] Unshifted(DoubleDouble[] solution, double[] shift, bool intercept)
    {
        DoubleDouble[] coefficients = [.. solution];
        if (intercept)
        {
            coefficients[0] += shift[^1];
            for (int j = 1; j < solution.Length; j++)
                coefficients[0] -= solution[j] * shift[j - 1];
        }
        return coefficients;
    }

    // Near the means, that is: any shift is right, one far off costs digits, which the factor then tells.
    private static double[] ProvisionalMeans(TensorRows rows, double[] target)
    {
        double[] means = new double[rows.Columns + 1];
        int count = Math.Min(rows.Count, Sample);
        for (int i = 0; i < count; i++)
        {
            int row = (int)((long)i * rows.Count / count);
            double[] features = rows[row];
            for (int j = 0; j < features.Length; j++)
                means[j] += features[j] / count;
            means[^1] += target[row] / count;
        }
        return means;
    }
}
