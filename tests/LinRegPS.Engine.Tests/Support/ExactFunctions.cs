namespace LinRegPS.Engine.Tests.Support;

/// <summary>Functions that .NET lacks in float64, or has only to float32's precision where x is small; off by 1e-15 and less.</summary>
internal static class ExactFunctions
{
    // Below it two terms of a series are enough.
    private const double Small = 1e-5, Large = 1e8;

    public static double Expm1(double x)
    {
        if (Math.Abs(x) < Small)
            return x == 0 ? x : x + (x * x / 2) + (x * x * x / 6);
        if (!(Math.Abs(x) < 1))
            return Math.Exp(x) - 1;
        double half = Math.Tanh(x / 2);
        return 2 * half / (1 - half);
    }

    public static double Sinh(double x)
    {
        double less = Expm1(Math.Abs(x));
        return Math.CopySign(double.IsInfinity(less) ? less : (less + (less / (less + 1))) / 2, x);
    }

    public static double Log1p(double x)
    {
        if (Math.Abs(x) < Small)
            return x == 0 ? x : x - (x * x / 2) + (x * x * x / 3);
        double sum = 1 + x;
        return x > -1 && double.IsFinite(x) ? Math.Log(sum) - ((sum - 1 - x) / sum) : Math.Log(sum);
    }

    public static double Asinh(double x)
    {
        double magnitude = Math.Abs(x);
        return Math.CopySign(
            magnitude > Large ? Math.Log(magnitude) + Math.Log(2) : Log1p(magnitude + (x * x / (1 + Math.Sqrt(1 + (x * x))))), x);
    }

    public static double Acosh(double x)
    {
        double beyond = x >= 1 ? x - 1 : double.NaN;
        return x > Large ? Math.Log(x) + Math.Log(2) : Log1p(beyond + Math.Sqrt((beyond + 2) * beyond));
    }

    public static double Atanh(double x) => x == 0 ? x : Log1p(2 * x / (1 - x)) / 2;

    public static double Erf(double x)
    {
        double magnitude = Math.Abs(x);
        if (!(magnitude < 2))
            return Math.CopySign(1 - Erfc(magnitude), x);
        // The power series, of positive terms alone.
        double sum = x, term = x;
        for (int k = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); k++)
            sum += term *= 2 * x * x / ((2 * k) + 1);
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    public static double Erfc(double x) => 2 * NormalDistribution.Cumulative(-x * Math.Sqrt(2));
}
