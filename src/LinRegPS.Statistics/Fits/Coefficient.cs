using LinRegPS.Distributions;
using LinRegPS.Statistics.LeastSquares;

namespace LinRegPS.Statistics.Fits;

/// <summary>A coefficient of a linear model; a row of broom's tidy.</summary>
public sealed class Coefficient
{
    internal Coefficient(Regression regression, int column, double quantile)
    {
        var design = regression.Design;
        Term = design.Terms[column];
        double estimate = (double)regression.Coefficients[column], error = regression.Covariance.UnitErrors[column] * regression.Sigma;
        Estimate = regression.InData(column, estimate);
        StandardError = regression.InData(column, error);
        TValue = estimate / error;
        PValue = StudentT.TwoSided(TValue, regression.ResidualDegrees);
        Lower = Estimate - quantile * StandardError;
        Upper = Estimate + quantile * StandardError;
        VarianceInflation = design.HasIntercept && column == 0
            ? double.NaN
            : regression.Covariance.VarianceInflation[column];
    }

    /// <summary>The column it belongs to: <c>(Intercept)</c>, <c>wt</c>.</summary>
    public string Term { get; }

    /// <summary>Its value.</summary>
    public double Estimate { get; }

    /// <summary>How much the estimate would vary from sample to sample.</summary>
    public double StandardError { get; }

    /// <summary>The estimate in standard errors.</summary>
    public double TValue { get; }

    /// <summary>The probability of a t at least as far from 0 if the true coefficient were 0.</summary>
    public double PValue { get; }

    /// <summary>The lower end of the confidence interval.</summary>
    public double Lower { get; }

    /// <summary>The upper end of the confidence interval.</summary>
    public double Upper { get; }

    /// <summary>
    /// The variance inflation factor: how many times the estimate's variance is what it would be were the column unrelated to
    /// the others; 1 / (1 - R²) of the column on the others. Above 10 is usually called collinear. NaN for the intercept.
    /// </summary>
    public double VarianceInflation { get; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Term} = {Estimate}, standard error {StandardError}, p {PValue}");
}
