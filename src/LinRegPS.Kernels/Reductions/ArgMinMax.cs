using System.Runtime.CompilerServices;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Reductions;

/// <summary>Argmax and argmin: greatest and smallest elements. A NaN counts as the extreme, as in PyTorch.</summary>
public static class ArgMinMax
{
    /// <summary>The greatest or smallest element along the middle dimension, and its index: the first of equals; torch.max.</summary>
    /// <param name="x">[outer, count, inner].</param>
    /// <param name="outer">The product of the dimensions before.</param>
    /// <param name="count">The dimension that is searched, at least 1.</param>
    /// <param name="inner">The product of the dimensions behind.</param>
    /// <param name="greatest">Whether the greatest, or the smallest.</param>
    /// <param name="values">Receives the elements, [outer, inner].</param>
    /// <param name="indices">Receives their indices along the middle dimension, [outer, inner].</param>
    /// <exception cref="IndexOutOfRangeException">A span is shorter than what it stands for.</exception>
    [MethodImpl(Kernel.Hot)]
    public static void IndexMiddle(
        ReadOnlySpan<float> x, int outer, int count, int inner, bool greatest, Span<float> values, Span<long> indices)
    {
        var pace = default(Pace);
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < inner; i++)
            {
                pace.Step(count);
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
