using N = MathNet.Numerics.Distributions.Normal;

namespace LinRegPS.Distributions;

/// <summary>The normal distribution of mean 0 and deviation 1.</summary>
public static class Normal
{
    /// <summary>The value that a draw is below with this probability; R's qnorm.</summary>
    public static double Quantile(double probability) => probability > 0 && probability < 1 ? N.InvCDF(0, 1, probability) : double.NaN;
}
