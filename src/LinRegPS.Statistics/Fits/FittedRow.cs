using LinRegPS.Statistics.LeastSquares;

namespace LinRegPS.Statistics.Fits;

/// <summary>A row of the data and what the model makes of it; a row of broom's augment.</summary>
public sealed class FittedRow
{
    private const double NoFreedom = 1e-12;

    internal FittedRow(Regression regression, Observation row, long number)
    {
        var elements = row.Row;
        int columns = elements.Length;
        long degrees = regression.ResidualDegrees;
        double residual = (double)row.Residual, rss = (double)regression.ResidualSquares, sigma = regression.Sigma;
        var units = regression.Design.Units;
        Row = number;
        Observed = units.OfTarget(row.Target);
        Residual = units.OfTarget(residual);
        Fitted = units.OfTarget(regression.Fitted(elements));
        var leverage = regression.Covariance.Leverage(elements);
        double free = (double)(1 - leverage);
        // A row that alone decides a coefficient has no residual to speak of: 0 / 0.
        bool decides = free < NoFreedom;
        if (decides)
            free = residual = 0;
        Leverage = decides ? 1 : (double)leverage;
        StandardError = units.OfTarget(sigma * Math.Sqrt(Leverage));
        StandardizedResidual = residual / (sigma * Math.Sqrt(free));
        double without = (rss - residual * residual / free) / (degrees - 1);
        StudentizedResidual = residual / Math.Sqrt(without * free);
        CooksDistance = StandardizedResidual * StandardizedResidual * Leverage / (free * columns);
    }

    /// <summary>Which row of the data, from 1; those that were left out are counted.</summary>
    public long Row { get; }

    /// <summary>The target.</summary>
    public double Observed { get; }

    /// <summary>What the model gives.</summary>
    public double Fitted { get; }

    /// <summary>Observed less fitted.</summary>
    public double Residual { get; }

    /// <summary>The standard error of the fitted value.</summary>
    public double StandardError { get; }

    /// <summary>How much the row decides its own fitted value, from 0 to 1; R's hatvalues.</summary>
    public double Leverage { get; }

    /// <summary>The residual in its own standard deviations (internally studentised); R's rstandard.</summary>
    public double StandardizedResidual { get; }

    /// <summary>The same with sigma from the other rows (externally studentised): t-distributed, beyond 3 is an outlier; R's rstudent.</summary>
    public double StudentizedResidual { get; }

    /// <summary>How far the coefficients would move without the row; above 1, or far above the others, it decides the fit.</summary>
    public double CooksDistance { get; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"row {Row}: observed {Observed}, fitted {Fitted}, residual {Residual}");
}
