using MathNet.Numerics;

namespace LinRegPS.Distributions;

/// <summary>Fisher's F distribution.</summary>
public static class FisherF
{
    /// <summary>The probability of a value at least as large.</summary>
    public static double UpperTail(double f, double numerator, double denominator)
    {
        if (double.IsNaN(f) || !(numerator > 0) || !(denominator > 0))
            return double.NaN;
        if (double.IsPositiveInfinity(f))
            return 0;
        // A trained model worse than the mean has a negative F.
        if (f <= 0)
            return 1;
        // Not 1 - CDF(f): that keeps no digit of a small probability.
        double below = numerator * f, all = denominator + below;
        // Below 1 the probability is not small, and the other argument may round to 1.
        return f < 1
            ? 1 - SpecialFunctions.BetaRegularized(numerator / 2, denominator / 2, below / all)
            : SpecialFunctions.BetaRegularized(denominator / 2, numerator / 2, denominator / all);
    }
}
