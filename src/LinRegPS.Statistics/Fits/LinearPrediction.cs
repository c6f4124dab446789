using LinRegPS.Statistics.LeastSquares;

namespace LinRegPS.Statistics.Fits;

/// <summary>What a linear model gives for one new object; R's predict with interval = "confidence" and "prediction".</summary>
public sealed class LinearPrediction
{
    internal LinearPrediction(Regression regression, double[] features, double quantile)
    {
        var units = regression.Design.Units;
        var row = regression.Design.Expand(units.Scale(features));
        double leverage = (double)regression.Covariance.Leverage(row), sigma = regression.Sigma;
        Fitted = units.OfTarget(regression.Fitted(row));
        StandardError = units.OfTarget(sigma * Math.Sqrt(leverage));
        double mean = quantile * StandardError, single = units.OfTarget(quantile * sigma * Math.Sqrt(1 + leverage));
        (Lower, Upper) = (Fitted - mean, Fitted + mean);
        (PredictionLower, PredictionUpper) = (Fitted - single, Fitted + single);
    }

    /// <summary>The model's value.</summary>
    public double Fitted { get; }

    /// <summary>The standard error of the model's value.</summary>
    public double StandardError { get; }

    /// <summary>The lower end of the confidence interval, which is of the mean of all objects like this one.</summary>
    public double Lower { get; }

    /// <summary>The upper end of the confidence interval.</summary>
    public double Upper { get; }

    /// <summary>The lower end of the prediction interval, which is of this one object.</summary>
    public double PredictionLower { get; }

    /// <summary>The upper end of the prediction interval.</summary>
    public double PredictionUpper { get; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Fitted}, mean {Lower} to {Upper}, observation {PredictionLower} to {PredictionUpper}");
}
