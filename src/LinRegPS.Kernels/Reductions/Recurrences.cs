using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Reductions;

/// <summary>Running sums and products along a dimension, in float64, each rounded once.</summary>
public static unsafe class Recurrences
{
    // Elements along which one may be interrupted once.
    private const int Long = 1 << 20;

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
    public static void Run(
        ReadOnlySpan<float> x, ReadOnlySpan<float> factors, Span<float> y, int outer, int count, int inner, bool fromEnd)
    {
        int length = checked(outer * count * inner);
        fixed (float* px = x[..length], pf = factors.IsEmpty ? factors : factors[..length], py = y[..length])
            ParallelRows.Run(outer, count * inner, new Plane(px, pf, py, count, inner, fromEnd));
    }

    private readonly struct Plane(float* x, float* factors, float* y, int count, int inner, bool fromEnd) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int plane)
        {
            nint start = (nint)plane * count * inner;
            if (fromEnd)
                start += (nint)(count - 1) * inner;
            if (inner == 1)
                RunAlong(start, fromEnd ? -1 : 1);
            else
                RunBeside(start, fromEnd ? -inner : inner);
        }

        // What is carried from one to the next has the factor of the one that stands further from the beginning.
        [MethodImpl(Kernel.Hot)]
        private void RunAlong(nint at, nint step)
        {
            double running = 0;
            int k = 0;
            if (factors == null)
            {
                // Four are widened at once: one alone would wait for what its register held before.
                for (; k <= count - 4; k += 4, at += 4 * step)
                {
                    if (k % Long == Long - 4)
                        Interruption.CheckLong();
                    nint first = fromEnd ? at - 3 : at;
                    var four = InOrder(Lanes.Widen(Vector128.Load(x + first)));
                    double s0 = running + four[0], s1 = s0 + four[1], s2 = s1 + four[2];
                    running = s2 + four[3];
                    var sums = InOrder(Vector256.Create(s0, s1, s2, running));
                    Vector128.Narrow(sums.GetLower(), sums.GetUpper()).Store(y + first);
                }
            }
            for (; k < count; k++, at += step)
            {
                if (k % Long == Long - 1)
                    Interruption.CheckLong();
                if (factors != null && k > 0)
                    running *= factors[fromEnd ? at - step : at];
                running += x[at];
                y[at] = (float)running;
            }
        }

        // Four that lie beside each other in the order in which they are gone along, and back.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector256<double> InOrder(Vector256<double> four) => fromEnd ? Vector256.Shuffle(four, Vector256.Create(3L, 2, 1, 0)) : four;

        [MethodImpl(Kernel.Hot)]
        private void RunBeside(nint at, nint step)
        {
            double[] rented = ArrayPool<double>.Shared.Rent(inner);
            fixed (double* running = rented)
            {
                new Span<double>(running, inner).Clear();
                var pace = default(Pace);
                for (int k = 0; k < count; k++, at += step)
                {
                    pace.Step(inner);
                    float* carried = factors == null || k == 0 ? null : factors + (fromEnd ? at - step : at);
                    int i = 0;
                    for (; i <= inner - Lanes.Count; i += Lanes.Count)
                    {
                        var before = Vector512.Load(running + i);
                        if (carried != null)
                            before *= Lanes.Widen(Vector256.Load(carried + i));
                        before += Lanes.Widen(Vector256.Load(x + at + i));
                        before.Store(running + i);
                        Vector256.Narrow(before.GetLower(), before.GetUpper()).Store(y + at + i);
                    }
                    for (; i < inner; i++)
                    {
                        running[i] = x[at + i] + (carried == null ? running[i] : carried[i] * running[i]);
                        y[at + i] = (float)running[i];
                    }
                }
            }
            ArrayPool<double>.Shared.Return(rented);
        }
    }
}
