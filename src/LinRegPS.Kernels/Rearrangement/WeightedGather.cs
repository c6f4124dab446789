using System.Buffers;
using System.Runtime.CompilerServices;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Rearrangement;

/// <summary>
/// Weighted sums of elements that a map names, plane by plane, in float64 and rounded once, and the reverse: what interpolation is made of.
/// </summary>
public static unsafe class WeightedGather
{
    /// <summary>y[p, i] = the sum over t of weights[t, i] x[p, map[t, i]].</summary>
    /// <param name="x">[planes, source].</param>
    /// <param name="map">Places from 0 to source - 1, which are not checked, or -1 for none: [taps, count].</param>
    /// <param name="weights">[taps, count].</param>
    /// <param name="planes">How many planes.</param>
    /// <param name="source">Elements in a plane of x.</param>
    /// <param name="y">Receives [planes, count].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Gather(ReadOnlySpan<float> x, ReadOnlySpan<int> map, ReadOnlySpan<double> weights, int planes, int source, Span<float> y)
    {
        int count = planes == 0 ? 0 : y.Length / planes;
        fixed (float* px = x[..(planes * source)], py = y)
        fixed (int* pm = map)
        fixed (double* pw = weights[..map.Length])
            ParallelRows.Run(planes, map.Length, new Plane(px, pm, pw, map.Length, count, source, py));
    }

    /// <summary>x[p, j] = the sum of weights[t, i] y[p, i] over all t and i that the map sends to j.</summary>
    /// <param name="y">[planes, count].</param>
    /// <param name="map">Places from 0 to source - 1, which are not checked, or -1 for none: [taps, count].</param>
    /// <param name="weights">[taps, count].</param>
    /// <param name="planes">How many planes.</param>
    /// <param name="source">Elements in a plane of x.</param>
    /// <param name="x">Receives [planes, source].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void ScatterAdd(ReadOnlySpan<float> y, ReadOnlySpan<int> map, ReadOnlySpan<double> weights, int planes, int source, Span<float> x)
    {
        int count = planes == 0 ? 0 : y.Length / planes;
        fixed (float* py = y, px = x[..(planes * source)])
        fixed (int* pm = map)
        fixed (double* pw = weights[..map.Length])
            ParallelRows.Run(planes, map.Length, new SumPlane(py, pm, pw, map.Length, count, source, px));
    }

    private readonly struct Plane(float* x, int* map, double* weights, int length, int count, int source, float* y) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int plane)
        {
            float* from = x + ((nint)plane * source), to = y + ((nint)plane * count);
            for (int i = 0; i < count; i++)
            {
                double sum = 0;
                for (int at = i; at < length; at += count)
                    sum += map[at] < 0 ? 0 : weights[at] * from[map[at]];
                to[i] = (float)sum;
            }
        }
    }

    private readonly struct SumPlane(float* y, int* map, double* weights, int length, int count, int source, float* x) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int plane)
        {
            float* from = y + ((nint)plane * count), to = x + ((nint)plane * source);
            double[] rented = ArrayPool<double>.Shared.Rent(source);
            fixed (double* sums = rented)
            {
                new Span<double>(sums, source).Clear();
                for (int i = 0; i < count; i++)
                {
                    for (int at = i; at < length; at += count)
                    {
                        if (map[at] >= 0)
                            sums[map[at]] += weights[at] * from[i];
                    }
                }
                for (int j = 0; j < source; j++)
                    to[j] = (float)sums[j];
            }
            ArrayPool<double>.Shared.Return(rented);
        }
    }
}
