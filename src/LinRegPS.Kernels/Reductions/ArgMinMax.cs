using System.Runtime.CompilerServices;

namespace LinRegPS.Kernels.Reductions;

/// <summary>Greatest and smallest elements. A NaN counts as the extreme, as in PyTorch.</summary>
public static class ArgMinMax
{
    /// <summary>
    /// The index of the greatest (or smallest) element along the middle dimension of [outer, count, inner]; the
    /// first of equals. count must be at least 1.
    /// </summary>
    [MethodImpl(Kernel.Hot)]
    public static void IndexMiddle(
        ReadOnlySpan<float> x, int outer, int count, int inner, bool greatest, Span<float> values, Span<long> indices)
    {
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < inner; i++)
            {
                int start = (o * count * inner) + i;
                float best = x[start];
                int bestIndex = 0;
                for (int k = 1; k < count && !float.IsNaN(best); k++)
                {
                    float candidate = x[start + (k * inner)];
                    if (float.IsNaN(candidate) || (greatest ? candidate > best : candidate < best))
                        (best, bestIndex) = (candidate, k);
                }
                values[(o * inner) + i] = best;
                indices[(o * inner) + i] = bestIndex;
            }
        }
    }
}
