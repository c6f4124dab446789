using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.LinearAlgebra.Gemm;

/// <summary>
/// A matrix as a product sees it: element [i, j] is <c>data[(i * row) + (j * column)]</c>, so that a transposed matrix
/// is the same numbers with the strides exchanged.
/// </summary>
internal readonly unsafe struct Strided(float* data, nint row, nint column)
{
    public readonly nint Row = row, Column = column;

    public float* At(int i, int j) => data + (i * Row) + (j * Column);
}

/// <summary>
/// Large matrix products, in float32: cache blocking, packed panels and a micro-kernel (Goto and van de Geijn 2008). The
/// inner dimension is cut into equal blocks of at most <see cref="Depth"/>; an element's products of a block are summed in
/// order, each fused with its addition, and the blocks' sums are added in order. So |error| &lt;= (Depth + k / Depth) 2⁻²⁴ sum |a b|, and below Depth the sum is in order altogether. An
/// element's bits depend on its row, its column and the vectors' width alone: neither on m and n nor on threads.
/// </summary>
internal static unsafe class BlockedGemm
{
    /// <summary>The longest sum that is kept in registers.</summary>
    internal const int Depth = 512;

    /// <summary>The most rows of C at a time, where A is packed.</summary>
    internal const int SlabRows = 512;

    /// <summary>The most columns of C at a time.</summary>
    internal const int SlabColumns = 2048;

    // The floats that packed panels may take beyond one block, 4 MB, and those that the second cache is sure to hold.
    private const int SlabFloats = 1 << 20;
    private const int CachedFloats = 1 << 18;

    // Multiplications in a chunk of work, a thirty-second of it between these bounds: half of the smaller one is about 20 us of a
    // core, and what the larger one reads of A and B stays in the second cache. Floats in a chunk of packing.
    private const long LeastChunk = 4_200_000, MostChunk = 4 * LeastChunk;
    private const int PackedChunk = 1 << 16;

    [ThreadStatic]
    private static float[]? s_panels;

    /// <summary>C = A B; <paramref name="c"/> is row-major.</summary>
    public static void Multiply(Strided a, Strided b, float* c, int m, int n, int k)
    {
        if (Vector512.IsHardwareAccelerated)
            Multiply<GemmVector512, Vector512<float>>(a, b, c, m, n, k);
        else if (Vector256.IsHardwareAccelerated)
            Multiply<GemmVector256, Vector256<float>>(a, b, c, m, n, k);
        else
            Multiply<GemmVector128, Vector128<float>>(a, b, c, m, n, k);
    }

    /// <summary>The same with vectors of a given width.</summary>
    [MethodImpl(Kernel.Hot)]
    internal static void Multiply<TOps, TVector>(Strided a, Strided b, float* c, int m, int n, int k)
        where TOps : struct, IGemmVector<TVector>
        where TVector : struct
    {
        if (k == 0)
        {
            for (int i = 0; i < m; i++)
                new Span<float>(c + ((nint)i * n), n).Clear();
            return;
        }
        int block = Ceiling(k, Ceiling(k, Depth)), width = 2 * TOps.Count;
        // A tile reads rows of A as fast from where they lie, columns too while they stay in the second cache; and to pack
        // costs as much as a few rows or columns of C.
        bool directA = a.Column == 1 || n <= width || a.Column * k <= CachedFloats, directB = b.Column == 1 && m <= 2 * TOps.Rows;
        int slabRows = directA ? m : SlabRows / TOps.Rows * TOps.Rows, packedRows = TOps.Rows + (directA ? 0 : Math.Min(m, slabRows));
        for (int j = 0; j < n; j += SlabColumns)
        {
            int columns = Math.Min(SlabColumns, n - j), packedColumns = columns + width;
            int most = block * Math.Max(1, SlabFloats / ((packedRows + packedColumns) * block));
            for (int l = 0; l < k; l += most)
            {
                int depth = Math.Min(most, k - l);
                float* packedB = Memory((packedRows + packedColumns) * depth), packedA = packedB + (packedColumns * depth);
                var panelsB = new PackedPanels(b.At(l, j), b.Column, b.Row, columns, depth, width, directB, packedB);
                for (int i = 0; i < m; i += slabRows)
                {
                    int rows = Math.Min(slabRows, m - i);
                    var panelsA = new PackedPanels(a.At(i, l), a.Row, a.Column, rows, depth, TOps.Rows, directA, packedA);
                    AddSlab<TOps, TVector>(
                        panelsA, panelsB, i == 0, c + ((nint)i * n) + j, n, rows, columns, depth, block, l > 0);
                }
            }
        }
    }

    private static int Ceiling(int x, int y) => (x + y - 1) / y;

    // The panels of B are those of all slabs of rows: the first one packs them.
    [MethodImpl(Kernel.Hot)]
    private static void AddSlab<TOps, TVector>(
        PackedPanels panelsA, PackedPanels panelsB, bool packB, float* c, nint rowC, int rows, int columns, int depth, int block, bool add)
        where TOps : struct, IGemmVector<TVector>
        where TVector : struct
    {
        int width = 2 * TOps.Count;
        var pack = new Packing(
            panelsA, panelsB, packB, Math.Max(1, PackedChunk / (width * depth)), Math.Max(1, PackedChunk / (TOps.Rows * depth)));

        int high = rows, wide = columns;
        long work = (long)rows * columns * depth, chunk = Math.Clamp(work / 32, LeastChunk, MostChunk);
        for (; work > chunk && (high > TOps.Rows || wide > width); work /= 2)
        {
            if (high > TOps.Rows && (high >= wide || wide <= width))
                high = Ceiling(high, 2 * TOps.Rows) * TOps.Rows;
            else
                wide = Ceiling(wide, 2 * width) * width;
        }
        var tiles = new TileWork<TOps, TVector>(panelsA, panelsB, c, rowC, rows, columns, depth, block, high, wide, add);
        if (tiles.Chunks > 1)
        {
            Workers.Run(pack.Chunks, pack);
            Workers.Run(tiles.Chunks, tiles);
        }
        else
        {
            Interruption.CheckLong();
            for (int i = 0; i < pack.Chunks; i++)
                pack.Run(i);
            tiles.Run(0);
        }
    }

    // The panels' memory belongs to the calling thread, which keeps it for its next product.
    private static float* Memory(int floats)
    {
        const int alignment = 64;
        if (s_panels is null || s_panels.Length < floats + alignment)
            s_panels = GC.AllocateArray<float>(floats + alignment, pinned: true);
        nint address = (nint)Unsafe.AsPointer(ref s_panels[0]);
        return (float*)((address + alignment - 1) & -alignment);
    }

    private readonly struct Packing(PackedPanels panelsA, PackedPanels panelsB, bool packB, int perChunkB, int perChunkA) : IChunkedWork
    {
        private readonly int _chunksB = packB ? Ceiling(panelsB.Count, perChunkB) : 0;

        public int Chunks => _chunksB + Ceiling(panelsA.Count, perChunkA);

        public void Run(int chunk)
        {
            if (chunk < _chunksB)
                panelsB.Pack(chunk * perChunkB, Math.Min(panelsB.Count, (chunk + 1) * perChunkB));
            else
                panelsA.Pack((chunk - _chunksB) * perChunkA, Math.Min(panelsA.Count, (chunk - _chunksB + 1) * perChunkA));
        }
    }

    private readonly struct TileWork<TOps, TVector>(
        PackedPanels panelsA, PackedPanels panelsB, float* c, nint rowC, int rows, int columns, int depth, int block, int high, int wide, bool add) : IChunkedWork
        where TOps : struct, IGemmVector<TVector>
        where TVector : struct
    {
        private readonly int _across = Ceiling(columns, wide);

        public int Chunks => _across * Ceiling(rows, high);

        [MethodImpl(Kernel.Hot)]
        public void Run(int chunk)
        {
            int firstRow = chunk / _across * high, endRow = Math.Min(rows, firstRow + high);
            int firstColumn = chunk % _across * wide, endColumn = Math.Min(columns, firstColumn + wide);
            float* edge = stackalloc float[TOps.Rows * 2 * TOps.Count];
            for (int l = 0; l < depth; l += block)
            {
                int steps = Math.Min(block, depth - l);
                for (int i = firstRow; i < endRow; i += TOps.Rows)
                {
                    for (int j = firstColumn; j < endColumn; j += 2 * TOps.Count)
                        Multiply(i, Math.Min(TOps.Rows, endRow - i), j, Math.Min(2 * TOps.Count, endColumn - j), l, steps, edge);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Multiply(int i, int high, int j, int wide, int l, int steps, float* edge)
        {
            float* a = panelsA.At(i, l, out nint rowA, out nint stepA), b = panelsB.At(j, l, out _, out nint stepB);
            float* to = c + (i * rowC) + j;
            bool low = high <= TOps.Rows / 2, narrow = wide <= TOps.Count, sum = add || l > 0;
            bool full = high == (low ? TOps.Rows / 2 : TOps.Rows) && wide == (narrow ? TOps.Count : 2 * TOps.Count);
            float* target = full ? to : edge;
            nint row = full ? rowC : 2 * TOps.Count;
            if (!low && !narrow)
                GemmMicroKernel<TOps, TVector, FullTile>.Multiply(a, rowA, stepA, b, stepB, steps, target, row, sum && full);
            else if (!narrow)
                GemmMicroKernel<TOps, TVector, LowTile>.Multiply(a, rowA, stepA, b, stepB, steps, target, row, sum && full);
            else if (!low)
                GemmMicroKernel<TOps, TVector, NarrowTile>.Multiply(a, rowA, stepA, b, stepB, steps, target, row, sum && full);
            else
                GemmMicroKernel<TOps, TVector, LowNarrowTile>.Multiply(a, rowA, stepA, b, stepB, steps, target, row, sum && full);
            if (!full)
                StoreEdge(edge, to, high, wide, sum);
        }

        [MethodImpl(Kernel.Hot)]
        private void StoreEdge(float* edge, float* to, int high, int wide, bool sum)
        {
            for (int i = 0; i < high; i++, edge += 2 * TOps.Count, to += rowC)
            {
                int j = 0;
                for (; j + Vector128<float>.Count <= wide; j += Vector128<float>.Count)
                {
                    var element = Vector128.Load(edge + j);
                    (sum ? Vector128.Load(to + j) + element : element).Store(to + j);
                }
                for (; j < wide; j++)
                    to[j] = sum ? to[j] + edge[j] : edge[j];
            }
        }
    }
}
