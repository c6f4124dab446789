using System.Runtime.CompilerServices;

namespace LinRegPS.Kernels.Reductions;

/// <summary>Running sums and products along a dimension, in float64, each rounded once.</summary>
public static class Recurrences
{
    /// <summary>
    /// y[k] = x[k] + a[k] y[k - 1] along the middle dimension, or from its end y[k] = x[k] + a[k + 1] y[k + 1]; with x and no
    /// factors torch.cumsum.
    /// </summary>
    /// <param name="x">[outer, count, inner].</param>
    /// <param name="factors">[outer, count, inner], or empty for ones. The first along the middle is not read.</param>
    /// <param name="y">Receives [outer, count, inner].</param>
    /// <param name="outer">The product of the dimensions before.</param>
    /// <param name="count">The dimension that is gone along.</param>
    /// <param name="inner">The product of the dimensions behind.</param>
    /// <param name="fromEnd">Whether it is gone along from its end.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    [MethodImpl(Kernel.Hot)]
    public static void Run(
        ReadOnlySpan<float> x, ReadOnlySpan<float> factors, Span<float> y, int outer, int count, int inner, bool fromEnd)
    {
        double[] running = new double[inner];
        for (int o = 0; o < outer; o++)
        {
            for (int k = 0; k < count; k++)
            {
                int at = ((o * count) + (fromEnd ? count - 1 - k : k)) * inner;
                var terms = x.Slice(at, inner);
                var to = y.Slice(at, inner);
                // What is carried from one to the next has the factor of the one that stands further from the beginning.
                var carried = k == 0 || factors.IsEmpty ? default : factors.Slice(fromEnd ? at + inner : at, inner);
                for (int i = 0; i < inner; i++)
                {
                    double before = k == 0 ? 0 : running[i];
                    running[i] = terms[i] + (carried.IsEmpty ? before : carried[i] * before);
                    to[i] = (float)running[i];
                }
            }
        }
    }
}
