using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels.Reductions;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Normalization;

/// <summary>Softmax and its logarithm over the rows of a [rows, count] matrix, and their derivatives.</summary>
public static unsafe class RowSoftmax
{
    /// <summary>y = e^x / sum e^x, row by row; torch.softmax along the last dimension.</summary>
    /// <param name="x">[rows, count].</param>
    /// <param name="y">Receives [rows, count]; may be x.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="count">The elements of a row.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y, int rows, int count)
    {
        fixed (float* px = x[..(rows * count)], py = y[..(rows * count)])
            ParallelRows.Run(rows, count, new Row(px, py, count));
    }

    /// <summary>dx = y (gradient - sum(gradient y)), row by row, from the output y.</summary>
    /// <param name="gradient">With respect to y, [rows, count].</param>
    /// <param name="y">What Forward gave, [rows, count].</param>
    /// <param name="dx">Receives the gradient with respect to x, [rows, count].</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="count">The elements of a row.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Backward(ReadOnlySpan<float> gradient, ReadOnlySpan<float> y, Span<float> dx, int rows, int count)
    {
        fixed (float* pg = gradient[..(rows * count)], py = y[..(rows * count)], px = dx[..(rows * count)])
            ParallelRows.Run(rows, count, new BackwardRow(pg, py, px, count));
    }

    /// <summary>y = x - log(sum e^x), row by row; torch.log_softmax along the last dimension.</summary>
    /// <param name="x">[rows, count].</param>
    /// <param name="y">Receives [rows, count]; not x.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="count">The elements of a row.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void LogForward(ReadOnlySpan<float> x, Span<float> y, int rows, int count)
    {
        fixed (float* px = x[..(rows * count)], py = y[..(rows * count)])
            ParallelRows.Run(rows, count, new LogRow(px, py, count));
    }

    /// <summary>dx = gradient - e^y sum(gradient), row by row, from the output y.</summary>
    /// <param name="gradient">With respect to y, [rows, count].</param>
    /// <param name="y">What LogForward gave, [rows, count].</param>
    /// <param name="dx">Receives the gradient with respect to x, [rows, count].</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="count">The elements of a row.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void LogBackward(ReadOnlySpan<float> gradient, ReadOnlySpan<float> y, Span<float> dx, int rows, int count)
    {
        fixed (float* pg = gradient[..(rows * count)], py = y[..(rows * count)], px = dx[..(rows * count)])
            ParallelRows.Run(rows, count, new LogBackwardRow(pg, py, px, count));
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

    /// <summary>y = e^(x - most), and the sum of that in float64.</summary>
    [MethodImpl(Kernel.Hot)]
    internal static double Exponentials(float* x, int count, float most, float* y)
    {
        var greatest = Vector256.Create(most);
        Vector256<double> lower = default, upper = default;
        int i = 0;
        for (; i <= count - Lanes.Count; i += Lanes.Count)
        {
            var power = Functions.Exp(Vector256.Load(x + i) - greatest);
            power.Store(y + i);
            var (low, high) = Vector256.Widen(power);
            lower += low;
            upper += high;
        }
        double sum = Float64Sum.Across(lower + upper);
        for (; i < count; i++)
        {
            y[i] = Functions.Exp(Vector256.Create(x[i]) - greatest).ToScalar();
            sum += y[i];
        }
        return sum;
    }

    private readonly struct Row(float* x, float* y, int count) : IChunkedWork
    {
        public void Run(int row)
        {
            float* from = x + ((nint)row * count), to = y + ((nint)row * count);
            double sum = Exponentials(from, count, Greatest(from, count), to);
            Elementwise.Loop(
                new Scaled((float)(1 / sum)), new Elementwise.Each(to), new Elementwise.One(0), to, 0, (nuint)count);
        }
    }

    private readonly struct BackwardRow(float* gradient, float* y, float* dx, int count) : IChunkedWork
    {
        public void Run(int row)
        {
            nint at = (nint)row * count;
            float sum = (float)Float64Sum.Block<Float64Sum.ProductTerm>(gradient + at, y + at, count);
            Elementwise.Loop(
                new TimesDifference(sum), new Elementwise.Each(y + at), new Elementwise.Each(gradient + at), dx + at, 0, (nuint)count);
        }
    }

    private readonly struct LogRow(float* x, float* y, int count) : IChunkedWork
    {
        public void Run(int row)
        {
            float* from = x + ((nint)row * count), to = y + ((nint)row * count);
            float most = Greatest(from, count);
            double log = most + Math.Log(Exponentials(from, count, most, to));
            Elementwise.Loop(new WideDifference(log), new Elementwise.Each(from), new Elementwise.One(0), to, 0, (nuint)count);
        }
    }

    private readonly struct LogBackwardRow(float* gradient, float* y, float* dx, int count) : IChunkedWork
    {
        public void Run(int row)
        {
            nint at = (nint)row * count;
            float sum = (float)Float64Sum.Block<Float64Sum.ElementTerm>(gradient + at, gradient + at, count);
            Elementwise.Loop(
                new LessPower(sum), new Elementwise.Each(gradient + at), new Elementwise.Each(y + at), dx + at, 0, (nuint)count);
        }
    }

    // x (y - number).
    private readonly struct TimesDifference(float number) : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => x * (y - Vector256.Create(number));
    }

    // x - number, rounded once.
    private readonly struct WideDifference(double number) : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
        {
            var (lower, upper) = Vector256.Widen(x);
            return Vector256.Narrow(lower - Vector256.Create(number), upper - Vector256.Create(number));
        }
    }

    // x - number e^y.
    private readonly struct LessPower(float number) : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) =>
            Vector256.FusedMultiplyAdd(Vector256.Create(-number), Functions.Exp(y), x);
    }
}
