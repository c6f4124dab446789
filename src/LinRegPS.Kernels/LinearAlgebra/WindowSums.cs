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
            int group = plane / planes % groups, step = planes * elements;
            float* w = weight + ((nint)group * inner * step) + ((nint)(plane % planes) * elements);
            float* from = x + ((nint)(plane / planes) * inner * windows), to = y + ((nint)plane * size);
            // Behind the sums of the plane those of a row of windows, in whole lanes.
            Span<double> room = new double[size + windows + Lanes.Count];
            fixed (double* sums = room)
            {
                double* row = sums + size;
                int* places = map;
                for (int e = 0; e < elements; e++, places += windows)
                {
                    Products(w + e, step, from, row);
                    for (int i = 0; i < windows; i++)
                    {
                        if (places[i] >= 0)
                            sums[places[i]] += row[i];
                    }
                }
                for (int i = 0; i < size; i++)
                    to[i] = (float)sums[i];
            }
        }

        [MethodImpl(Kernel.Hot)]
        private void Products(float* w, int step, float* from, double* row)
        {
            int i = 0;
            for (; i <= windows - Lanes.Count; i += Lanes.Count)
            {
                Vector512<double> sum = default;
                for (int c = 0; c < inner; c++)
                    sum = Vector512.MultiplyAddEstimate(Vector512.Create((double)w[c * step]), Lanes.Widen(Vector256.Load(from + (c * windows) + i)), sum);
                sum.Store(row + i);
            }
            for (; i < windows; i++)
            {
                double sum = 0;
                for (int c = 0; c < inner; c++)
                    sum += (double)w[c * step] * from[(c * windows) + i];
                row[i] = sum;
            }
        }
    }
}
