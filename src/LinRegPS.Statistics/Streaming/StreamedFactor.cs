using LinRegPS.Groups;
using LinRegPS.Numerics;
using LinRegPS.Statistics.LeastSquares;

namespace LinRegPS.Statistics.Streaming;

/// <summary>
/// Least squares of columns that are close to dependence, from several passes: the factor R of all rows is that of blocks of them
/// and the R of those before (Demmel et al. 2012), in twice the precision of double, and the solution is refined by residuals from further passes (the
/// corrected seminormal equations, Björck 1987).
/// </summary>
internal static class StreamedFactor
{
    private const int BlockRows = 512, MostPasses = 10;

    // What double-double arithmetic resolves of numbers near 1, with some room: 2^-96.
    private const double Resolution = 1.0 / (1L << 48) / (1L << 48);

    // The same of a residual, relative to the terms it is the difference of: 2^-92.
    private const double ResidualResolution = Resolution * 16;

    /// <summary>The fit; columns that depend on each other are an error that names them.</summary>
    /// <param name="rows">The observations.</param>
    /// <param name="scales">The powers of two that each column is multiplied by, so that no square overflows.</param>
    /// <param name="totalSquares">The sum of the target's squares: from its mean where there is an intercept.</param>
    /// <param name="group">The processes, each with rows of its own; null for this one alone.</param>
    public static StreamedSolution Fit(StreamedRows rows, double[] scales, DoubleDouble totalSquares, ProcessGroup? group = null)
    {
        var (factor, squares) = Together(group, () => Factor(rows, scales)).OfAll(rows.Design, group);
        Collinearity.Check(factor, rows.Design, scales);
        return Refine(rows, factor, scales, new DoubleDouble[scales.Length], Covariance(factor, squares, scales, rows.Design), totalSquares, group);
    }

    /// <summary>Refines coefficients by passes for the residuals, and computes what is left of the target from them.</summary>
    /// <param name="rows">The observations.</param>
    /// <param name="factor">Of the scaled columns.</param>
    /// <param name="scales">By what each was multiplied.</param>
    /// <param name="solution">The coefficients so far; overwritten.</param>
    /// <param name="covariance">What the columns say of them.</param>
    /// <param name="totalSquares">The sum of the target's squares: from its mean where there is an intercept.</param>
    /// <param name="group">The processes, each with rows of its own; null for this one alone.</param>
    public static StreamedSolution Refine(
        StreamedRows rows, PivotedQr<DoubleDouble> factor, double[] scales, DoubleDouble[] solution, Covariance covariance, DoubleDouble totalSquares, ProcessGroup? group = null)
    {
        var design = rows.Design;
        int count = design.Count;
        double last = double.PositiveInfinity;
        for (int pass = 0; ; pass++)
        {
            var sums = Together(group, () => ResidualSums.Of(rows, solution)).OfAll(group);
            bool isExact = sums.Most <= ResidualResolution * sums.Largest;
            var change = isExact ? new DoubleDouble[count] : Solve(factor, sums.Products, scales);
            double size = 0, step = 0;
            for (int j = 0; j < count; j++)
            {
                size = Math.Max(size, Math.Abs(solution[j].High / scales[j]));
                step = Math.Max(step, Math.Abs(change[j].High / scales[j]));
            }
            if (isExact || step <= Resolution * size || (pass > 1 && step > last / 2) || pass == MostPasses)
                return new StreamedSolution(solution, covariance, isExact ? 0 : sums.Squares, totalSquares, sums.Fitted.High, isExact ? 0 : sums.Sum / sums.Count, isExact);
            last = step;
            for (int j = 0; j < count; j++)
                solution[j] += change[j];
        }
    }

    // (RᵀR)⁻¹ of products, of columns as they are.
    private static DoubleDouble[] Solve(PivotedQr<DoubleDouble> factor, DoubleDouble[] products, double[] scales)
    {
        var x = Array.ConvertAll(factor.Pivot, column => products[column] * scales[column]);
        factor.SolveTransposed(x);
        factor.Solve(x, x.Length);
        var change = new DoubleDouble[x.Length];
        for (int j = 0; j < x.Length; j++)
            change[factor.Pivot[j]] = x[j] * scales[factor.Pivot[j]];
        return change;
    }

    private static Covariance Covariance(PivotedQr<DoubleDouble> factor, DoubleDouble[] squares, double[] scales, DesignMatrix design)
    {
        var inverse = factor.InverseFactor();
        for (int j = 0; j < inverse.Length; j++)
            inverse[j] = Array.ConvertAll(inverse[j], element => element * scales[j]);
        return new Covariance(inverse, scales, squares, SingularValues.Condition(factor.UnitRows(), design.Cancellation));
    }

    // An error in the rows of one rank is one on all.
    private static T Together<T>(ProcessGroup? group, Func<T> work) => group is { Size: > 1 } ? group.Agree(work) : work();

    private static FactorSums Factor(StreamedRows rows, double[] scales)
    {
        var design = rows.Design;
        int count = design.Count, used = count;
        var stack = Stack(count, count + BlockRows);
        var (sums, squares) = (new DoubleDouble[count], new DoubleDouble[count]);
        PivotedQr<DoubleDouble>? factor = null;
        long n = 0;
        foreach (var (row, _) in rows.Read(design.Cancellation))
        {
            for (int j = 0; j < count; j++)
            {
                var element = row[j] * scales[j];
                stack[j][used] = element;
                sums[j] += element;
                squares[j] += element * element;
            }
            n++;
            if (++used < count + BlockRows)
                continue;
            factor = new PivotedQr<DoubleDouble>(stack, design.Cancellation);
            stack = Stack(count, count + BlockRows);
            Columns(factor, stack);
            used = count;
        }
        if (used > count || factor is null)
            factor = new PivotedQr<DoubleDouble>(stack, design.Cancellation);
        return new(factor, sums, squares, n);
    }

    // R as columns in their own order.
    private static void Columns(PivotedQr<DoubleDouble> factor, DoubleDouble[][] stack)
    {
        for (int j = 0; j < stack.Length; j++)
        {
            for (int i = 0; i <= j; i++)
                stack[factor.Pivot[j]][i] = factor.R(i, j);
        }
    }

    private static DoubleDouble[][] Stack(int count, int rows) => [.. Enumerable.Range(0, count).Select(_ => new DoubleDouble[rows])];

    /// <summary>What a pass over the rows says of the scaled columns: R, and the sums of each and of its squares.</summary>
    private sealed record FactorSums(PivotedQr<DoubleDouble> Factor, DoubleDouble[] Sums, DoubleDouble[] Squares, long Count)
    {
        /// <summary>R of the rows of all ranks, of those that each has, and the sums of squares: from the mean where there is an intercept.</summary>
        public (PivotedQr<DoubleDouble> Factor, DoubleDouble[] Squares) OfAll(DesignMatrix design, ProcessGroup? group)
        {
            int count = Sums.Length;
            var (factor, sums, squares, n) = this;
            if (group is { Size: > 1 })
            {
                var own = Stack(count, count);
                Columns(factor, own);
                var all = group.AllGather([.. own.SelectMany(column => column)]);
                factor = new PivotedQr<DoubleDouble>(
                    [.. Enumerable.Range(0, count).Select(j => Enumerable.Range(0, group.Size).SelectMany(rank => all[(((rank * count) + j) * count)..][..count]).ToArray())], design.Cancellation);
                (sums, squares, n) = (group.Sum(sums), group.Sum(squares), (long)group.AllReduce((double)n));
            }
            for (int j = 0; j < count && design.HasIntercept; j++)
                squares[j] -= sums[j] * sums[j] / n;
            return (factor, squares);
        }
    }
}
