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
        float most = float.NegativeInfinity;
        for (int lane = 0; lane < Lanes.Count; lane++)
            most = Math.Max(most, greatest.GetElement(lane));
        for (; i < count; i++)
            most = x[i] > most ? x[i] : most;
        return most;
    }

    // The sums of e^(x - most), and of that times a gradient; most is 1 of the first.
    [MethodImpl(Kernel.Hot)]
    private static (double Powers, double Products) Sums(float* x, float* gradient, int count, float most)
    {
        Vector256<double> powers = default, products = default;
        int i = 0;
        for (; i <= count - 4; i += 4)
        {
            var power = Power(Lanes.Widen(Vector128.Load(x + i)), most);
            powers += power;
            products += power * Lanes.Widen(Vector128.Load(gradient + i));
        }
        double sum = Float64Sum.Across(powers), product = Float64Sum.Across(products);
        for (; i < count; i++)
        {
            double power = Power(Vector256.Create((double)x[i]), most).ToScalar();
            sum += power;
            product += power * gradient[i];
        }
        return (sum, product);
    }

    private static double PowerSum(float* x, int count, float most) => Sums(x, x, count, most).Powers;

    // e^(x - most), 0 or next to it below -700; 1 for the greatest exactly, so that what cancels does.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Power(Vector256<double> x, float most) =>
        WideExponentials.Exp(Vector256.MaxNative(Vector256.Create(-700.0), x - Vector256.Create((double)most)));

    private readonly struct Row(float* x, float* y, int count, bool log) : IChunkedWork
    {
        public void Run(int row)
        {
            float* from = x + ((nint)row * count), to = y + ((nint)row * count);
            float most = Greatest(from, count);
            double sum = PowerSum(from, count, most);
            if (log)
            {
                Elementwise.Loop(
                    new LessBoth(most, Math.Log(sum)), new Elementwise.Each(from), new Elementwise.One(0), to, 0, (nuint)count);
            }
            else
                Elementwise.Loop(new Share(most, 1 / sum), new Elementwise.Each(from), new Elementwise.One(0), to, 0, (nuint)count);
        }
    }

    private readonly struct BackwardRow(float* gradient, float* x, float* dx, int count) : IChunkedWork
    {
        public void Run(int row)
        {
            nint at = (nint)row * count;
            float most = Greatest(x + at, count);
            var (sum, product) = Sums(x + at, gradient + at, count, most);
            Elementwise.Loop(
                new ShareOfDifference(most, 1 / sum, product / sum),
                new Elementwise.Each(x + at), new Elementwise.Each(gradient + at), dx + at, 0, (nuint)count);
        }
    }

    private readonly struct LogBackwardRow(float* gradient, float* x, float* dx, int count) : IChunkedWork
    {
        public void Run(int row)
        {
            nint at = (nint)row * count;
            float most = Greatest(x + at, count);
            double total = Float64Sum.Block<Float64Sum.ElementTerm>(gradient + at, gradient + at, count);
            Elementwise.Loop(
                new LessShare(most, total / PowerSum(x + at, count, most)),
                new Elementwise.Each(x + at), new Elementwise.Each(gradient + at), dx + at, 0, (nuint)count);
        }
    }

    private readonly struct LogSumRow(float* x, float* y, int count) : IChunkedWork
    {
        public void Run(int row)
        {
            float* from = x + ((nint)row * count);
            float most = Greatest(from, count);
            // Beside an infinity the powers say nothing but whether there is a NaN.
            y[row] = float.IsFinite(most) ? (float)(most + Math.Log(PowerSum(from, count, most)))
                : new ReadOnlySpan<float>(from, count).ContainsAnyExceptInRange(float.NegativeInfinity, float.PositiveInfinity) ? float.NaN : most;
        }
    }

    private readonly struct LogSumBackwardRow(float* gradient, float* x, float* dx, int count) : IChunkedWork
    {
        public void Run(int row)
        {
            float* from = x + ((nint)row * count), to = dx + ((nint)row * count);
            float most = Greatest(from, count);
            if (float.IsPositiveInfinity(most))
            {
                // Finite elements have no share beside an infinite one; its own can't be told.
                for (int i = 0; i < count; i++)
                    to[i] = gradient[row] * MathF.Exp(from[i] - most);
                return;
            }
            Elementwise.Loop(
                new Share(most, gradient[row] / PowerSum(from, count, most)), new Elementwise.Each(from), new Elementwise.One(0), to, 0, (nuint)count);
        }
    }

    // factor e^(x - most).
    private readonly struct Share(float most, double factor) : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
        {
            var (lower, upper) = Vector256.Widen(x);
            return Vector256.Narrow(Power(lower, most) * factor, Power(upper, most) * factor);
        }
    }

    // factor e^(x - most) (y - number).
    private readonly struct ShareOfDifference(float most, double factor, double number) : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
        {
            var ((lowerX, upperX), (lowerY, upperY)) = (Vector256.Widen(x), Vector256.Widen(y));
            return Vector256.Narrow(
                Power(lowerX, most) * factor * (lowerY - Vector256.Create(number)),
                Power(upperX, most) * factor * (upperY - Vector256.Create(number)));
        }
    }

    // y - factor e^(x - most).
    private readonly struct LessShare(float most, double factor) : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
        {
            var ((lowerX, upperX), (lowerY, upperY)) = (Vector256.Widen(x), Vector256.Widen(y));
            return Vector256.Narrow(lowerY - (Power(lowerX, most) * factor), upperY - (Power(upperX, most) * factor));
        }
    }

    // x - most - log.
    private readonly struct LessBoth(double most, double log) : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
        {
            var (lower, upper) = Vector256.Widen(x);
            return Vector256.Narrow(
                lower - Vector256.Create(most) - Vector256.Create(log), upper - Vector256.Create(most) - Vector256.Create(log));
        }
    }
}
