using System.Numerics;

namespace LinRegPS.Diagnosis.Comparison;

/// <summary>Finds the number c with candidate = c x reference, where there is one.</summary>
/// <remarks>
/// What counts as equal comes from float32: an element may be off by as many ulp as rounding in a different order
/// gives, and by one rounding of the greatest element, below which an element that cancels holds nothing but rounding.
/// </remarks>
public static class ConstantFactor
{
    // Half an ulp relative to the number itself: one rounding to float32.
    private const double Rounding = 1.0 / (1 << 24);

    /// <summary>The relative error that sums of a few hundred terms gather in another order: 32 ulp.</summary>
    public const double Tolerance = 64 * Rounding;

    /// <summary>
    /// The factor between two tensors of as many elements, or null: where elements have different ratios, where one is
    /// not finite, where the reference is all zeros. Always found for a single element that is not 0.
    /// </summary>
    public static double? Find(Tensor reference, Tensor candidate) => Find(reference.Data, candidate.Data);

    /// <summary>The factor between two spans, as for tensors.</summary>
    public static double? Find(ReadOnlySpan<float> reference, ReadOnlySpan<float> candidate)
    {
        if (reference.Length != candidate.Length || Likely(reference, candidate) is not { } factor)
            return null;
        return Outliers(reference, candidate, factor, 1) == 0 ? factor : null;
    }

    /// <summary>The factor between numbers of which each may be off by a part of itself that is known.</summary>
    internal static double? Find(double[] reference, double[] candidate, double tolerance)
    {
        if (Likely(reference, candidate) is not { } factor)
            return null;
        for (int i = 0; i < reference.Length; i++)
        {
            if (!(Math.Abs(candidate[i] - (factor * reference[i])) <= tolerance * Math.Abs(factor * reference[i])))
                return null;
        }
        return factor;
    }

    /// <summary>
    /// The ratio that elements with half of the reference's weight are on either side of: right for all but less than
    /// half of it. Null where the reference is all zeros or a number is not finite.
    /// </summary>
    internal static double? Likely<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> candidate)
        where T : IBinaryFloatingPointIeee754<T>
    {
        double[] ratios = new double[reference.Length], weights = new double[reference.Length];
        int count = 0;
        double total = 0;
        for (int i = 0; i < reference.Length; i++)
        {
            if (!T.IsFinite(reference[i]) || !T.IsFinite(candidate[i]))
                return null;
            if (reference[i] == T.Zero)
                continue;
            double weight = double.CreateTruncating(reference[i]);
            ratios[count] = double.CreateTruncating(candidate[i]) / weight;
            weights[count++] = Math.Abs(weight);
            total += weights[count - 1];
        }
        if (count == 0)
            return null;
        Array.Sort(ratios, weights, 0, count);
        double sum = weights[0];
        int middle = 0;
        while (sum < total / 2 && middle < count - 1)
            sum += weights[++middle];
        return Snap(ratios[middle]);
    }

    /// <summary>How many elements the factor does not explain, counted up to a limit.</summary>
    internal static int Outliers(ReadOnlySpan<float> reference, ReadOnlySpan<float> candidate, double factor, int limit)
    {
        double floor = Floor(reference, candidate, factor);
        int outliers = 0;
        for (int i = 0; i < reference.Length && outliers < limit; i++)
        {
            if (!Near(reference[i] * factor, candidate[i], floor))
                outliers++;
        }
        return outliers;
    }

    /// <summary>The difference that one rounding of the greatest element makes, of those that both sides have so great.</summary>
    internal static double Floor(ReadOnlySpan<float> reference, ReadOnlySpan<float> candidate, double factor)
    {
        double greatest = 0;
        for (int i = 0; i < reference.Length; i++)
            greatest = Math.Max(greatest, Math.Min(Math.Abs(reference[i] * factor), Math.Abs((double)candidate[i])));
        // The smallest float32 numbers are further apart than their relative rounding says.
        return (greatest * Rounding) + float.Epsilon;
    }

    /// <summary>Whether a number is what it should be, but for rounding.</summary>
    internal static bool Near(double expected, double actual, double floor) => double.IsFinite(expected)
        ? Math.Abs(expected - actual) <= (Math.Abs(expected) * Tolerance) + floor
        : expected.Equals(actual);

    // A whole number, or one divided by a whole number, where rounding alone keeps the ratio from being it.
    private static double Snap(double ratio)
    {
        if (ratio == 0)
            return 0;
        bool below = Math.Abs(ratio) < 1;
        double size = below ? 1 / ratio : ratio, whole = Math.Round(size);
        if (Math.Abs(size - whole) > Math.Abs(whole) * Tolerance)
            return ratio;
        return below ? 1 / whole : whole;
    }
}
