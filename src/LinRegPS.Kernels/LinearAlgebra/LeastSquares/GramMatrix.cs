using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.LinearAlgebra.LeastSquares;

/// <summary>
/// Z'Z for Z = [X - shift, 1, Y - shift], with X in float32: all that least squares need to know of the data. BLAS's
/// dsyrk, in packed panels (cache blocking) and a micro-kernel of tiles in registers.
/// Rows are taken in blocks that stay in cache, and the blocks' sums combined in order, so that rounding errors grow
/// with <see cref="SummationLength"/> and not with the number of rows, whatever the number of threads.
/// </summary>
public static unsafe class GramMatrix
{
    // Columns go in panels of this many, one behind the other: a panel's row is one vector, or two.
    internal const int Panel = 8;

    // A pair of panels of so many rows leaves room in the first-level cache.
    private const int BlockRows = 128;

    // From a panel to the next: an odd number of cache lines, so that a row's parts do not compete for the same places.
    internal const int PanelSize = (BlockRows + 1) * Panel;

    // Rows that are prefetched before they are needed; an address beyond the data does no harm.
    private const int RowsAhead = 16;

    private const int MostChunks = 32, LeastChunkRows = 1024;

    // Each chunk has sums of its own: with many columns there are fewer.
    private const long MostSums = 1 << 23;

    private const int Alignment = 64;

    /// <summary>The longest chain of additions behind any element of the result.</summary>
    /// <param name="rows">The number of rows of Z.</param>
    /// <param name="width">The number of columns of Z.</param>
    public static int SummationLength(int rows, int width)
    {
        int chunkRows = ChunkRows(rows, width);
        return BlockRows + (chunkRows / BlockRows) + ((rows + chunkRows - 1) / chunkRows);
    }

    /// <summary>Computes Z'Z.</summary>
    /// <param name="x">X, [rows, columns].</param>
    /// <param name="y">Y, [rows, targets].</param>
    /// <param name="rows">The number of rows of both.</param>
    /// <param name="columns">The number of columns of X.</param>
    /// <param name="shift">What is subtracted from each column of X, and behind them from those of Y, [columns + targets].</param>
    /// <param name="gram">Receives the result, [width, width] and symmetric: columns of X, the ones, columns of Y.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Compute(ReadOnlySpan<float> x, ReadOnlySpan<double> y, int rows, int columns, ReadOnlySpan<double> shift, Span<double> gram) =>
        Compute<Float64GramMicroKernel>(x, y, rows, columns, shift, gram, default);

    /// <summary>
    /// Computes [X, 1, Y]'[X, 1, Y] in twice the precision of double, at about eight times the cost; but Y'Y. No element of Y may
    /// have more than 29 bits, so that its product with a float32 is exact.
    /// </summary>
    /// <param name="x">X, [rows, columns].</param>
    /// <param name="y">Y, [rows, targets].</param>
    /// <param name="rows">The number of rows of both.</param>
    /// <param name="columns">The number of columns of X.</param>
    /// <param name="shift">A zero for each column of X and Y, [columns + targets].</param>
    /// <param name="high">Receives the result, [width, width] and symmetric: columns of X, the ones, columns of Y.</param>
    /// <param name="low">Receives what the result is more than that, [width, width].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void ComputeCompensated(
        ReadOnlySpan<float> x, ReadOnlySpan<double> y, int rows, int columns, ReadOnlySpan<double> shift, Span<double> high, Span<double> low) =>
        Compute<CompensatedGramMicroKernel>(x, y, rows, columns, shift, high, low);

    private static void Compute<TKernel>(
        ReadOnlySpan<float> x, ReadOnlySpan<double> y, int rows, int columns, ReadOnlySpan<double> shift, Span<double> gram, Span<double> low)
        where TKernel : struct, IGramMicroKernel
    {
        int targets = shift.Length - columns, width = shift.Length + 1, panels = PanelCount(width), size = panels * panels * Panel * Panel;
        int chunkRows = ChunkRows(rows, width), chunks = Math.Max(1, (rows + chunkRows - 1) / chunkRows);
        double[] sums = new double[(size * TKernel.Parts * chunks) + (Alignment / sizeof(double))];
        gram = gram[..(width * width)];
        fixed (float* px = x[..(rows * columns)])
        fixed (double* py = y[..(rows * targets)], ps = shift, pc = sums)
        {
            double* total = Aligned(pc);
            Workers.Run(chunks, new ChunkSums<TKernel>(px, py, ps, total, rows, columns, targets, chunkRows));
            for (int chunk = 1; chunk < chunks; chunk++)
                TKernel.Combine(total, total + ((long)chunk * size * TKernel.Parts), size);
            Unpack(total, panels, width, gram);
            if (!low.IsEmpty)
                Unpack(total + size, panels, width, low);
        }
    }

    private static void Unpack(double* tiles, int panels, int width, Span<double> gram)
    {
        for (int i = 0; i < width; i++)
        {
            for (int j = i; j < width; j++)
            {
                double* tile = tiles + (((i / Panel * panels) + (j / Panel)) * Panel * Panel);
                gram[(i * width) + j] = gram[(j * width) + i] = tile[(i % Panel * Panel) + (j % Panel)];
            }
        }
    }

    private static int PanelCount(int width) => (width + Panel - 1) / Panel;

    private static int ChunkRows(int rows, int width)
    {
        int size = PanelCount(width) * PanelCount(width) * Panel * Panel;
        long chunks = Math.Clamp(rows / LeastChunkRows, 1, Math.Clamp(MostSums / size, 4, MostChunks));
        return (int)Math.Max((rows + chunks - 1) / chunks + BlockRows - 1, BlockRows) / BlockRows * BlockRows;
    }

    private static double* Aligned(double* memory) => (double*)(((nint)memory + Alignment - 1) / Alignment * Alignment);

    private readonly struct ChunkSums<TKernel>(
        float* x, double* y, double* shift, double* sums, int rows, int columns, int targets, int chunkRows) : IChunkedWork
        where TKernel : struct, IGramMicroKernel
    {
        public void Run(int chunk)
        {
            int panels = PanelCount(columns + 1 + targets);
            double* total = sums + ((long)chunk * panels * panels * Panel * Panel * TKernel.Parts);
            double[] buffer = ArrayPool<double>.Shared.Rent((panels * PanelSize) + (Alignment / sizeof(double)));
            fixed (double* memory = buffer)
            {
                double* block = Aligned(memory);
                int end = Math.Min(rows, (chunk + 1) * chunkRows);
                for (int row = chunk * chunkRows; row < end; row += BlockRows)
                {
                    Interruption.CheckLong();
                    int count = Math.Min(BlockRows, end - row);
                    Pack(x + ((long)row * columns), y + ((long)row * targets), shift, count, columns, targets, block);
                    TKernel.AddProducts(block, count, panels, total);
                }
            }
            ArrayPool<double>.Shared.Return(buffer);
        }
    }

    /// <summary>Rows of Z by panels: [panel][row][8].</summary>
    [MethodImpl(Kernel.Hot)]
    private static void Pack(float* x, double* y, double* shift, int rows, int columns, int targets, double* block)
    {
        int whole = columns / Panel, width = columns + 1 + targets;
        for (int row = 0; row < rows; row++, x += columns, y += targets)
        {
            double* to = block + (row * Panel);
            for (int panel = 0; panel < whole; panel++, to += PanelSize)
            {
                if (Sse.IsSupported)
                    Sse.Prefetch0(x + (RowsAhead * columns) + (panel * Panel));
                int column = panel * Panel;
                (Lanes.Widen(Vector256.Load(x + column)) - Vector512.Load(shift + column)).Store(to);
            }
            // What is left of X, 1, Y and zeros to the end of the last panel.
            for (int column = whole * Panel, lane = 0; column < width || lane % Panel != 0; column++, lane++)
            {
                to[(lane / Panel * PanelSize) + (lane % Panel)] =
                    column < columns ? x[column] - shift[column]
                    : column == columns ? 1
                    : column < width ? y[column - columns - 1] - shift[column - 1] : 0;
            }
        }
    }
}
