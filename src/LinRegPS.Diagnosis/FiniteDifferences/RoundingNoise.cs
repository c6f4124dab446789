namespace LinRegPS.Diagnosis.FiniteDifferences;

/// <summary>
/// How much a computed function's rounding scatters its values, after Moré and Wild's "Estimating computational noise":
/// at evenly spaced points close by, high differences of the values hold nothing of a smooth function any more,
/// only its rounding errors.
/// </summary>
internal static class RoundingNoise
{
    /// <summary>How many points are needed.</summary>
    public const int Points = 9;

    /// <summary>
    /// The distance between the points, in ulps of each element: so far that the errors of functions such as tanh,
    /// which err alike for numbers close by, scatter; so near that a curve's fourth difference is nothing.
    /// </summary>
    public const int Spacing = 1024;

    /// <summary>The same distance as a part of the elements' size.</summary>
    public const double RelativeSpacing = 1.0 / 4096;

    private const int LowestOrder = 4, HighestOrder = 6;

    /// <summary>The standard deviation of the values' rounding errors.</summary>
    public static double Estimate(double[] values)
    {
        double[] difference = [.. values];
        double noise = 0, factor = 1;
        for (int order = 1; order <= HighestOrder; order++)
        {
            difference = [.. difference.Zip(difference.Skip(1), (a, b) => b - a)];
            // The k-th difference of independent errors has (2k)! / (k!)^2 times their variance.
            factor *= (2.0 * order) * ((2 * order) - 1) / ((double)order * order);
            if (order >= LowestOrder)
                noise = Math.Max(noise, Math.Sqrt(difference.Average(d => d * d) / factor));
        }
        return noise;
    }
}
