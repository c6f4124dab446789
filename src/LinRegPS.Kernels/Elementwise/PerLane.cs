using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels;

/// <summary>Functions for which the runtime has no vector form, element by element.</summary>
internal static class PerLane
{
    public static Vector256<float> Pow(Vector256<float> x, Vector256<float> y)
    {
        var result = Vector256<float>.Zero;
        for (int i = 0; i < Lanes.Count; i++)
            result = result.WithElement(i, MathF.Pow(x.GetElement(i), y.GetElement(i)));
        return result;
    }

    /// <summary>A power that float32 need not hold, as 1/3: in float64, rounded once.</summary>
    public static Vector256<float> Pow(Vector256<float> x, double y)
    {
        var result = Vector256<float>.Zero;
        for (int i = 0; i < Lanes.Count; i++)
            result = result.WithElement(i, (float)Math.Pow(x.GetElement(i), y));
        return result;
    }

    /// <summary>What division leaves, with the sign of x; exact.</summary>
    public static Vector256<float> Fmod(Vector256<float> x, Vector256<float> y)
    {
        var result = Vector256<float>.Zero;
        for (int i = 0; i < Lanes.Count; i++)
            result = result.WithElement(i, x.GetElement(i) % y.GetElement(i));
        return result;
    }

    /// <summary>log |gamma(x)|, rounded once.</summary>
    public static Vector256<float> LogGamma(Vector256<float> x)
    {
        var result = Vector256<float>.Zero;
        for (int i = 0; i < Lanes.Count; i++)
            result = result.WithElement(i, (float)GammaFunctions.LogGamma(x.GetElement(i)));
        return result;
    }

    /// <summary>The derivative of log |gamma(x)| after n more derivatives, rounded once.</summary>
    public static Vector256<float> Polygamma(Vector256<float> x, int n)
    {
        var result = Vector256<float>.Zero;
        for (int i = 0; i < Lanes.Count; i++)
            result = result.WithElement(i, (float)GammaFunctions.Polygamma(n, x.GetElement(i)));
        return result;
    }
}
