namespace LinRegPS.Engine.Tests.Support;

internal static class NormalDistribution
{
    /// <summary>The probability below x, with a relative error under 1e-12.</summary>
    public static double Cumulative(double x)
    {
        double t = Math.Abs(x), density = Math.Exp(-t * t / 2) / Math.Sqrt(2 * Math.PI);
        if (double.IsNaN(x) || t > 40)
            return double.IsNaN(x) ? x : x < 0 ? 0 : 1;
        double tail;
        if (t < 3)
        {
            // The power series of the integral from 0.
            double sum = 0, term = t;
            for (int k = 1; term > 1e-18 * sum; k++)
                (sum, term) = (sum + term, term * t * t / ((2 * k) + 1));
            tail = 0.5 - (density * sum);
        }
        else
        {
            // The continued fraction of the tail, from its far end.
            double fraction = t;
            for (int k = 60; k > 0; k--)
                fraction = t + (k / fraction);
            tail = density / fraction;
        }
        return x < 0 ? tail : 1 - tail;
    }
}
