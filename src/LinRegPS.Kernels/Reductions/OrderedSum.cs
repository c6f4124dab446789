using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Reductions;

/// <summary>
/// Weighted means of vectors: for each element the terms are added in float64 in the order of the vectors, times the reciprocal of
/// what they are divided by, and rounded once.
/// The bits depend on neither the number of threads nor who made which vector.
/// </summary>
public static unsafe class OrderedSum
{
    private const int Chunk = 1 << 14;

    /// <summary>sum[i] = (weights[0] vector_0[i] + weights[1] vector_1[i] + ...) / total.</summary>
    /// <param name="vectors">Memory in which all vectors lie.</param>
    /// <param name="offsets">Where each begins in it.</param>
    /// <param name="weights">What each is multiplied by.</param>
    /// <param name="total">What the sums are divided by.</param>
    /// <param name="sum">Receives the result, as long as each vector.</param>
    /// <exception cref="ArgumentOutOfRangeException">A vector ends beyond the memory, or has no weight.</exception>
    public static void Run(ReadOnlySpan<float> vectors, ReadOnlySpan<long> offsets, ReadOnlySpan<double> weights, double total, Span<float> sum)
    {
        weights = weights[..offsets.Length];
        foreach (long offset in offsets)
            _ = vectors.Slice((int)offset, sum.Length);
        fixed (float* pv = vectors, ps = sum)
        fixed (long* po = offsets)
        fixed (double* pw = weights)
        {
            var work = new Work(pv, po, pw, offsets.Length, 1 / total, ps, sum.Length);
            if (sum.Length <= Chunk)
                work.Run(0);
            else
                Workers.Run((sum.Length + Chunk - 1) / Chunk, work);
        }
    }

    private readonly struct Work(float* vectors, long* offsets, double* weights, int count, double factor, float* sum, int length) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int chunk)
        {
            int width = Vector512<double>.Count, i = chunk * Chunk, end = Math.Min(length, i + Chunk);
            for (; i + (4 * width) <= end; i += 4 * width)
            {
                Vector512<double> a = default, b = default, c = default, d = default;
                for (int k = 0; k < count; k++)
                {
                    var weight = Vector512.Create(weights[k]);
                    float* vector = vectors + offsets[k] + i;
                    a += Lanes.Widen(Vector256.Load(vector)) * weight;
                    b += Lanes.Widen(Vector256.Load(vector + width)) * weight;
                    c += Lanes.Widen(Vector256.Load(vector + (2 * width))) * weight;
                    d += Lanes.Widen(Vector256.Load(vector + (3 * width))) * weight;
                }
                Round(a, sum + i);
                Round(b, sum + i + width);
                Round(c, sum + i + (2 * width));
                Round(d, sum + i + (3 * width));
            }
            for (; i < end; i++)
            {
                double terms = 0;
                for (int k = 0; k < count; k++)
                    terms += vectors[offsets[k] + i] * weights[k];
                sum[i] = (float)(terms * factor);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Round(Vector512<double> terms, float* to)
        {
            terms *= Vector512.Create(factor);
            Vector256.Narrow(terms.GetLower(), terms.GetUpper()).Store(to);
        }
    }
}
