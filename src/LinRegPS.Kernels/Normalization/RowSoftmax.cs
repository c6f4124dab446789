using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels.Reductions;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Normalization;

/// <summary>
/// Softmax, its logarithm and the logarithm of the sum of powers over the rows of a [rows, count] matrix, and their derivatives
/// from x. In float64, as the gradients of a row largely cancel.
/// </summary>
public static unsafe partial class RowSoftmax
{
    /// <summary>y = e^x / sum e^x, row by row; torch.softmax along the last dimension.</summary>
    /// <param name="x">[rows, count].</param>
    /// <param name="y">Receives [rows, count]; not x.</param>
    /// <param name="rest">Receives what rounding took from y, times 2^24, [rows, count]; or empty.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="count">The elements of a row.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y, Span<float> rest, int rows, int count)
    {
        int length = rows * count;
        fixed (float* px = x[..length], py = y[..length], pr = rest.IsEmpty ? rest : rest[..length])
            ParallelRows.Run(rows, count, new Row(px, py, pr, count));
    }

    /// <summary>dx = y (gradient - sum(gradient y)) for y = softmax(x), row by row.</summary>
    /// <param name="gradient">[rows, count].</param>
    /// <param name="y">What Forward gave, [rows, count].</param>
    /// <param name="rest">What Forward gave, [rows, count].</param>
    /// <param name="dx">Receives the gradient with respect to x, [rows, count].</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="count">The elements of a row.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Backward(ReadOnlySpan<float> gradient, ReadOnlySpan<float> y, ReadOnlySpan<float> rest, Span<float> dx, int rows, int count)
    {
        int length = rows * count;
        fixed (float* pg = gradient[..length], py = y[..length], pr = rest[..length], pd = dx[..length])
            ParallelRows.Run(rows, count, new BackwardRow(pg, py, pr, pd, count));
    }

    /// <summary>y = x - log(sum e^x), row by row; torch.log_softmax along the last dimension.</summary>
    /// <param name="x">[rows, count].</param>
    /// <param name="y">Receives [rows, count]; not x.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="count">The elements of a row.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void ForwardLog(ReadOnlySpan<float> x, Span<float> y, int rows, int count)
    {
        fixed (float* px = x[..(rows * count)], py = y[..(rows * count)])
            ParallelRows.Run(rows, count, new LogRow(px, py, count));
    }

    /// <summary>dx = gradient - softmax(x) sum(gradient), row by row: the gradient through the logarithm of softmax.</summary>
    /// <param name="gradient">[rows, count].</param>
    /// <param name="x">[rows, count].</param>
    /// <param name="dx">Receives the gradient with respect to x, [rows, count].</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="count">The elements of a row.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void BackwardLog(ReadOnlySpan<float> gradient, ReadOnlySpan<float> x, Span<float> dx, int rows, int count)
    {
        fixed (float* pg = gradient[..(rows * count)], px = x[..(rows * count)], pd = dx[..(rows * count)])
            ParallelRows.Run(rows, count, new LogBackwardRow(pg, px, pd, count));
    }

    /// <summary>y = log(sum e^x) for each row; torch.logsumexp.</summary>
    /// <param name="x">[rows, count].</param>
    /// <param name="count">The elements of a row.</param>
    /// <param name="y">Receives [rows].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void LogSum(ReadOnlySpan<float> x, int count, Span<float> y)
    {
        fixed (float* px = x[..(y.Length * count)], py = y)
            ParallelRows.Run(y.Length, count, new LogSumRow(px, py, count));
    }

    /// <summary>dx = gradient softmax(x) with a gradient for each row.</summary>
    /// <param name="gradient">[rows].</param>
    /// <param name="x">[rows, count].</param>
    /// <param name="count">The elements of a row.</param>
    /// <param name="dx">Receives [rows, count].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void LogSumBackward(ReadOnlySpan<float> gradient, ReadOnlySpan<float> x, int count, Span<float> dx)
    {
        int rows = gradient.Length;
        fixed (float* pg = gradient, px = x[..(rows * count)], pd = dx[..(rows * count)])
            ParallelRows.Run(rows, count, new LogSumBackwardRow(pg, px, pd, count));
    }

    private readonly struct Row(float* x, float* y, float* rest, int count) : IChunkedWork
    {
        [SkipLocalsInit]
        public void Run(int row)
        {
            double* kept = stackalloc double[Kept];
            nint at = (nint)row * count;
            float most = Greatest(x + at, count);
            double factor = 1 / PowerSum(x + at, count, most, kept);
            if (rest == null)
                Scale(new Share(factor), x + at, x + at, y + at, count, most, kept);
            else
                Split(factor, x + at, y + at, rest + at, count, most, kept);
        }
    }

    private readonly struct BackwardRow(float* gradient, float* y, float* rest, float* dx, int count) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int row)
        {
            nint at = (nint)row * count;
            float* g = gradient + at, from = y + at, more = rest + at, to = dx + at;
            Vector512<double> first = default, second = default;
            int i = 0;
            for (; i <= count - (2 * Lanes.Count); i += 2 * Lanes.Count)
            {
                first = Vector512.FusedMultiplyAdd(Whole(from + i, more + i), Lanes.Widen(Vector256.Load(g + i)), first);
                second = Vector512.FusedMultiplyAdd(
                    Whole(from + i + Lanes.Count, more + i + Lanes.Count), Lanes.Widen(Vector256.Load(g + i + Lanes.Count)), second);
            }
            double product = Across(first + second);
            for (; i < count; i++)
                product += Whole(from[i], more[i]) * g[i];
            var all = Vector512.Create(product);
            for (i = 0; i <= count - Lanes.Count; i += Lanes.Count)
                Lanes.Narrow(Whole(from + i, more + i) * (Lanes.Widen(Vector256.Load(g + i)) - all)).Store(to + i);
            for (; i < count; i++)
                to[i] = (float)(Whole(from[i], more[i]) * (g[i] - product));
        }
    }

    private readonly struct LogRow(float* x, float* y, int count) : IChunkedWork
    {
        [SkipLocalsInit]
        public void Run(int row)
        {
            double* kept = stackalloc double[Kept];
            float* from = x + ((nint)row * count), to = y + ((nint)row * count);
            float most = Greatest(from, count);
            double sum = PowerSum(from, count, most, kept);
            Elementwise.Loop(
                new LessBoth(Vector256.Create((double)most), Vector256.Create(Math.Log(sum))), new Elementwise.Each(from), new Elementwise.One(0), to, 0, (nuint)count);
        }
    }

    private readonly struct LogBackwardRow(float* gradient, float* x, float* dx, int count) : IChunkedWork
    {
        [SkipLocalsInit]
        public void Run(int row)
        {
            double* kept = stackalloc double[Kept];
            nint at = (nint)row * count;
            float most = Greatest(x + at, count);
            double total = Float64Sum.Block<Float64Sum.ElementTerm>(gradient + at, gradient + at, count);
            double sum = PowerSum(x + at, count, most, kept);
            Scale(new LessShare(total / sum), x + at, gradient + at, dx + at, count, most, kept);
        }
    }

    private readonly struct LogSumRow(float* x, float* y, int count) : IChunkedWork
    {
        [SkipLocalsInit]
        public void Run(int row)
        {
            double* kept = stackalloc double[Kept];
            float* from = x + ((nint)row * count);
            float most = Greatest(from, count);
            // Beside an infinity the powers say nothing but whether there is a NaN.
            y[row] = float.IsFinite(most) ? (float)(most + Math.Log(PowerSum(from, count, most, kept)))
                : new ReadOnlySpan<float>(from, count).ContainsAnyExceptInRange(float.NegativeInfinity, float.PositiveInfinity) ? float.NaN : most;
        }
    }

    private readonly struct LogSumBackwardRow(float* gradient, float* x, float* dx, int count) : IChunkedWork
    {
        [SkipLocalsInit]
        public void Run(int row)
        {
            double* kept = stackalloc double[Kept];
            float* from = x + ((nint)row * count), to = dx + ((nint)row * count);
            float most = Greatest(from, count);
            if (float.IsPositiveInfinity(most))
            {
                // Finite elements have no share beside an infinite one; its own can't be told.
                for (int i = 0; i < count; i++)
                    to[i] = gradient[row] * MathF.Exp(from[i] - most);
                return;
            }
            double sum = PowerSum(from, count, most, kept);
            Scale(new Share(gradient[row] / sum), from, from, to, count, most, kept);
        }
    }
}
