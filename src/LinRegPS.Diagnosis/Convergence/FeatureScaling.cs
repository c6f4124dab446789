using LinRegPS.Numerics;

namespace LinRegPS.Diagnosis.Convergence;

/// <summary>The Gram matrix as it would be with the features centred or scaled.</summary>
internal static class FeatureScaling
{
    /// <summary>Every feature less its mean; the ones at the end stay, and what they were to the others is gone.</summary>
    public static DoubleDouble[,] Centre(DoubleDouble[,] gram)
    {
        var centred = (DoubleDouble[,])gram.Clone();
        int ones = gram.GetLength(0) - 1;
        for (int i = 0; i < ones; i++)
        {
            for (int j = 0; j < ones; j++)
            {
                var rest = gram[i, j] - (gram[i, ones] * gram[j, ones] / gram[ones, ones]);
                // Of a constant nothing is left but the rounding of its mean.
                bool nothing = i == j && rest.High <= 1e-26 * gram[i, i].High;
                centred[i, j] = nothing ? 0 : rest;
            }
            centred[i, ones] = centred[ones, i] = 0;
        }
        return centred;
    }

    /// <summary>Every feature divided by its root mean square: its standard deviation, where it is centred. One of zeros stays.</summary>
    public static DoubleDouble[,] Scale(DoubleDouble[,] gram, bool bias, int samples)
    {
        int n = gram.GetLength(0), features = n - (bias ? 1 : 0);
        var scaled = (DoubleDouble[,])gram.Clone();
        DoubleDouble[] sizes = [.. Enumerable.Range(0, n).Select(j => j >= features || gram[j, j].High == 0 ? 1 : DoubleDouble.Sqrt(gram[j, j] / samples))];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                scaled[i, j] = gram[i, j] / sizes[i] / sizes[j];
        }
        return scaled;
    }
}
