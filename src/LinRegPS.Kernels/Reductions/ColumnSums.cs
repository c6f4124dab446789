using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Reductions;

/// <summary>
/// Sums of columns in float64: rows are read as they lie, four at a time, and added to a panel of sums that stays in the
/// cache. PanelWork and blocks of rows depend on the shape alone, and so does every bit.
/// </summary>
internal static unsafe class ColumnSums
{
    private const int PanelWidth = 512, MaxBlocks = 64;

    /// <summary>Sums the middle dimension of [outer, count, inner] into [outer, inner].</summary>
    public static void Sum(ReadOnlySpan<float> x, int outer, int count, int inner, Span<float> sums)
    {
        if (outer == 0 || inner == 0)
            return;
        int width = Math.Min(inner, PanelWidth), panels = (inner + PanelWidth - 1) / PanelWidth;
        int height = Math.Max(Elementwise.Chunk / width, (count + MaxBlocks - 1) / MaxBlocks);
        int blocks = (count + height - 1) / height;
        double[]? partial = blocks == 1 ? null : new double[(long)outer * blocks * inner];
        fixed (float* px = x[..(outer * count * inner)], ps = sums[..(outer * inner)])
        fixed (double* pp = partial)
        {
            var work = new PanelWork(px, count, inner, height, blocks, panels, pp, ps);
            int chunks = outer * blocks * panels;
            if (x.Length <= Elementwise.Chunk)
            {
                for (int i = 0; i < chunks; i++)
                    work.Run(i);
            }
            else
                Workers.Run(chunks, work);
            for (int o = 0; o < outer && partial is not null; o++)
            {
                var all = partial.AsSpan(o * blocks * inner, blocks * inner);
                for (int column = 0; column < inner; column++)
                {
                    double sum = 0;
                    for (int block = 0; block < blocks; block++)
                        sum += all[(block * inner) + column];
                    ps[(o * inner) + column] = (float)sum;
                }
            }
        }
    }

    [MethodImpl(Kernel.Hot)]
    private static void Add(float* x, nint stride, int rows, int width, double* sums)
    {
        int row = 0;
        for (; row <= rows - 4; row += 4, x += 4 * stride)
        {
            int i = 0;
            for (; i <= width - 4; i += 4)
            {
                var first = Lanes.Widen(Vector128.Load(x + i)) + Lanes.Widen(Vector128.Load(x + stride + i));
                var second = Lanes.Widen(Vector128.Load(x + (2 * stride) + i)) + Lanes.Widen(Vector128.Load(x + (3 * stride) + i));
                (Vector256.Load(sums + i) + (first + second)).Store(sums + i);
            }
            for (; i < width; i++)
                sums[i] += ((double)x[i] + x[stride + i]) + ((double)x[(2 * stride) + i] + x[(3 * stride) + i]);
        }
        for (; row < rows; row++, x += stride)
        {
            for (int i = 0; i < width; i++)
                sums[i] += x[i];
        }
    }

    private readonly struct PanelWork(
        float* x, int count, int inner, int height, int blocks, int panels, double* partial, float* sums) : IChunkedWork
    {
        public void Run(int chunk)
        {
            var (rest, panel) = Math.DivRem(chunk, panels);
            var (o, block) = Math.DivRem(rest, blocks);
            int column = panel * PanelWidth, width = Math.Min(PanelWidth, inner - column);
            int row = block * height, rows = Math.Min(height, count - row);
            double* wide = stackalloc double[PanelWidth];
            double* to = partial == null ? wide : partial + ((((nint)o * blocks) + block) * inner) + column;
            new Span<double>(to, width).Clear();
            Add(x + ((((nint)o * count) + row) * inner) + column, inner, rows, width, to);
            for (int i = 0; i < width && partial == null; i++)
                sums[((nint)o * inner) + column + i] = (float)to[i];
        }
    }
}
