namespace LinRegPS.Benchmarks.Compare.Cases;

/// <summary>The exact least-squares fit: Measure-LinearModel as a user calls it, in a shell, with all its statistics.</summary>
internal sealed class LeastSquares(int rows, int columns, bool intercept)
    : Case($"least-squares-{rows / 1000}k", $"exact least squares {rows:N0} x {columns} (Measure-LinearModel)")
{
    public override Match Match(Setting setting)
    {
        var (x, y) = setting.Data.Linear(rows, columns);
        var arguments = new { x = x.Argument, y = y.Argument };
        var ours = setting.Peers.Library("shell", setting.Threads)?
            .Case("LinRegPS", "least_squares", new { x = x.Argument, y = y.Argument, intercept });
        return new Match(ours, intercept
            ? [setting.Against("sklearn", "scikit-learn LinearRegression", new TimesAsFast(20), "least_squares", arguments)]
            :
            [
                setting.Against("numpy", "NumPy, normal equations in float64 blocks", new TimesAsFast(1), "least_squares_blocks", arguments),
                setting.Against("numpy", "NumPy lstsq", null, "least_squares_lstsq", arguments),
            ]);
    }
}
