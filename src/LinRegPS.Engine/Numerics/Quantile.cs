namespace LinRegPS.Numerics;

/// <summary>Quantiles of numbers in order of size: R's type 7, the default of NumPy and pandas too.</summary>
internal static class Quantile
{
    /// <summary>The number that a share of the others is below; NaN of none.</summary>
    public static double Of(ReadOnlySpan<double> sorted, double share)
    {
        if (sorted.Length == 0)
            return double.NaN;
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        // At an element the next counts nothing; between two that are alike, infinite ones among them, there is nothing to reckon.
        return place == below || sorted[below] == sorted[below + 1]
            ? sorted[below]
            : double.IsNegativeInfinity(sorted[below]) && double.IsFinite(sorted[below + 1]) ? sorted[below]
            : sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]));
    }
}
