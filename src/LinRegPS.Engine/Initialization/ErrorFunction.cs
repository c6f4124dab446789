using System.Runtime.Intrinsics;
using LinRegPS.Kernels;

namespace LinRegPS.Initialization;

/// <summary>The error function and its inverse, in double.</summary>
internal static class ErrorFunction
{
    // Giles 2010, as PyTorch has it: right to three digits, which two steps of Newton's method make all that the function itself has.
    private const double Central = 0.7;

    /// <summary>erf(x).</summary>
    public static double Of(double x) => WideExponentials.Erf(Vector256.Create(x)).Value.ToScalar();

    /// <summary>The x with erf(x) = y.</summary>
    public static double Inverse(double y)
    {
        double magnitude = Math.Abs(y), x;
        if (magnitude >= 1)
            return magnitude == 1 ? Math.CopySign(double.PositiveInfinity, y) : double.NaN;
        if (magnitude <= Central)
        {
            double z = y * y;
            double numerator = (((((-0.140543331 * z) + 0.914624893) * z) - 1.645349621) * z) + 0.886226899;
            double divisor = (((((((0.012229801 * z) - 0.329097515) * z) + 1.442710462) * z) - 2.118377725) * z) + 1;
            x = y * numerator / divisor;
        }
        else
        {
            double z = Math.Sqrt(-Math.Log((1 - magnitude) / 2));
            double numerator = (((((1.641345311 * z) + 3.429567803) * z) - 1.624906493) * z) - 1.970840454;
            x = Math.CopySign(numerator, y) / ((((1.637067800 * z) + 3.543889200) * z) + 1);
        }
        return Improve(Improve(x, y), y);
    }

    /// <summary>The same with all digits of float32 where y is near -1 or 1: by what erf lacks of that.</summary>
    public static double InverseToTheEnds(double y)
    {
        double x = Inverse(y);
        if (!(Math.Abs(y) > Central && Math.Abs(y) < 1))
            return x;
        for (int step = 0; step < 2; step++)
        {
            double size = Math.Abs(x), rest = WideExponentials.Erfc(Vector256.Create(size)).ToScalar();
            x = Math.CopySign(size + ((rest - (1 - Math.Abs(y))) / WideExponentials.Erf(Vector256.Create(size)).Slope.ToScalar()), y);
        }
        return x;
    }

    private static double Improve(double x, double y)
    {
        var (value, slope) = WideExponentials.Erf(Vector256.Create(x));
        return x - ((value.ToScalar() - y) / slope.ToScalar());
    }
}
