using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels.Reductions;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Normalization;

/// <summary>
/// Layer normalization (Ba, Kiros and Hinton 2016): rows of a [rows, width] matrix shifted and scaled to mean 0 and
/// variance 1, computed in float64 and rounded once. A weight or bias that is empty is not applied.
/// </summary>
public static unsafe class RowLayerNorm
{
    /// <summary>y = (x - mean) / sqrt(variance + epsilon) * weight + bias, row by row; torch.layer_norm.</summary>
    /// <param name="x">[rows, width].</param>
    /// <param name="weight">[width], or empty.</param>
    /// <param name="bias">[width], or empty.</param>
    /// <param name="epsilon">Added to the variance, which is divided by width.</param>
    /// <param name="y">Receives [rows, width].</param>
    /// <param name="means">Receives the rows' means, [rows].</param>
    /// <param name="scales">Receives 1 / sqrt(variance + epsilon), [rows].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Forward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, double epsilon,
        Span<float> y, Span<double> means, Span<double> scales)
    {
        int rows = means.Length, width = rows == 0 ? 0 : x.Length / rows;
        fixed (float* px = x, pw = OrNone(weight, width), pb = OrNone(bias, width), py = y[..x.Length])
        fixed (double* pm = means, ps = scales[..rows])
            ParallelRows.Run(rows, width, new Row(px, pw, pb, epsilon, width, py, pm, ps));
    }

    /// <summary>
    /// The gradient with respect to x, and for each element the one with respect to its weight, still to be summed over
    /// the rows; either is left out where its span is empty.
    /// </summary>
    /// <param name="gradient">With respect to y, [rows, width].</param>
    /// <param name="x">[rows, width].</param>
    /// <param name="weight">[width], or empty.</param>
    /// <param name="means">What Forward gave, [rows].</param>
    /// <param name="scales">What Forward gave, [rows].</param>
    /// <param name="dx">Receives [rows, width], or empty.</param>
    /// <param name="weightGradients">Receives [rows, width], or empty.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Backward(
        ReadOnlySpan<float> gradient, ReadOnlySpan<float> x, ReadOnlySpan<float> weight,
        ReadOnlySpan<double> means, ReadOnlySpan<double> scales, Span<float> dx, Span<float> weightGradients)
    {
        int rows = means.Length, width = rows == 0 ? 0 : x.Length / rows;
        fixed (float* px = x, pg = gradient[..x.Length], pw = OrNone(weight, width), pd = OrNone(dx, x.Length), pp = OrNone(weightGradients, x.Length))
        fixed (double* pm = means, ps = scales[..rows])
            ParallelRows.Run(rows, width, new BackwardRow(pg, px, pw, width, pm, ps, pd, pp));
    }

    private static ReadOnlySpan<float> OrNone(ReadOnlySpan<float> span, int length) => span.IsEmpty ? span : span[..length];

    // Eight elements, or one in each lane, in float64.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Load(float* x, bool eight) =>
        eight ? Lanes.Widen(Vector256.Load(x)) : Vector512.Create((double)*x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<double> value, float* y, bool eight)
    {
        if (eight)
            Vector256.Narrow(value.GetLower(), value.GetUpper()).Store(y);
        else
            *y = (float)value.ToScalar();
    }

    private readonly struct Row(
        float* x, float* weight, float* bias, double epsilon, int width, float* y, double* means, double* scales) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int row)
        {
            float* from = x + ((nint)row * width), to = y + ((nint)row * width);
            double mean = Float64Sum.Block<Float64Sum.ElementTerm>(from, from, width) / width;
            double variance = Moments.SquaredDeviations(from, width, mean);
            double scale = 1 / Math.Sqrt((variance / width) + epsilon);
            (means[row], scales[row]) = (mean, scale);

            int i = 0;
            for (; i <= width - Lanes.Count; i += Lanes.Count)
                Scale(from, to, i, eight: true, mean, scale);
            for (; i < width; i++)
                Scale(from, to, i, eight: false, mean, scale);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Scale(float* from, float* to, int i, bool eight, double mean, double scale)
        {
            var value = (Load(from + i, eight) - Vector512.Create(mean)) * scale;
            if (weight != null)
                value *= Load(weight + i, eight);
            if (bias != null)
                value += Load(bias + i, eight);
            Store(value, to + i, eight);
        }
    }

    // dx = scale (g w - mean(g w) - n mean(g w n)), with n the normalized x.
    private readonly struct BackwardRow(
        float* gradient, float* x, float* weight, int width, double* means, double* scales, float* dx, float* weightGradients)
        : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int row)
        {
            nint start = (nint)row * width;
            var (mean, scale) = (Vector512.Create(means[row]), Vector512.Create(scales[row]));
            Vector512<double> sums = default, normalSums = default;
            int i = 0;
            for (; i <= width - Lanes.Count; i += Lanes.Count)
            {
                var (weighted, _, normal) = At(start + i, i, eight: true, mean, scale);
                sums += weighted;
                normalSums += weighted * normal;
            }
            double sum = Float64Sum.Across(Float64Sum.Halves(sums)), normalSum = Float64Sum.Across(Float64Sum.Halves(normalSums));
            for (; i < width; i++)
            {
                var (weighted, _, normal) = At(start + i, i, eight: false, mean, scale);
                sum += weighted.ToScalar();
                normalSum += (weighted * normal).ToScalar();
            }
            (sum, normalSum) = (sum / width, normalSum / width);
            for (i = 0; i <= width - Lanes.Count; i += Lanes.Count)
                Give(start + i, i, eight: true, mean, scale, Vector512.Create(sum), Vector512.Create(normalSum));
            for (; i < width; i++)
                Give(start + i, i, eight: false, mean, scale, Vector512.Create(sum), Vector512.Create(normalSum));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private (Vector512<double> Weighted, Vector512<double> Gradient, Vector512<double> Normal) At(
            nint at, int column, bool eight, Vector512<double> mean, Vector512<double> scale)
        {
            var g = Load(gradient + at, eight);
            var normal = (Load(x + at, eight) - mean) * scale;
            return (weight == null ? g : g * Load(weight + column, eight), g, normal);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Give(
            nint at, int column, bool eight, Vector512<double> mean, Vector512<double> scale, Vector512<double> sum, Vector512<double> normalSum)
        {
            var (weighted, g, normal) = At(at, column, eight, mean, scale);
            if (weightGradients != null)
                Store(g * normal, weightGradients + at, eight);
            if (dx != null)
                Store((weighted - sum - (normal * normalSum)) * scale, dx + at, eight);
        }
    }
}
