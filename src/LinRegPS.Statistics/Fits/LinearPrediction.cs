using LinRegPS.Statistics.LeastSquares;

namespace LinRegPS.Statistics.Fits;

/// <summary>What a linear model gives for one new object; R's predict with interval = "confidence" and "prediction".</summary>
public sealed class LinearPrediction
{
    internal LinearPrediction(Regression regression, double[] features, double sigma, double quantile)
    {
        var row = regression.Design.Expand(features);
        double leverage = (double)regression.Covariance.Leverage(row);
        Fitted = regression.Fitted(row);
        StandardError = sigma * Math.Sqrt(leverage);
        double mean = quantile * StandardError, single = quantile * sigma * Math.Sqrt(1 + leverage);
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
}
