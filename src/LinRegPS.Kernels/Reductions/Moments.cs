using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Reductions;

/// <summary>Variances of the rows of a [rows, count] matrix, of the differences from their mean, in float64.</summary>
public static unsafe class Moments
{
    /// <summary>The sum of (x - mean)² over a divisor for each row, or its square root; torch.var and torch.std.</summary>
    /// <param name="x">[rows, count].</param>
    /// <param name="count">The elements of a row.</param>
    /// <param name="divisor">What the sums of squares are divided by.</param>
    /// <param name="root">Whether the square root is wanted.</param>
    /// <param name="y">Receives [rows].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Variance(ReadOnlySpan<float> x, int count, double divisor, bool root, Span<float> y)
    {
        fixed (float* px = x[..(y.Length * count)], py = y)
            ParallelRows.Run(y.Length, count, new Row(px, count, divisor, root, py));
    }

    /// <summary>dx = gradient 2 (x - mean) / divisor, over twice the root where that was wanted; 0 where the root is.</summary>
    /// <param name="gradient">[rows].</param>
    /// <param name="x">[rows, count].</param>
    /// <param name="count">The elements of a row.</param>
    /// <param name="divisor">What the sums of squares were divided by.</param>
    /// <param name="root">Whether the square root was wanted.</param>
    /// <param name="dx">Receives [rows, count].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void VarianceBackward(
        ReadOnlySpan<float> gradient, ReadOnlySpan<float> x, int count, double divisor, bool root, Span<float> dx)
    {
        int rows = gradient.Length;
        fixed (float* pg = gradient, px = x[..(rows * count)], pd = dx[..(rows * count)])
            ParallelRows.Run(rows, count, new DeviationRow(pg, px, count, divisor, root, pd));
    }

    /// <summary>The sum of (x - mean)² of a row.</summary>
    [MethodImpl(Kernel.Hot)]
    internal static double SquaredDeviations(float* x, int count, double mean)
    {
        Vector512<double> first = default, second = default;
        var middle = Vector512.Create(mean);
        int i = 0;
        for (; i <= count - (2 * Lanes.Count); i += 2 * Lanes.Count)
        {
            var difference = Lanes.Widen(Vector256.Load(x + i)) - middle;
            first += difference * difference;
            difference = Lanes.Widen(Vector256.Load(x + i + Lanes.Count)) - middle;
            second += difference * difference;
        }
        double sum = Float64Sum.Across(Float64Sum.Halves(first + second));
        for (; i < count; i++)
            sum += (x[i] - mean) * (x[i] - mean);
        return sum;
    }

    private static double Mean(float* x, int count) => Float64Sum.Block<Float64Sum.ElementTerm>(x, x, count) / count;

    private readonly struct Row(float* x, int count, double divisor, bool root, float* y) : IChunkedWork
    {
        public void Run(int row)
        {
            float* from = x + ((nint)row * count);
            double variance = SquaredDeviations(from, count, Mean(from, count)) / divisor;
            y[row] = (float)(root ? Math.Sqrt(variance) : variance);
        }
    }

    private readonly struct DeviationRow(float* gradient, float* x, int count, double divisor, bool root, float* dx) : IChunkedWork
    {
        public void Run(int row)
        {
            float* from = x + ((nint)row * count), to = dx + ((nint)row * count);
            double mean = Mean(from, count), factor = gradient[row] / divisor;
            double deviation = root ? Math.Sqrt(SquaredDeviations(from, count, mean) / divisor) : 0.5;
            // As the result has it, but where float32 has few digits of it.
            deviation = deviation < MathF.ScaleB(1, -120) ? deviation : (float)deviation;
            factor = deviation == 0 ? 0 : factor / deviation;
            Elementwise.Loop(
                new ScaledDeviation(mean, factor), new Elementwise.Each(from), new Elementwise.One(0), to, 0, (nuint)count);
        }
    }

    // factor (x - mean).
    private readonly struct ScaledDeviation(double mean, double factor) : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
        {
            var (lower, upper) = Vector256.Widen(x);
            return Vector256.Narrow((lower - Vector256.Create(mean)) * factor, (upper - Vector256.Create(mean)) * factor);
        }
    }
}
