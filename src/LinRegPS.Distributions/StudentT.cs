using MathNet.Numerics;
using T = MathNet.Numerics.Distributions.StudentT;

namespace LinRegPS.Distributions;

/// <summary>Student's t distribution.</summary>
public static class StudentT
{
    // Two units in the last place.
    private const double Precision = 4.4e-16;
    private const int MostSteps = 200;

    /// <summary>The probability of a value at least as far from 0 as this one, on either side.</summary>
    public static double TwoSided(double t, double degrees)
    {
        if (double.IsNaN(t) || !(degrees > 0))
            return double.NaN;
        if (double.IsInfinity(t))
            return 0;
        double square = t * t;
        // Below 1 the probability is not small, and the other argument may round to 1.
        return square < 1
            ? 1 - SpecialFunctions.BetaRegularized(0.5, degrees / 2, square / (degrees + square))
            : SpecialFunctions.BetaRegularized(degrees / 2, 0.5, degrees / (degrees + square));
    }

    /// <summary>The value that lies further from 0, on either side, with this probability.</summary>
    public static double TwoSidedQuantile(double probability, double degrees)
    {
        if (!(degrees > 0))
            return double.NaN;
        if (!(probability > 0 && probability < 1))
            return probability == 1 ? 0 : probability == 0 ? double.PositiveInfinity : double.NaN;
        // MathNet's quantile has 9 to 12 digits, and none far out, where it gives up: its distribution function is solved
        // here, by Newton's method within a bracket.
        double low = 0, high = 1;
        while (TwoSided(high, degrees) > probability)
            (low, high) = (high, 2 * high);
        double t = (low + high) / 2;
        for (int step = 0; step < MostSteps; step++)
        {
            double excess = TwoSided(t, degrees) - probability;
            (low, high) = excess > 0 ? (t, high) : (low, t);
            double next = t + excess / (2 * T.PDF(0, 1, degrees, t));
            if (!(next > low && next < high))
                next = (low + high) / 2;
            double change = Math.Abs(next - t);
            t = next;
            if (change <= Precision * t)
                break;
        }
        return t;
    }
}
