using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.LinearAlgebra;

/// <summary>
/// A matrix product whose elements are added up where windows over an image have them, as one in float64 and rounded once: the transpose
/// of a convolution. Between the two nothing is rounded, so that what cancels keeps its digits; large ones are faster apart.
/// </summary>
public static unsafe class WindowSums
{
    /// <summary>y[b, g, p, map[e, i]] = the sum over c of w[g, c, p, e] x[b, g, c, i], of all e and i that the map sends there.</summary>
    /// <param name="weight">w, [groups, inner, planes, elements]: elements of a window, as many as the map has for each of its places.</param>
    /// <param name="x">[batch, groups, inner, windows].</param>
    /// <param name="map">Places in a plane of y, from 0 to place - 1, which are not checked, or -1 for none: [elements, windows].</param>
    /// <param name="windows">How many windows there are.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="inner">Channels of x in a group.</param>
    /// <param name="planes">Channels of y in a group.</param>
    /// <param name="y">Receives [batch, groups, planes, size].</param>
    /// <param name="size">Elements in a plane of y.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Add(
        ReadOnlySpan<float> weight, ReadOnlySpan<float> x, ReadOnlySpan<int> map, int windows, int groups, int inner, int planes, Span<float> y, int size)
    {
        if (y.Length == 0 || windows == 0)
        {
            y.Clear();
            return;
        }
        int elements = map.Length / windows, all = y.Length / size;
        fixed (float* pw = weight[..(groups * inner * planes * elements)], px = x[..(all / planes * inner * windows)], py = y)
        fixed (int* pm = map)
            ParallelRows.Run(all, elements * inner * windows, new Plane(pw, px, pm, windows, elements, groups, inner, planes, py, size));
    }

    private readonly struct Plane(
        float* weight, float* x, int* map, int windows, int elements, int groups, int inner, int planes, float* y, int size) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int plane)
        {
            int group = plane / planes % groups, step = planes * elements, i = 0;
            float* w = weight + ((nint)group * inner * step) + ((nint)(plane % planes) * elements);
            float* from = x + ((nint)(plane / planes) * inner * windows), to = y + ((nint)plane * size);
            // Behind the sums of the plane the weights of its elements.
            double[] rented = ArrayPool<double>.Shared.Rent(size + (inner * elements));
            fixed (double* sums = rented)
            {
                new Span<double>(sums, size).Clear();
                double* wide = sums + size;
                for (int c = 0; c < inner; c++)
                {
                    for (int e = 0; e < elements; e++)
                        wide[(c * elements) + e] = w[(c * step) + e];
                }
                for (; i <= windows - Lanes.Count; i += Lanes.Count)
                    AddEight(wide, from + i, map + i, sums);
                for (; i < windows; i++)
                    AddOne(wide, from + i, map + i, sums);
                for (int j = 0; j < size; j++)
                    to[j] = (float)sums[j];
            }
            ArrayPool<double>.Shared.Return(rented);
        }

        // Eight windows, four elements of each at a time.
        [MethodImpl(Kernel.Hot)]
        private void AddEight(double* wide, float* from, int* places, double* sums)
        {
            double* found = stackalloc double[Lanes.Count];
            int e = 0;
            for (; e <= elements - 4; e += 4)
            {
                Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
                for (int c = 0; c < inner; c++)
                {
                    var eight = Lanes.Widen(Vector256.Load(from + ((nint)c * windows)));
                    double* factors = wide + ((nint)c * elements) + e;
                    s0 = Vector512.MultiplyAddEstimate(Vector512.Create(factors[0]), eight, s0);
                    s1 = Vector512.MultiplyAddEstimate(Vector512.Create(factors[1]), eight, s1);
                    s2 = Vector512.MultiplyAddEstimate(Vector512.Create(factors[2]), eight, s2);
                    s3 = Vector512.MultiplyAddEstimate(Vector512.Create(factors[3]), eight, s3);
                }
                Put(s0, found, places + ((nint)e * windows), sums);
                Put(s1, found, places + ((nint)(e + 1) * windows), sums);
                Put(s2, found, places + ((nint)(e + 2) * windows), sums);
                Put(s3, found, places + ((nint)(e + 3) * windows), sums);
            }
            for (; e < elements; e++)
            {
                Vector512<double> sum = default;
                for (int c = 0; c < inner; c++)
                {
                    sum = Vector512.MultiplyAddEstimate(
                        Vector512.Create(wide[((nint)c * elements) + e]), Lanes.Widen(Vector256.Load(from + ((nint)c * windows))), sum);
                }
                Put(sum, found, places + ((nint)e * windows), sums);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Put(Vector512<double> values, double* found, int* places, double* sums)
        {
            values.Store(found);
            for (int lane = 0; lane < Lanes.Count; lane++)
            {
                if (places[lane] >= 0)
                    sums[places[lane]] += found[lane];
            }
        }

        private void AddOne(double* wide, float* from, int* places, double* sums)
        {
            for (int e = 0; e < elements; e++)
            {
                int place = places[(nint)e * windows];
                if (place < 0)
                    continue;
                double sum = 0;
                for (int c = 0; c < inner; c++)
                    sum += wide[((nint)c * elements) + e] * from[(nint)c * windows];
                sums[place] += sum;
            }
        }
    }
}
