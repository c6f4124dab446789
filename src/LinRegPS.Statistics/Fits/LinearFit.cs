using LinRegPS.Numerics;
using LinRegPS.Distributions;
using LinRegPS.Statistics.LeastSquares;

namespace LinRegPS.Statistics.Fits;

/// <summary>A linear model fitted by least squares, with its statistics; R's summary(lm(...)).</summary>
public sealed class LinearFit : FitStatistics
{
    private readonly Func<object?, IReadOnlyList<double[]>> _read;
    private FittedRow[]? _rows;

    internal LinearFit(
        Regression regression, string target, double confidenceLevel, Func<object?, IReadOnlyList<double[]>> read)
        : base(regression)
    {
        if (!(confidenceLevel > 0 && confidenceLevel < 1))
            throw StatisticsErrors.ConfidenceLevel(confidenceLevel);
        _read = read;
        Target = target;
        ConfidenceLevel = confidenceLevel;
        double quantile = StudentT.TwoSidedQuantile(1 - confidenceLevel, ResidualDegreesOfFreedom);
        Coefficient = [.. Enumerable.Range(0, regression.Design.Count).Select(j => new Coefficient(regression, j, Sigma, quantile))];
    }

    /// <summary>The model as a formula of R: <c>mpg ~ wt + hp</c>.</summary>
    public string Formula
    {
        get
        {
            var terms = Coefficient.Skip(Regression.Design.HasIntercept ? 1 : 0).Select(c => c.Term);
            string formula = $"{Target} ~ {string.Join(" + ", terms.DefaultIfEmpty("1"))}";
            return Regression.Design.HasIntercept ? formula : formula + " - 1";
        }
    }

    /// <summary>What the target is called.</summary>
    public string Target { get; }

    /// <summary>The probability with which intervals are to hold the true value.</summary>
    public double ConfidenceLevel { get; }

    /// <summary>Each coefficient with its standard error, t, p and interval; broom's tidy.</summary>
    public Coefficient[] Coefficient { get; }

    /// <summary>The statistics of the model alone, as one row; broom's glance.</summary>
    public FitStatistics Model => new(Regression);

    /// <summary>Each row of the data with what the model makes of it; broom's augment.</summary>
    public FittedRow[] Row => _rows ??= [.. Enumerable.Range(0, Observations).Select(i => new FittedRow(Regression, i, Sigma))];

    /// <summary>How far a trained model is from the exact solution; null for the exact solution itself.</summary>
    public ExactDistance? Distance { get; internal init; }

    /// <summary>What the model gives for new objects, with intervals of this fit's confidence level.</summary>
    public LinearPrediction[] Predict(object? newObjects) => Predict(newObjects, ConfidenceLevel);

    /// <summary>What the model gives for new objects, with intervals.</summary>
    /// <param name="newObjects">Objects with the features' properties, or numbers where the model was fitted to numbers.</param>
    /// <param name="confidenceLevel">The probability with which the intervals are to hold.</param>
    public LinearPrediction[] Predict(object? newObjects, double confidenceLevel)
    {
        if (!(confidenceLevel > 0 && confidenceLevel < 1))
            throw StatisticsErrors.ConfidenceLevel(confidenceLevel);
        double quantile = StudentT.TwoSidedQuantile(1 - confidenceLevel, ResidualDegreesOfFreedom);
        var results = new List<LinearPrediction>();
        foreach (double[] features in _read(newObjects))
        {
            if (features.Length != Regression.Design.Features.Count)
                throw StatisticsErrors.FeatureCount(Regression.Design.Features.Count, features.Length);
            results.Add(new LinearPrediction(Regression, features, Sigma, quantile));
        }
        return [.. results];
    }

    internal double[] Residuals() => Array.ConvertAll(Regression.Residuals, residual => residual.High);

    internal bool IsPerfect => Regression.IsPerfect;

    internal DoubleDouble ExactSquares => Regression.ResidualSquares;

    /// <inheritdoc/>
    public override string ToString() => Formula;
}
