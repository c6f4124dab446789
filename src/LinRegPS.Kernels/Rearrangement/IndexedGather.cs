using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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
        {
            if (planes > 1 && width == 1 && map.Length == count && PlaceRuns.Of(map) is { } runs)
                ParallelRows.Run(planes, count, new RunsOfPlane(px, runs, count, source, py));
            else
                ParallelRows.Run(planes, count * width, new Plane(px, pm, map.Length == count ? 0 : count, count, source, width, py));
        }
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
        {
            if (map.Length != count)
            {
                ParallelRows.Run(planes, Math.Max(count, source) * width, new SumPlane(py, pm, count, source, width, px));
                return;
            }
            if (planes > 1 && width == 1 && PlaceRuns.Of(map) is { } runs)
            {
                ParallelRows.Run(planes, Math.Max(count, source), new SumRunsOfPlane(py, runs, count, source, px));
                return;
            }
            // One map for all: who goes where is found once.
            int[] starts = new int[source + 2], order = new int[count];
            for (int i = 0; i < count; i++)
                starts[map[i] + 2]++;
            // What goes nowhere stands first.
            for (int i = 1; i < starts.Length; i++)
                starts[i] += starts[i - 1];
            for (int i = 0; i < count; i++)
                order[starts[map[i] + 1]++] = i;
            fixed (int* po = order, ps = starts)
                ParallelRows.Run(planes, Math.Max(count, source) * width, new SumByPlace(py, po, ps, count, source, width, px));
        }
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

    private readonly struct SumPlane(float* y, int* map, int count, int source, int width, float* x) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int plane)
        {
            int length = source * width;
            float* from = y + ((nint)plane * count * width), to = x + ((nint)plane * length);
            int* places = map + ((nint)plane * count);
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

    // Place s has the runs order[starts[s]] to order[starts[s + 1] - 1].
    private readonly struct SumByPlace(float* y, int* order, int* starts, int count, int source, int width, float* x) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int plane)
        {
            float* from = y + ((nint)plane * count * width), to = x + ((nint)plane * source * width);
            for (int place = 0; place < source; place++, to += width)
            {
                int* run = order + starts[place], end = order + starts[place + 1];
                if (width > 1)
                    SumRuns(from, run, end, to);
                else
                {
                    double sum = 0;
                    for (; run < end; run++)
                        sum += from[*run];
                    *to = (float)sum;
                }
            }
        }

        [MethodImpl(Kernel.Hot)]
        private void SumRuns(float* from, int* first, int* end, float* to)
        {
            if (end - first <= 1)
            {
                var target = new Span<float>(to, width);
                if (first == end)
                    target.Clear();
                else
                    new ReadOnlySpan<float>(from + ((nint)(*first) * width), width).CopyTo(target);
                return;
            }
            int j = 0;
            for (; j <= width - Lanes.Count; j += Lanes.Count)
            {
                Vector512<double> sums = default;
                for (int* run = first; run < end; run++)
                    sums += Lanes.Widen(Vector256.Load(from + ((nint)(*run) * width) + j));
                Vector256.Narrow(sums.GetLower(), sums.GetUpper()).Store(to + j);
            }
            for (; j < width; j++)
            {
                double sum = 0;
                for (int* run = first; run < end; run++)
                    sum += from[((nint)(*run) * width) + j];
                to[j] = (float)sum;
            }
        }
    }

    private readonly struct RunsOfPlane(float* x, PlaceRuns runs, int count, int source, float* y) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int plane)
        {
            float* from = x + ((nint)plane * source), to = y + ((nint)plane * count);
            foreach (var run in runs.All)
            {
                if (run.Place < 0)
                    new Span<float>(to + run.Start, run.Length).Clear();
                else
                    Copy(from + run.Place, to + run.Start, run.Length);
            }
        }

        // Memory's own copy is for longer pieces.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Copy(float* from, float* to, int length)
        {
            int last = length - Lanes.Count;
            if (last < 0)
            {
                for (int i = 0; i < length; i++)
                    to[i] = from[i];
                return;
            }
            for (int i = 0; i < last; i += Lanes.Count)
                Vector256.Load(from + i).Store(to + i);
            Vector256.Load(from + last).Store(to + last);
        }
    }

    private readonly struct SumRunsOfPlane(float* y, PlaceRuns runs, int count, int source, float* x) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int plane)
        {
            float* from = y + ((nint)plane * count), to = x + ((nint)plane * source);
            double[] rented = ArrayPool<double>.Shared.Rent(source);
            fixed (double* sums = rented)
            {
                new Span<double>(sums, source).Clear();
                foreach (var run in runs.All)
                {
                    if (run.Place >= 0)
                        Add(from + run.Start, sums + run.Place, run.Length);
                }
                int i = 0;
                for (; i <= source - Lanes.Count; i += Lanes.Count)
                    Vector256.Narrow(Vector256.Load(sums + i), Vector256.Load(sums + i + 4)).Store(to + i);
                for (; i < source; i++)
                    to[i] = (float)sums[i];
            }
            ArrayPool<double>.Shared.Return(rented);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Add(float* from, double* sums, int length)
        {
            int i = 0;
            for (; i <= length - 4; i += 4)
                (Vector256.Load(sums + i) + Lanes.Widen(Vector128.Load(from + i))).Store(sums + i);
            for (; i < length; i++)
                sums[i] += from[i];
        }
    }
}
