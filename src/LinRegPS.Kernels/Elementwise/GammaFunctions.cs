namespace LinRegPS.Kernels;

/// <summary>The logarithm of the gamma function and its derivatives, in float64, for results that are rounded to float32.</summary>
internal static class GammaFunctions
{
    // From here on what the asymptotic series leaves out is beyond float64.
    private const double Far = 16;
    private const double Euler = 0.57721566490153286;

    // zeta(k) / k from k = 2 on.
    private static readonly double[] s_nearOne =
        [0.8224670334241132, 0.40068563438653143, 0.27058080842778454, 0.20738555102867398, 0.1695571769974082, 0.14404989676884612, 0.12550966952474304, 0.11133426586956469];

    // B(2j) / (2j)!.
    private static readonly double[] s_bernoulli =
        [1.0 / 12, -1.0 / 720, 1.0 / 30240, -1.0 / 1209600, 1.0 / 47900160, -691 / 1307674368000.0, 1.0 / 74724249600];

    /// <summary>log |gamma(x)|; infinity at 0 and the negative whole numbers.</summary>
    public static double LogGamma(double x)
    {
        if (!double.IsFinite(x))
            return double.IsNaN(x) ? x : double.PositiveInfinity;
        if (x <= 0 && x == Math.Floor(x))
            return double.PositiveInfinity;
        // Beside 1 and 2, where it is 0, with all its digits.
        if (Math.Abs(x - 1) < 0.01)
            return BesideOne(x - 1);
        if (Math.Abs(x - 2) < 0.01)
            return BesideOne(x - 2) + double.LogP1(x - 2);
        if (x < 0.5)
            return Math.Log(Math.PI / Math.Abs(double.SinPi(x))) - LogGamma(1 - x);
        double product = 1;
        for (; x < Far; x++)
            product *= x;
        double square = 1 / (x * x);
        double rest = (1.0 / 12 - (square * (1.0 / 360 - (square * (1.0 / 1260 - (square / 1680)))))) / x;
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + rest - Math.Log(product);
    }

    /// <summary>The derivative of <see cref="LogGamma"/>; NaN at the negative whole numbers.</summary>
    public static double Digamma(double x)
    {
        if (x == 0)
            return double.CopySign(double.PositiveInfinity, -x);
        if (x < 0.5)
            return x == Math.Floor(x) ? double.NaN : Digamma(1 - x) - (Math.PI * double.CosPi(x) / double.SinPi(x));
        double sum = 0;
        for (; x < Far; x++)
            sum -= 1 / x;
        double square = 1 / (x * x);
        return sum + Math.Log(x) - (0.5 / x) - (square * (1.0 / 12 - (square * (1.0 / 120 - (square * (1.0 / 252 - (square / 240)))))));
    }

    /// <summary>The n-th derivative of <see cref="Digamma"/>, which for 0 is itself; infinite at 0 and the negative whole numbers.</summary>
    public static double Polygamma(int n, double x)
    {
        if (n == 0)
            return Digamma(x);
        double factorial = n % 2 == 1 ? 1 : -1;
        for (int i = 2; i <= n; i++)
            factorial *= i;
        return factorial * Zeta(n + 1, x);
    }

    // The sum of (x + k)^-s over all k from 0 on, by Euler and Maclaurin.
    private static double Zeta(int s, double x)
    {
        if (x <= 0 && x == Math.Floor(x))
            return double.IsNegativeInfinity(x) ? double.NaN : double.PositiveInfinity;
        if (double.IsPositiveInfinity(x))
            return 0;
        double sum = 0;
        for (; x < Far; x++)
            sum += Math.Pow(x, -s);
        double power = Math.Pow(x, -s), term = power * s / x;
        sum += (power * x / (s - 1)) + (power / 2);
        for (int j = 0; j < s_bernoulli.Length; j++)
        {
            sum += s_bernoulli[j] * term;
            term *= (s + (2 * j) + 1) * (s + (2 * j) + 2) / (x * x);
        }
        return sum;
    }

    private static double BesideOne(double z)
    {
        double sum = 0;
        for (int k = s_nearOne.Length - 1; k >= 0; k--)
            sum = (k % 2 == 0 ? s_nearOne[k] : -s_nearOne[k]) + (sum * z);
        return z * ((z * sum) - Euler);
    }
}
