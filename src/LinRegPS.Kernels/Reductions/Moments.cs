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

    /// <summary>dx = factor (x - mean), with a factor for each row.</summary>
    /// <param name="x">[rows, count].</param>
    /// <param name="count">The elements of a row.</param>
    /// <param name="factors">[rows].</param>
    /// <param name="dx">Receives [rows, count].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Deviations(ReadOnlySpan<float> x, int count, ReadOnlySpan<double> factors, Span<float> dx)
    {
        int rows = factors.Length;
        fixed (float* px = x[..(rows * count)], pd = dx[..(rows * count)])
        fixed (double* pf = factors)
            ParallelRows.Run(rows, count, new DeviationRow(px, count, pf, pd));
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

    private readonly struct DeviationRow(float* x, int count, double* factors, float* dx) : IChunkedWork
    {
        public void Run(int row)
        {
            float* from = x + ((nint)row * count), to = dx + ((nint)row * count);
            Elementwise.Loop(
                new ScaledDeviation(Mean(from, count), factors[row]), new Elementwise.Each(from), new Elementwise.One(0), to, 0, (nuint)count);
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
