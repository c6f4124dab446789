using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels;

/// <summary>
/// Z'Z in float64 for Z = [X - shift, 1, y - shift], with float32 X: all that least squares need to know of the data.
/// Rows are taken in blocks that stay in cache, and the blocks' sums combined in order, so that rounding errors grow
/// with <see cref="SummationLength"/> and not with the number of rows, whatever the number of threads.
/// </summary>
public static unsafe class GramMatrix
{
    // Columns go in panels of this many, one behind the other: a panel's row is one vector, or two.
    internal const int Panel = 8;

    // A pair of panels of so many rows leaves room in the first-level cache.
    private const int BlockRows = 128;

    private const int MostChunks = 32, LeastChunkRows = 1024;

    // Each chunk has sums of its own: with many columns there are fewer.
    private const long MostSums = 1 << 23;

    private const int Alignment = 64;

    /// <summary>The longest chain of additions behind any element of the result.</summary>
    public static int SummationLength(int rows, int columns)
    {
        int chunkRows = ChunkRows(rows, columns);
        return BlockRows + (chunkRows / BlockRows) + ((rows + chunkRows - 1) / chunkRows);
    }

    /// <summary>Computes Z'Z.</summary>
    /// <param name="x">X, row-major.</param>
    /// <param name="y">The last column; its length is the number of rows.</param>
    /// <param name="shift">What is subtracted from each column of X, and last from y.</param>
    /// <param name="gram">The result, [columns of X + 2, columns of X + 2], row-major and symmetric.</param>
    public static void Compute(ReadOnlySpan<float> x, ReadOnlySpan<double> y, ReadOnlySpan<double> shift, Span<double> gram)
    {
        int columns = shift.Length - 1, width = columns + 2, panels = Panels(columns);
        int size = panels * panels * Panel * Panel;
        int chunkRows = ChunkRows(y.Length, columns), chunks = Math.Max(1, (y.Length + chunkRows - 1) / chunkRows);
        double[] sums = new double[(size * chunks) + (Alignment / sizeof(double))];
        fixed (float* px = x)
        fixed (double* py = y, ps = shift, pc = sums)
        {
            double* total = Aligned(pc);
            Workers.Run(chunks, new ChunkSums(px, py, ps, total, y.Length, columns, chunkRows));
            for (int chunk = 1; chunk < chunks; chunk++)
            {
                var part = new ReadOnlySpan<double>(total + ((long)chunk * size), size);
                Accumulate(new Span<double>(total, size), part);
            }
            for (int i = 0; i < width; i++)
            {
                for (int j = i; j < width; j++)
                {
                    double* tile = total + (((i / Panel * panels) + (j / Panel)) * Panel * Panel);
                    gram[(i * width) + j] = gram[(j * width) + i] = tile[(i % Panel * Panel) + (j % Panel)];
                }
            }
        }
    }

    private static int Panels(int columns) => (columns + 2 + Panel - 1) / Panel;

    private static int ChunkRows(int rows, int columns)
    {
        int size = Panels(columns) * Panels(columns) * Panel * Panel;
        long chunks = Math.Clamp(rows / LeastChunkRows, 1, Math.Clamp(MostSums / size, 4, MostChunks));
        return (int)Math.Max((rows + chunks - 1) / chunks + BlockRows - 1, BlockRows) / BlockRows * BlockRows;
    }

    private static double* Aligned(double* memory) => (double*)(((nint)memory + Alignment - 1) / Alignment * Alignment);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Accumulate(Span<double> total, ReadOnlySpan<double> part)
    {
        for (int i = 0; i < total.Length; i++)
            total[i] += part[i];
    }

    private readonly struct ChunkSums(float* x, double* y, double* shift, double* sums, int rows, int columns, int chunkRows) : IChunkedWork
    {
        public void Run(int chunk)
        {
            int panels = Panels(columns);
            double* total = sums + ((long)chunk * panels * panels * Panel * Panel);
            double[] buffer = ArrayPool<double>.Shared.Rent((panels * Panel * BlockRows) + (Alignment / sizeof(double)));
            fixed (double* memory = buffer)
            {
                double* block = Aligned(memory);
                int end = Math.Min(rows, (chunk + 1) * chunkRows);
                for (int row = chunk * chunkRows; row < end; row += BlockRows)
                {
                    int count = Math.Min(BlockRows, end - row);
                    Pack(x + ((long)row * columns), y + row, shift, count, columns, block);
                    AddProducts(block, count, panels, total);
                }
            }
            ArrayPool<double>.Shared.Return(buffer);
        }
    }

    /// <summary>Rows of Z by panels: [panel][row][8].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pack(float* x, double* y, double* shift, int rows, int columns, double* block)
    {
        int panelSize = rows * Panel, whole = columns / Panel;
        for (int row = 0; row < rows; row++, x += columns)
        {
            double* to = block + (row * Panel);
            for (int panel = 0; panel < whole; panel++, to += panelSize)
            {
                var (lower, upper) = Vector256.Widen(Vector256.Load(x + (panel * Panel)));
                (lower - Vector256.Load(shift + (panel * Panel))).Store(to);
                (upper - Vector256.Load(shift + (panel * Panel) + 4)).Store(to + 4);
            }
            // What is left of X, 1, y and zeros to the end of the last panel.
            int lane = 0;
            for (int column = whole * Panel; column < columns + 2 || lane % Panel != 0; column++, lane++)
            {
                double element = column < columns ? x[column] - shift[column] : column == columns ? 1 : column == columns + 1 ? y[row] - shift[columns] : 0;
                to[(lane / Panel * panelSize) + (lane % Panel)] = element;
            }
        }
    }

    // The tiles on and above the diagonal, two beside each other where there are two.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddProducts(double* block, int rows, int panels, double* total)
    {
        int panelSize = rows * Panel;
        for (int j = 0; j < panels; j += 2)
        {
            double* right = block + (j * panelSize);
            for (int i = 0; i < Math.Min(j + 2, panels); i++)
            {
                double* left = block + (i * panelSize), tile = total + (((i * panels) + j) * Panel * Panel);
                if (i > j)
                    Tile(left, right + panelSize, rows, tile + (Panel * Panel));
                else if (j + 1 == panels)
                    Tile(left, right, rows, tile);
                else if (Vector512.IsHardwareAccelerated)
                    TwoTiles(left, right, right + panelSize, rows, tile);
                else
                {
                    Tile(left, right, rows, tile);
                    Tile(left, right + panelSize, rows, tile + (Panel * Panel));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tile(double* left, double* right, int rows, double* tile)
    {
        if (Vector512.IsHardwareAccelerated)
            WholeTile(left, right, rows, tile);
        else
        {
            HalfTile(left, right, rows, tile);
            HalfTile(left + 4, right, rows, tile + (4 * Panel));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoTiles(double* left, double* first, double* second, int rows, double* tile)
    {
        Vector512<double> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        Vector512<double> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default, b6 = default, b7 = default;
        for (int row = 0; row < rows; row++, left += Panel, first += Panel, second += Panel)
        {
            var a = Vector512.Load(first);
            var b = Vector512.Load(second);
            var l0 = Vector512.Create(left[0]);
            a0 = Vector512.MultiplyAddEstimate(l0, a, a0);
            b0 = Vector512.MultiplyAddEstimate(l0, b, b0);
            var l1 = Vector512.Create(left[1]);
            a1 = Vector512.MultiplyAddEstimate(l1, a, a1);
            b1 = Vector512.MultiplyAddEstimate(l1, b, b1);
            var l2 = Vector512.Create(left[2]);
            a2 = Vector512.MultiplyAddEstimate(l2, a, a2);
            b2 = Vector512.MultiplyAddEstimate(l2, b, b2);
            var l3 = Vector512.Create(left[3]);
            a3 = Vector512.MultiplyAddEstimate(l3, a, a3);
            b3 = Vector512.MultiplyAddEstimate(l3, b, b3);
            var l4 = Vector512.Create(left[4]);
            a4 = Vector512.MultiplyAddEstimate(l4, a, a4);
            b4 = Vector512.MultiplyAddEstimate(l4, b, b4);
            var l5 = Vector512.Create(left[5]);
            a5 = Vector512.MultiplyAddEstimate(l5, a, a5);
            b5 = Vector512.MultiplyAddEstimate(l5, b, b5);
            var l6 = Vector512.Create(left[6]);
            a6 = Vector512.MultiplyAddEstimate(l6, a, a6);
            b6 = Vector512.MultiplyAddEstimate(l6, b, b6);
            var l7 = Vector512.Create(left[7]);
            a7 = Vector512.MultiplyAddEstimate(l7, a, a7);
            b7 = Vector512.MultiplyAddEstimate(l7, b, b7);
        }
        Add(a0, tile + (0 * Panel));
        Add(a1, tile + (1 * Panel));
        Add(a2, tile + (2 * Panel));
        Add(a3, tile + (3 * Panel));
        Add(a4, tile + (4 * Panel));
        Add(a5, tile + (5 * Panel));
        Add(a6, tile + (6 * Panel));
        Add(a7, tile + (7 * Panel));
        Add(b0, tile + (Panel * Panel) + (0 * Panel));
        Add(b1, tile + (Panel * Panel) + (1 * Panel));
        Add(b2, tile + (Panel * Panel) + (2 * Panel));
        Add(b3, tile + (Panel * Panel) + (3 * Panel));
        Add(b4, tile + (Panel * Panel) + (4 * Panel));
        Add(b5, tile + (Panel * Panel) + (5 * Panel));
        Add(b6, tile + (Panel * Panel) + (6 * Panel));
        Add(b7, tile + (Panel * Panel) + (7 * Panel));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WholeTile(double* left, double* right, int rows, double* tile)
    {
        Vector512<double> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        for (int row = 0; row < rows; row++, left += Panel, right += Panel)
        {
            var a = Vector512.Load(right);
            a0 = Vector512.MultiplyAddEstimate(Vector512.Create(left[0]), a, a0);
            a1 = Vector512.MultiplyAddEstimate(Vector512.Create(left[1]), a, a1);
            a2 = Vector512.MultiplyAddEstimate(Vector512.Create(left[2]), a, a2);
            a3 = Vector512.MultiplyAddEstimate(Vector512.Create(left[3]), a, a3);
            a4 = Vector512.MultiplyAddEstimate(Vector512.Create(left[4]), a, a4);
            a5 = Vector512.MultiplyAddEstimate(Vector512.Create(left[5]), a, a5);
            a6 = Vector512.MultiplyAddEstimate(Vector512.Create(left[6]), a, a6);
            a7 = Vector512.MultiplyAddEstimate(Vector512.Create(left[7]), a, a7);
        }
        Add(a0, tile + (0 * Panel));
        Add(a1, tile + (1 * Panel));
        Add(a2, tile + (2 * Panel));
        Add(a3, tile + (3 * Panel));
        Add(a4, tile + (4 * Panel));
        Add(a5, tile + (5 * Panel));
        Add(a6, tile + (6 * Panel));
        Add(a7, tile + (7 * Panel));
    }

    // Four rows of a tile: as many sums as 16 registers hold.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void HalfTile(double* left, double* right, int rows, double* tile)
    {
        Vector256<double> a0 = default, a1 = default, a2 = default, a3 = default;
        Vector256<double> b0 = default, b1 = default, b2 = default, b3 = default;
        for (int row = 0; row < rows; row++, left += Panel, right += Panel)
        {
            var a = Vector256.Load(right);
            var b = Vector256.Load(right + 4);
            var l0 = Vector256.Create(left[0]);
            a0 = Vector256.MultiplyAddEstimate(l0, a, a0);
            b0 = Vector256.MultiplyAddEstimate(l0, b, b0);
            var l1 = Vector256.Create(left[1]);
            a1 = Vector256.MultiplyAddEstimate(l1, a, a1);
            b1 = Vector256.MultiplyAddEstimate(l1, b, b1);
            var l2 = Vector256.Create(left[2]);
            a2 = Vector256.MultiplyAddEstimate(l2, a, a2);
            b2 = Vector256.MultiplyAddEstimate(l2, b, b2);
            var l3 = Vector256.Create(left[3]);
            a3 = Vector256.MultiplyAddEstimate(l3, a, a3);
            b3 = Vector256.MultiplyAddEstimate(l3, b, b3);
        }
        Add(a0, b0, tile + (0 * Panel));
        Add(a1, b1, tile + (1 * Panel));
        Add(a2, b2, tile + (2 * Panel));
        Add(a3, b3, tile + (3 * Panel));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector512<double> sums, double* to) => (Vector512.Load(to) + sums).Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector256<double> lower, Vector256<double> upper, double* to)
    {
        (Vector256.Load(to) + lower).Store(to);
        (Vector256.Load(to + 4) + upper).Store(to + 4);
    }
}
