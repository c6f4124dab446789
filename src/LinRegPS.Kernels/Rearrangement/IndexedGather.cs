using System.Buffers;
using System.Runtime.CompilerServices;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Rearrangement;

/// <summary>
/// Runs of elements taken from where a map says, plane by plane, and its reverse, which adds them up there: what windows over
/// images, pooling and embeddings are made of.
/// </summary>
public static unsafe class IndexedGather
{
    /// <summary>y[p, i] = x[p, map[i]], runs of width elements; zeros where the map says -1.</summary>
    /// <param name="x">[planes, source, width].</param>
    /// <param name="map">Places from 0 to source - 1, which are not checked, or -1: [count] for all planes, or [planes, count].</param>
    /// <param name="planes">How many planes.</param>
    /// <param name="source">Runs in a plane of x.</param>
    /// <param name="width">Elements of a run.</param>
    /// <param name="y">Receives [planes, count, width].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Gather(ReadOnlySpan<float> x, ReadOnlySpan<int> map, int planes, int source, int width, Span<float> y)
    {
        int count = Count(planes, width, y.Length);
        fixed (float* px = x[..(planes * source * width)], py = y)
        fixed (int* pm = Checked(map, planes, count))
            ParallelRows.Run(planes, count * width, new Plane(px, pm, map.Length == count ? 0 : count, count, source, width, py));
    }

    /// <summary>x[p, map[i]] = the sum of all y[p, i] that the map sends there, in float64, rounded once; 0 where there are none.</summary>
    /// <param name="y">[planes, count, width].</param>
    /// <param name="map">Places from 0 to source - 1, which are not checked, or -1: [count] for all planes, or [planes, count].</param>
    /// <param name="planes">How many planes.</param>
    /// <param name="source">Runs in a plane of x.</param>
    /// <param name="width">Elements of a run.</param>
    /// <param name="x">Receives [planes, source, width].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void ScatterAdd(ReadOnlySpan<float> y, ReadOnlySpan<int> map, int planes, int source, int width, Span<float> x)
    {
        int count = Count(planes, width, y.Length);
        fixed (float* py = y, px = x[..(planes * source * width)])
        fixed (int* pm = Checked(map, planes, count))
            ParallelRows.Run(planes, Math.Max(count, source) * width, new SumPlane(py, pm, map.Length == count ? 0 : count, count, source, width, px));
    }

    private static int Count(int planes, int width, int length) => planes * width == 0 ? 0 : length / planes / width;

    private static ReadOnlySpan<int> Checked(ReadOnlySpan<int> map, int planes, int count) => map.Length == count ? map : map[..(planes * count)];

    private readonly struct Plane(float* x, int* map, int step, int count, int source, int width, float* y) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int plane)
        {
            float* from = x + ((nint)plane * source * width), to = y + ((nint)plane * count * width);
            int* places = map + ((nint)plane * step);
            if (width == 1)
            {
                for (int i = 0; i < count; i++)
                    to[i] = places[i] < 0 ? 0 : from[places[i]];
                return;
            }
            for (int i = 0; i < count; i++, to += width)
            {
                var run = new Span<float>(to, width);
                if (places[i] < 0)
                    run.Clear();
                else
                    new ReadOnlySpan<float>(from + ((nint)places[i] * width), width).CopyTo(run);
            }
        }
    }

    private readonly struct SumPlane(float* y, int* map, int step, int count, int source, int width, float* x) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int plane)
        {
            int length = source * width;
            float* from = y + ((nint)plane * count * width), to = x + ((nint)plane * length);
            int* places = map + ((nint)plane * step);
            double[] rented = ArrayPool<double>.Shared.Rent(length);
            fixed (double* sums = rented)
            {
                new Span<double>(sums, length).Clear();
                for (int i = 0; i < count; i++, from += width)
                {
                    if (places[i] < 0)
                        continue;
                    double* sum = sums + ((nint)places[i] * width);
                    for (int j = 0; j < width; j++)
                        sum[j] += from[j];
                }
                for (int i = 0; i < length; i++)
                    to[i] = (float)sums[i];
            }
            ArrayPool<double>.Shared.Return(rented);
        }
    }
}
