using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels.LinearAlgebra.Planning;
using LinRegPS.Kernels.Reductions;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.LinearAlgebra.Gemv;

/// <summary>
/// Products of a large row-major matrix X [rows, columns] with a vector (BLAS's sgemv), from X once. Float32, in an order fixed by the
/// shape alone: an element of X w is summed in sixteen lanes, so its error is at most (columns / 16 + 5) 2⁻²⁴ sum |x w|; an
/// element of Xᵀ g is summed in float32 over tiles of rows and in float64 beyond, which makes it 15 2⁻²⁴ sum |x g|, and
/// 17 2⁻²⁴ where there are more than 384 columns. Sixteen columns and fewer are the matter of <see cref="TallSkinny"/>:
/// there they are 6 and 15 2⁻²⁴.
/// </summary>
internal static unsafe class BlockedGemv
{
    // Rows whose sums are made by themselves and added to the others' in order: a thread never splits them.
    private const int BlockRows = Float64Sum.BlockLength;

    private const int ChunkElements = 1 << 17;

    /// <summary>With more columns eight rows do not stay in the first cache (32 KB) between product and transposed product.</summary>
    public const int WideColumns = 384;

    /// <summary>Columns whose sums are on the stack.</summary>
    public const int StackColumns = 2048;

    /// <summary>y = X w.</summary>
    public static void Multiply(ReadOnlySpan<float> x, ReadOnlySpan<float> w, Span<float> y, int rows, int columns)
    {
        float[] padded = new float[PaddedLength(columns)];
        w[..columns].CopyTo(padded);
        fixed (float* px = x, pw = padded, py = y)
            Workers.Run(Chunks(rows, columns), new Product(px, pw, py, rows, columns));
    }

    /// <summary>sums = Xᵀ g.</summary>
    public static void MultiplyTransposed(ReadOnlySpan<float> x, ReadOnlySpan<float> g, Span<float> sums, int rows, int columns)
    {
        double[] partial = new double[Blocks(rows) * columns];
        fixed (float* px = x, pg = g)
        fixed (double* pp = partial)
            Workers.Run(Chunks(rows, columns), new TransposedProduct(px, pg, pp, rows, columns));
        AddBlocks(partial, columns, sums[..columns]);
    }

    /// <summary>The number of blocks.</summary>
    public static int Blocks(int rows) => (rows + BlockRows - 1) / BlockRows;

    /// <summary>The length of a vector that <see cref="GemvMicroKernel.Multiply"/> can read in whole lanes.</summary>
    public static int PaddedLength(int columns) => (columns + Lanes.Count - 1) / Lanes.Count * Lanes.Count;

    /// <summary>Adds up the blocks' sums in order, and rounds once.</summary>
    [MethodImpl(Kernel.Hot)]
    public static void AddBlocks(ReadOnlySpan<double> partial, int columns, Span<float> sums)
    {
        for (int c = 0; c < sums.Length; c++)
        {
            double sum = 0;
            for (int at = c; at < partial.Length; at += columns)
                sum += partial[at];
            sums[c] = (float)sum;
        }
    }

    /// <summary>How many chunks of whole blocks the work is cut into.</summary>
    public static int Chunks(int rows, int columns)
    {
        int perChunk = BlocksPerChunk(columns);
        return (Blocks(rows) + perChunk - 1) / perChunk;
    }

    /// <summary>The rows of a chunk.</summary>
    public static (int First, int End) RowsOf(int chunk, int rows, int columns)
    {
        int size = BlocksPerChunk(columns) * BlockRows, first = chunk * size;
        return (first, (int)Math.Min((long)first + size, rows));
    }

    /// <summary>Whether the next eight rows go together: are there, and what a group reads behind them, and not too long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsWholeGroup(float* x, int rows, nint columns, float* end) =>
        rows >= GemvMicroKernel.Rows && columns <= WideColumns && x + (GemvMicroKernel.Rows * columns) + Lanes.Count <= end;

    /// <summary>Rows that are added up in float32.</summary>
    public static int TileRows(int columns) => columns <= WideColumns ? 64 : 16;

    private static int BlocksPerChunk(int columns) => Math.Max(1, ChunkElements / BlockRows / columns);

    private static float* At(float* x, int row, int columns) => x + ((long)row * columns);

    private readonly struct Product(float* x, float* w, float* y, int rows, int columns) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int chunk)
        {
            var (row, last) = RowsOf(chunk, rows, columns);
            float* end = At(x, rows, columns);
            float* tile = At(x, row, columns);
            if (ProductPlan.IsTallSkinny(columns))
            {
                TallSkinny.Run(new TallSkinny.Products(y + row), tile, w, last - row, columns, end, null);
                return;
            }
            for (; row < last && IsWholeGroup(tile, last - row, columns, end); row += GemvMicroKernel.Rows, tile += GemvMicroKernel.Rows * (nint)columns)
                GemvMicroKernel.Multiply(tile, w, columns).Store(y + row);
            for (; row < last; row++, tile += columns)
                y[row] = GemvMicroKernel.MultiplyOne(tile, w, columns, end);
        }
    }

    private readonly struct TransposedProduct(float* x, float* g, double* totals, int rows, int columns) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int chunk)
        {
            var (first, last) = RowsOf(chunk, rows, columns);
            float* end = At(x, rows, columns);
            if (ProductPlan.IsTallSkinny(columns))
            {
                for (int row = first; row < last; row += BlockRows)
                {
                    TallSkinny.Run(
                        new Factors(g + row), At(x, row, columns), null, Math.Min(BlockRows, last - row), columns, end,
                        totals + ((long)(row / BlockRows) * columns));
                }
                return;
            }
            Span<float> memory = columns <= StackColumns ? stackalloc float[StackColumns] : new float[PaddedLength(columns)];
            fixed (float* sums = memory)
            {
                int height = TileRows(columns);
                for (int tile = first; tile < last; tile += height)
                {
                    int row = tile, tileEnd = Math.Min(tile + height, last);
                    float* at = At(x, row, columns);
                    for (; row < tileEnd && IsWholeGroup(at, tileEnd - row, columns, end); row += GemvMicroKernel.Rows, at += GemvMicroKernel.Rows * (nint)columns)
                        GemvMicroKernel.AddTransposed(at, g + row, sums, columns);
                    for (; row < tileEnd; row++, at += columns)
                        GemvMicroKernel.AddTransposedOne(at, g[row], sums, columns, end);
                    GemvMicroKernel.Flush(sums, totals + ((long)(tile / BlockRows) * columns), columns);
                }
            }
        }
    }

    private readonly struct Factors(float* g) : TallSkinny.IStep
    {
        public static bool NeedsProduct => false;

        public static bool NeedsSums => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Run(nint row, Vector256<float> product) => Vector256.Load(g + row);

        public Vector256<float> RunSome(nint row, int count, Vector256<float> product) => Lanes.Load(ref *g, (nuint)row, count);
    }
}
