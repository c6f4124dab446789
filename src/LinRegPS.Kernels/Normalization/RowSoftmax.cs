using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels.Reductions;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Normalization;

/// <summary>
/// Softmax, its logarithm and the logarithm of the sum of powers over the rows of a [rows, count] matrix, and their derivatives
/// from x. In float64, as the gradients of a row largely cancel.
/// </summary>
public static unsafe class RowSoftmax
{
    // So many powers are kept between a row's sums and what is made of them; of a longer row they are computed twice.
    private const int Kept = 1024;

    /// <summary>y = e^x / sum e^x, or its logarithm, row by row; torch.softmax and torch.log_softmax along the last dimension.</summary>
    /// <param name="x">[rows, count].</param>
    /// <param name="y">Receives [rows, count]; not x.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="count">The elements of a row.</param>
    /// <param name="log">Whether the logarithm is wanted.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y, int rows, int count, bool log = false)
    {
        fixed (float* px = x[..(rows * count)], py = y[..(rows * count)])
            ParallelRows.Run(rows, count, new Row(px, py, count, log));
    }

    /// <summary>
    /// dx = y (gradient - sum(gradient y)) for y = softmax(x), or gradient - y sum(gradient) for its logarithm, row by row.
    /// </summary>
    /// <param name="gradient">[rows, count].</param>
    /// <param name="x">[rows, count].</param>
    /// <param name="dx">Receives the gradient with respect to x, [rows, count].</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="count">The elements of a row.</param>
    /// <param name="log">Whether the gradient is the logarithm's.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Backward(ReadOnlySpan<float> gradient, ReadOnlySpan<float> x, Span<float> dx, int rows, int count, bool log = false)
    {
        fixed (float* pg = gradient[..(rows * count)], px = x[..(rows * count)], pd = dx[..(rows * count)])
        {
            if (log)
                ParallelRows.Run(rows, count, new LogBackwardRow(pg, px, pd, count));
            else
                ParallelRows.Run(rows, count, new BackwardRow(pg, px, pd, count));
        }
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

    /// <summary>The greatest element; NaN does not count.</summary>
    [MethodImpl(Kernel.Hot)]
    internal static float Greatest(float* x, int count)
    {
        var greatest = Vector256.Create(float.NegativeInfinity);
        int i = 0;
        for (; i <= count - Lanes.Count; i += Lanes.Count)
            greatest = Vector256.MaxNative(Vector256.Load(x + i), greatest);
        var four = Vector128.MaxNative(greatest.GetLower(), greatest.GetUpper());
        var two = Vector128.MaxNative(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        float most = Math.Max(two[0], two[1]);
        for (; i < count; i++)
            most = x[i] > most ? x[i] : most;
        return most;
    }

    // The sums of e^(x - most), and of that times a gradient; most is 1 of the first.
    private static (double Powers, double Products) Sums(float* x, float* gradient, int count, float most, double* kept)
    {
        double powers = 0, products = 0;
        for (int start = 0; start < count; start += Kept)
        {
            var (sum, product) = KeepPowers(x + start, gradient + start, Math.Min(Kept, count - start), Wide(most), kept);
            powers += sum;
            products += product;
        }
        return (powers, products);
    }

    private static double PowerSum(float* x, int count, float most, double* kept) => Sums(x, x, count, most, kept).Powers;

    // Most comes as a vector: made of a float in the loop, each turn would wait for the one before.
    [MethodImpl(Kernel.Hot)]
    private static (double Powers, double Products) KeepPowers(float* x, float* gradient, int count, Vector512<double> most, double* kept)
    {
        Vector512<double> powers = default, products = default;
        int i = 0;
        for (; i <= count - Lanes.Count; i += Lanes.Count)
        {
            var power = Power(Lanes.Widen(Vector256.Load(x + i)), most);
            power.Store(kept + i);
            powers += power;
            products += power * Lanes.Widen(Vector256.Load(gradient + i));
        }
        double sum = Across(powers), product = Across(products);
        for (; i < count; i++)
        {
            kept[i] = Power(Vector512.Create((double)x[i]), most).ToScalar();
            sum += kept[i];
            product += kept[i] * gradient[i];
        }
        return (sum, product);
    }

    private static double Across(Vector512<double> sums) => Float64Sum.Across(sums.GetLower() + sums.GetUpper());

    // y = f(e^(x - most), gradient). The powers of a short row are those that its sums have kept.
    private static void Scale<TFunction>(TFunction f, float* x, float* gradient, float* y, int count, float most, double* kept)
        where TFunction : struct, IPowerFunction
    {
        for (int start = 0; start < count; start += Kept)
        {
            int length = Math.Min(Kept, count - start);
            if (count > Kept)
                KeepPowers(x + start, x + start, length, Wide(most), kept);
            ScaleKept(f, gradient + start, y + start, length, kept);
        }
    }

    [MethodImpl(Kernel.Hot)]
    private static void ScaleKept<TFunction>(TFunction f, float* gradient, float* y, int count, double* kept)
        where TFunction : struct, IPowerFunction
    {
        int i = 0;
        for (; i <= count - Lanes.Count; i += Lanes.Count)
        {
            var (lower, upper) = Vector256.Widen(Vector256.Load(gradient + i));
            Vector256.Narrow(f.Forward(Vector256.Load(kept + i), lower), f.Forward(Vector256.Load(kept + i + 4), upper)).Store(y + i);
        }
        for (; i < count; i++)
            y[i] = (float)f.Forward(Vector256.Create(kept[i]), Vector256.Create((double)gradient[i])).ToScalar();
    }

    private static Vector512<double> Wide(float number) => Vector512.Create((double)number);

    // e^(x - most), 0 or next to it below -700; 1 for the greatest exactly, so that what cancels does.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Power(Vector512<double> x, Vector512<double> most) =>
        WideExponentials.Exp(Vector512.MaxNative(Vector512.Create(-700.0), x - most));

    private readonly struct Row(float* x, float* y, int count, bool log) : IChunkedWork
    {
        [SkipLocalsInit]
        public void Run(int row)
        {
            double* kept = stackalloc double[Kept];
            float* from = x + ((nint)row * count), to = y + ((nint)row * count);
            float most = Greatest(from, count);
            double sum = PowerSum(from, count, most, kept);
            if (log)
            {
                Elementwise.Loop(
                    new LessBoth(Vector256.Create((double)most), Vector256.Create(Math.Log(sum))), new Elementwise.Each(from), new Elementwise.One(0), to, 0, (nuint)count);
            }
            else
                Scale(new Share(1 / sum), from, from, to, count, most, kept);
        }
    }

    private readonly struct BackwardRow(float* gradient, float* x, float* dx, int count) : IChunkedWork
    {
        [SkipLocalsInit]
        public void Run(int row)
        {
            double* kept = stackalloc double[Kept];
            nint at = (nint)row * count;
            float most = Greatest(x + at, count);
            var (sum, product) = Sums(x + at, gradient + at, count, most, kept);
            Scale(new ShareOfDifference(1 / sum, product / sum), x + at, gradient + at, dx + at, count, most, kept);
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

    // What becomes of a power and the gradient of its element.
    private interface IPowerFunction
    {
        Vector256<double> Forward(Vector256<double> power, Vector256<double> gradient);
    }

    // factor e^(x - most).
    private readonly struct Share(double factor) : IPowerFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Forward(Vector256<double> power, Vector256<double> gradient) => power * factor;
    }

    // factor e^(x - most) (gradient - number).
    private readonly struct ShareOfDifference(double factor, double number) : IPowerFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Forward(Vector256<double> power, Vector256<double> gradient) =>
            power * factor * (gradient - Vector256.Create(number));
    }

    // gradient - factor e^(x - most).
    private readonly struct LessShare(double factor) : IPowerFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Forward(Vector256<double> power, Vector256<double> gradient) => gradient - (power * factor);
    }

    // x - most - log.
    private readonly struct LessBoth(Vector256<double> most, Vector256<double> log) : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
        {
            var (lower, upper) = Vector256.Widen(x);
            return Vector256.Narrow(lower - most - log, upper - most - log);
        }
    }
}
