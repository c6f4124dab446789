using LinRegPS.Data;
using LinRegPS.Groups;
using LinRegPS.Numerics;
using LinRegPS.Statistics.LeastSquares;

namespace LinRegPS.Statistics.Streaming;

/// <summary>A fit of observations that are not in memory: what is asked of single rows is computed from another pass over them.</summary>
/// <param name="rows">The observations.</param>
/// <param name="solution">What was found of them.</param>
/// <param name="group">The processes whose rows were fitted together; the rows are those of this one. Null for this one alone.</param>
internal sealed class StreamedRegression(StreamedRows rows, StreamedSolution solution, ProcessGroup? group = null)
    : Regression(rows.Design, [], solution.Coefficients, solution.Covariance, [], solution.ResidualSquares, solution.TotalSquares)
{
    private bool _hasShape;

    public override bool HasShape => _hasShape;

    protected override double FittedSquares => solution.FittedSquares;

    public override IEnumerable<Observation> Observations()
    {
        long index = 0;
        foreach (var (row, target) in rows.Read(CancellationToken.None))
            yield return new(index++, [.. row], target, Residual(row, target));
    }

    public override IEnumerable<double> ResidualNumbers() => rows.Read(CancellationToken.None).Select(row => Residual(row.Row, row.Target).High);

    protected override ResidualShape MakeShape()
    {
        var shape = ResidualShape.Of(Blocks(), solution.ResidualMean, ResidualSquares, group);
        _hasShape = true;
        return shape;
    }

    private IEnumerable<ReadOnlyMemory<DoubleDouble>> Blocks()
    {
        var block = new DoubleDouble[ObservationBlock.Capacity];
        int count = 0;
        foreach (var (row, target) in rows.Read(CancellationToken.None))
        {
            block[count++] = Residual(row, target);
            if (count < block.Length)
                continue;
            yield return block;
            count = 0;
        }
        yield return block.AsMemory(0, count);
    }

    private DoubleDouble Residual(DoubleDouble[] row, double target) => solution.IsExact ? 0 : StreamedRows.Residual(row, target, Coefficients, out _);
}

/// <summary>What passes over observations give.</summary>
/// <param name="Coefficients">One for each column.</param>
/// <param name="Covariance">What the columns alone say of them.</param>
/// <param name="ResidualSquares">The sum of the residuals' squares.</param>
/// <param name="TotalSquares">The sum of the target's: from its mean where there is an intercept.</param>
/// <param name="FittedSquares">The sum of the fitted values' squares.</param>
/// <param name="ResidualMean">The mean of the residuals.</param>
/// <param name="IsExact">Whether the residuals are beneath the arithmetic, and taken as 0.</param>
internal sealed record StreamedSolution(
    DoubleDouble[] Coefficients, Covariance Covariance, DoubleDouble ResidualSquares, DoubleDouble TotalSquares, double FittedSquares, DoubleDouble ResidualMean, bool IsExact);
