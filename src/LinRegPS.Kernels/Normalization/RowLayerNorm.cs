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

    // Four elements, or one in each lane, in float64.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Load(float* x, bool four) =>
        four ? Lanes.Widen(Vector128.Load(x)) : Vector256.Create((double)*x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<double> value, float* y, bool four)
    {
        if (four)
            Vector256.Narrow(value, value).GetLower().Store(y);
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
            for (; i <= width - 4; i += 4)
                Scale(from, to, i, four: true, mean, scale);
            for (; i < width; i++)
                Scale(from, to, i, four: false, mean, scale);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Scale(float* from, float* to, int i, bool four, double mean, double scale)
        {
            var value = (Load(from + i, four) - Vector256.Create(mean)) * scale;
            if (weight != null)
                value *= Load(weight + i, four);
            if (bias != null)
                value += Load(bias + i, four);
            Store(value, to + i, four);
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
            Vector256<double> sums = default, normalSums = default;
            int i = 0;
            for (; i <= width - 4; i += 4)
            {
                var (weighted, _, normal) = At(row, start, i, four: true);
                sums += weighted;
                normalSums += weighted * normal;
            }
            double sum = Float64Sum.Across(sums), normalSum = Float64Sum.Across(normalSums);
            for (; i < width; i++)
            {
                var (weighted, _, normal) = At(row, start, i, four: false);
                sum += weighted.ToScalar();
                normalSum += (weighted * normal).ToScalar();
            }
            (sum, normalSum) = (sum / width, normalSum / width);
            for (i = 0; i <= width - 4; i += 4)
                Give(row, start, i, four: true, sum, normalSum);
            for (; i < width; i++)
                Give(row, start, i, four: false, sum, normalSum);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private (Vector256<double> Weighted, Vector256<double> Gradient, Vector256<double> Normal) At(
            int row, nint start, int i, bool four)
        {
            var g = Load(gradient + start + i, four);
            var normal = (Load(x + start + i, four) - Vector256.Create(means[row])) * scales[row];
            return (weight == null ? g : g * Load(weight + i, four), g, normal);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Give(int row, nint start, int i, bool four, double sum, double normalSum)
        {
            var (weighted, g, normal) = At(row, start, i, four);
            if (weightGradients != null)
                Store(g * normal, weightGradients + start + i, four);
            if (dx != null)
                Store((weighted - Vector256.Create(sum) - (normal * normalSum)) * scales[row], dx + start + i, four);
        }
    }
}
