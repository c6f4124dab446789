using System.Buffers;
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
    // Elements of rows that are worked on together, and how many such blocks have sums of their own at most.
    private const int BlockLength = 1 << 15, MostBlocks = 64;

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

    /// <summary>The gradients with respect to x, weight and bias; each is left out where its span is empty.</summary>
    /// <param name="gradient">With respect to y, [rows, width].</param>
    /// <param name="x">[rows, width].</param>
    /// <param name="weight">[width], or empty.</param>
    /// <param name="means">What Forward gave, [rows].</param>
    /// <param name="scales">What Forward gave, [rows].</param>
    /// <param name="dx">Receives [rows, width], or empty.</param>
    /// <param name="dweight">Receives [width], or empty.</param>
    /// <param name="dbias">Receives [width], or empty.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Backward(
        ReadOnlySpan<float> gradient, ReadOnlySpan<float> x, ReadOnlySpan<float> weight,
        ReadOnlySpan<double> means, ReadOnlySpan<double> scales, Span<float> dx, Span<float> dweight, Span<float> dbias)
    {
        int rows = means.Length;
        if (rows == 0)
        {
            dweight.Clear();
            dbias.Clear();
            return;
        }
        int width = x.Length / rows;
        // Blocks of rows depend on the shape alone, and so does every bit of their sums.
        int height = Math.Max(Math.Max(1, BlockLength / Math.Max(1, width)), (rows + MostBlocks - 1) / MostBlocks);
        int blocks = (rows + height - 1) / height, sums = (dweight.IsEmpty ? 0 : width) + (dbias.IsEmpty ? 0 : width);
        double[] rented = ArrayPool<double>.Shared.Rent(blocks * sums);
        rented.AsSpan(0, blocks * sums).Clear();
        fixed (float* px = x, pg = gradient[..x.Length], pw = OrNone(weight, width), pd = OrNone(dx, x.Length))
        fixed (double* pm = means, ps = scales[..rows], pp = rented)
        {
            var work = new BackwardBlock(pg, px, pw, rows, width, height, pm, ps, pd, dweight.IsEmpty ? null : pp, dbias.IsEmpty ? null : pp + (sums - width), sums);
            if (blocks == 1)
                work.Run(0);
            else
                Workers.Run(blocks, work);
        }
        if (!dweight.IsEmpty)
            Add(rented, blocks, sums, dweight[..width]);
        if (!dbias.IsEmpty)
            Add(rented.AsSpan(sums - width), blocks, sums, dbias[..width]);
        ArrayPool<double>.Shared.Return(rented);
    }

    // The sums of all blocks, in their order.
    private static void Add(ReadOnlySpan<double> partial, int blocks, int step, Span<float> sums)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            double sum = 0;
            for (int block = 0; block < blocks; block++)
                sum += partial[(block * step) + i];
            sums[i] = (float)sum;
        }
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

    // dx = scale (g w - mean(g w) - n mean(g w n)), with n the normalized x: scale (x - mean). The sums of g n and of g are a block's.
    private readonly struct BackwardBlock(
        float* gradient, float* x, float* weight, int rows, int width, int height, double* means, double* scales,
        float* dx, double* products, double* gradients, int step) : IChunkedWork
    {
        public void Run(int block)
        {
            int first = block * height, end = first + Math.Min(height, rows - first);
            double* productSums = products == null ? null : products + ((nint)block * step), sums = gradients == null ? null : gradients + ((nint)block * step);
            for (int row = first; row < end; row++)
            {
                nint start = (nint)row * width;
                var (sum, product) = Add(gradient + start, x + start, weight, width, means[row], scales[row], productSums, sums);
                if (dx != null)
                    Differentiate(gradient + start, x + start, weight, width, means[row], scales[row], sum, product, dx + start);
            }
        }

        // The sums of g w and of g w (x - mean) over a row; on the way g n and g are added to the sums of the block, where these are wanted.
        [MethodImpl(Kernel.Hot)]
        private static (double Sum, double Product) Add(
            float* g, float* x, float* weight, int width, double mean, double scale, double* productSums, double* gradientSums)
        {
            Vector512<double> middle = Vector512.Create(mean), factor = Vector512.Create(scale), sums = default, products = default;
            int i = 0;
            for (; i <= width - Lanes.Count; i += Lanes.Count)
            {
                Vector512<double> gradient = Lanes.Widen(Vector256.Load(g + i)), centred = Lanes.Widen(Vector256.Load(x + i)) - middle;
                var weighted = weight == null ? gradient : gradient * Lanes.Widen(Vector256.Load(weight + i));
                sums += weighted;
                products = Vector512.FusedMultiplyAdd(weighted, centred, products);
                if (productSums != null)
                    Vector512.FusedMultiplyAdd(gradient, centred * factor, Vector512.Load(productSums + i)).Store(productSums + i);
                if (gradientSums != null)
                    (Vector512.Load(gradientSums + i) + gradient).Store(gradientSums + i);
            }
            double sum = Float64Sum.Across(Float64Sum.Halves(sums)), product = Float64Sum.Across(Float64Sum.Halves(products));
            for (; i < width; i++)
            {
                double weighted = g[i] * (weight == null ? 1.0 : weight[i]), centred = x[i] - mean;
                sum += weighted;
                product += weighted * centred;
                if (productSums != null)
                    productSums[i] += g[i] * (centred * scale);
                if (gradientSums != null)
                    gradientSums[i] += g[i];
            }
            return (sum, product);
        }

        [MethodImpl(Kernel.Hot)]
        private static void Differentiate(float* g, float* x, float* weight, int width, double mean, double scale, double sum, double product, float* dx)
        {
            double slope = product * scale * scale * scale / width, shift = sum * scale / width;
            Vector512<double> middle = Vector512.Create(mean), factor = Vector512.Create(scale), less = Vector512.Create(-slope), down = Vector512.Create(-shift);
            int i = 0;
            for (; i <= width - Lanes.Count; i += Lanes.Count)
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
    }
}
