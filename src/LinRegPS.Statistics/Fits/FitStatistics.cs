using LinRegPS.Distributions;
using LinRegPS.Numerics;
using LinRegPS.Statistics.LeastSquares;

namespace LinRegPS.Statistics.Fits;

/// <summary>What a linear model as a whole amounts to: one row of numbers, as broom's glance gives for R's lm.</summary>
public class FitStatistics
{
    private readonly Regression _regression;

    internal FitStatistics(Regression regression)
    {
        _regression = regression;
        long rows = regression.Design.Observations, degrees = regression.ResidualDegrees;
        int columns = regression.Design.Count, intercept = regression.Design.HasIntercept ? 1 : 0;
        DoubleDouble rss = regression.ResidualSquares, tss = regression.TotalSquares;

        var units = regression.Design.Units;

        Observations = rows;
        DegreesOfFreedom = columns - intercept;
        ResidualDegreesOfFreedom = degrees;
        ResidualSumOfSquares = units.OfSquares((double)rss);
        Sigma = units.OfTarget(regression.Sigma);
        RSquared = (double)(1 - rss / tss);
        AdjustedRSquared = (double)(1 - rss / tss * (rows - intercept) / degrees);
        FStatistic = DegreesOfFreedom == 0 || degrees == 0
            ? double.NaN
            : (double)((tss - rss) / DegreesOfFreedom / (rss / degrees));
        PValue = FisherF.UpperTail(FStatistic, DegreesOfFreedom, degrees);
        LogLikelihood = -0.5 * rows * (Math.Log(2 * Math.PI) + Math.Log((double)(rss / rows)) + (2 * units.Target * Math.Log(2)) + 1);
        // The residuals' variance is a parameter too.
        Aic = -2 * LogLikelihood + 2 * (columns + 1);
        Bic = -2 * LogLikelihood + Math.Log(rows) * (columns + 1);
    }

    /// <summary>The share of the target's variance that the model explains; without intercept, of its squares, as R has it.</summary>
    public double RSquared { get; }

    /// <summary>R squared, less what any column would explain by chance.</summary>
    public double AdjustedRSquared { get; }

    /// <summary>The residual standard error: the square root of the residuals' squares over their degrees of freedom.</summary>
    public double Sigma { get; }

    /// <summary>F of the model against the intercept alone, or against 0 where there is none.</summary>
    public double FStatistic { get; }

    /// <summary>The probability of an F at least as large if no column mattered.</summary>
    public double PValue { get; }

    /// <summary>Columns besides the intercept.</summary>
    public int DegreesOfFreedom { get; }

    /// <summary>Observations less columns.</summary>
    public long ResidualDegreesOfFreedom { get; }

    /// <summary>The logarithm of the likelihood, for normal residuals.</summary>
    public double LogLikelihood { get; }

    /// <summary>Akaike's information criterion.</summary>
    public double Aic { get; }

    /// <summary>The Bayesian information criterion.</summary>
    public double Bic { get; }

    /// <summary>The sum of the residuals' squares; R's deviance. Infinite or 0 where that is beyond double, which Sigma is not.</summary>
    public double ResidualSumOfSquares { get; }

    /// <summary>Rows of data.</summary>
    public long Observations { get; }

    /// <summary>
    /// The largest singular value of the columns over the smallest, each column scaled to length 1. Above 30 the columns are
    /// close to dependence (Belsley, Kuh and Welsch).
    /// </summary>
    public double ConditionNumber => _regression.Covariance.ConditionNumber;

    /// <summary>The Durbin-Watson statistic: near 2 where a residual says nothing about the next, near 0 where it equals it. Of a fit of a file it needs a second pass over the file, made when it is first asked for.</summary>
    public double DurbinWatson => _regression.Shape.DurbinWatson;

    /// <summary>The Jarque-Bera statistic of skewness and kurtosis: large where residuals are not normal. Of a fit of a file it needs that second pass.</summary>
    public double JarqueBera => _regression.Shape.JarqueBera;

    /// <summary>The probability of a Jarque-Bera statistic at least as large with normal residuals, for many observations.</summary>
    /// <remarks>The upper tail of chi-squared with two degrees of freedom.</remarks>
    public double JarqueBeraPValue => Math.Exp(-JarqueBera / 2);

    private protected Regression Regression => _regression;
}
