using LinRegPS.Distributions;

namespace LinRegPS.Statistics.Fits;

/// <summary>What the four plots of R's plot(lm) show of a fit.</summary>
internal sealed class ResidualDiagnostics
{
    /// <summary>The numbers of a fit; rows whose leverage is 1 have no standardized residual, and are left out of what needs one.</summary>
    public ResidualDiagnostics(LinearFit fit)
    {
        Rows = fit.Row;
        Standardized = [.. Rows.Where(row => double.IsFinite(row.StandardizedResidual))];
        (Theoretical, Coefficients) = (Quantiles([.. Standardized.Select(row => row.StandardizedResidual)]), fit.Coefficient.Length);
        double[] sorted = [.. Standardized.Select(row => row.StandardizedResidual).Order()];
        double low = Quartile(sorted, 0.25), high = Quartile(sorted, 0.75), from = Normal.Quantile(0.25), to = Normal.Quantile(0.75);
        QuantileSlope = (high - low) / (to - from);
        QuantileIntercept = low - (QuantileSlope * from);
    }

    /// <summary>All rows.</summary>
    public IReadOnlyList<FittedRow> Rows { get; }

    /// <summary>The rows that have a standardized residual.</summary>
    public IReadOnlyList<FittedRow> Standardized { get; }

    /// <summary>For each of these the normal quantile of its residual's rank; R's qqnorm.</summary>
    public double[] Theoretical { get; }

    /// <summary>The slope of the line through the first and the third quartile; R's qqline.</summary>
    public double QuantileSlope { get; }

    /// <summary>Where that line meets 0.</summary>
    public double QuantileIntercept { get; }

    /// <summary>How many coefficients the fit has.</summary>
    public int Coefficients { get; }

    /// <summary>The standardized residual at which a row of a leverage has this Cook's distance.</summary>
    public double ResidualOfCook(double distance, double leverage) => Math.Sqrt(distance * Coefficients * (1 - leverage) / leverage);

    // R's ppoints, by rank; of equal ones the first comes first.
    private static double[] Quantiles(double[] values)
    {
        int n = values.Length;
        int[] order = [.. Enumerable.Range(0, n).OrderBy(i => values[i])];
        double offset = n <= 10 ? 3.0 / 8 : 0.5;
        double[] quantiles = new double[n];
        for (int rank = 0; rank < n; rank++)
            quantiles[order[rank]] = Normal.Quantile((rank + 1 - offset) / (n + 1 - (2 * offset)));
        return quantiles;
    }

    // R's quantile of type 7.
    private static double Quartile(double[] sorted, double share)
    {
        if (sorted.Length == 0)
            return double.NaN;
        double at = share * (sorted.Length - 1);
        int low = (int)at;
        return low + 1 < sorted.Length ? sorted[low] + ((at - low) * (sorted[low + 1] - sorted[low])) : sorted[low];
    }
}
