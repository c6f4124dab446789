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

            var (middle, factor) = (Vector512.Create(mean), Vector512.Create(scale));
            int i = 0;
            for (; i <= width - Lanes.Count; i += Lanes.Count)
            {
                var value = (Lanes.Widen(Vector256.Load(from + i)) - middle) * factor;
                if (weight != null)
                    value *= Lanes.Widen(Vector256.Load(weight + i));
                if (bias != null)
                    value += Lanes.Widen(Vector256.Load(bias + i));
                Lanes.Narrow(value).Store(to + i);
            }
            for (; i < width; i++)
                to[i] = (float)(((from[i] - mean) * scale * (weight == null ? 1 : weight[i])) + (bias == null ? 0 : bias[i]));
        }
    }

    // dx = scale (g w - mean(g w) - n mean(g w n)), with n the normalized x: scale (x - mean).
    private readonly struct BackwardRow(
        float* gradient, float* x, float* weight, int width, double* means, double* scales, float* dx, float* weightGradients)
        : IChunkedWork
    {
        public void Run(int row)
        {
            nint start = (nint)row * width;
            double mean = means[row], scale = scales[row];
            if (dx != null)
                Differentiate(gradient + start, x + start, weight, width, mean, scale, dx + start);
            if (weightGradients != null)
                Multiply(gradient + start, x + start, width, mean, scale, weightGradients + start);
        }

        [MethodImpl(Kernel.Hot)]
        private static void Differentiate(float* g, float* x, float* weight, int width, double mean, double scale, float* dx)
        {
            Vector512<double> middle = Vector512.Create(mean), sums = default, products = default;
            int i = 0;
            for (; i <= width - Lanes.Count; i += Lanes.Count)
            {
                var weighted = Lanes.Widen(Vector256.Load(g + i));
                if (weight != null)
                    weighted *= Lanes.Widen(Vector256.Load(weight + i));
                sums += weighted;
                products = Vector512.FusedMultiplyAdd(weighted, Lanes.Widen(Vector256.Load(x + i)) - middle, products);
            }
            double sum = Float64Sum.Across(Float64Sum.Halves(sums)), product = Float64Sum.Across(Float64Sum.Halves(products));
            for (; i < width; i++)
            {
                double weighted = g[i] * (weight == null ? 1.0 : weight[i]);
                sum += weighted;
                product += weighted * (x[i] - mean);
            }
            double slope = product * scale * scale * scale / width, shift = sum * scale / width;
            Vector512<double> factor = Vector512.Create(scale), less = Vector512.Create(-slope), down = Vector512.Create(-shift);
            for (i = 0; i <= width - Lanes.Count; i += Lanes.Count)
            {
                var weighted = Lanes.Widen(Vector256.Load(g + i));
                if (weight != null)
                    weighted *= Lanes.Widen(Vector256.Load(weight + i));
                var rest = Vector512.FusedMultiplyAdd(Lanes.Widen(Vector256.Load(x + i)) - middle, less, down);
                Lanes.Narrow(Vector512.FusedMultiplyAdd(weighted, factor, rest)).Store(dx + i);
            }
            for (; i < width; i++)
                dx[i] = (float)((g[i] * (weight == null ? 1.0 : weight[i]) * scale) - shift - ((x[i] - mean) * slope));
        }

        // g n, of each element.
        [MethodImpl(Kernel.Hot)]
        private static void Multiply(float* g, float* x, int width, double mean, double scale, float* products)
        {
            Vector512<double> middle = Vector512.Create(mean), factor = Vector512.Create(scale);
            int i = 0;
            for (; i <= width - Lanes.Count; i += Lanes.Count)
                Lanes.Narrow(Lanes.Widen(Vector256.Load(g + i)) * ((Lanes.Widen(Vector256.Load(x + i)) - middle) * factor)).Store(products + i);
            for (; i < width; i++)
                products[i] = (float)(g[i] * ((x[i] - mean) * scale));
        }
    }
}
