using LinRegPS.Numerics;

namespace LinRegPS.Diagnosis.Comparison;

/// <summary>How far apart two lists of numbers of the same length are.</summary>
internal readonly record struct GradientDistance(double? Cosine, long MaxUlp, double MaxRelative, int Worst)
{
    /// <summary>The greatest distance of two elements alone.</summary>
    public static long MaxUlpBetween(Tensor reference, Tensor candidate)
    {
        ReadOnlySpan<float> r = reference.Data, c = candidate.Data;
        long most = 0;
        for (int i = 0; i < r.Length; i++)
            most = Math.Max(most, Ulp.Distance(r[i], c[i]));
        return most;
    }

    public static GradientDistance Between(ReadOnlySpan<float> reference, ReadOnlySpan<float> candidate)
    {
        double products = 0, references = 0, candidates = 0, maxRelative = 0;
        long maxUlp = 0;
        int worst = 0;
        for (int i = 0; i < reference.Length; i++)
        {
            double r = reference[i], c = candidate[i];
            (products, references, candidates) = (products + (r * c), references + (r * r), candidates + (c * c));
            long ulp = Ulp.Distance(reference[i], candidate[i]);
            if (ulp > maxUlp)
                (maxUlp, worst) = (ulp, i);
            double relative = ulp == 0 ? 0 : Math.Abs(c - r) / Math.Abs(r);
            maxRelative = double.IsNaN(relative) ? double.NaN : Math.Max(maxRelative, relative);
        }
        // Sums in double of squares of float32 neither overflow nor vanish.
        double length = Math.Sqrt(references) * Math.Sqrt(candidates);
        double? cosine = length > 0 && double.IsFinite(length) ? Math.Clamp(products / length, -1, 1) : null;
        return new GradientDistance(cosine, maxUlp, maxRelative, worst);
    }
}
