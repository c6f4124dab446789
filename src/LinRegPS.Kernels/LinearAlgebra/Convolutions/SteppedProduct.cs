using System.Runtime.CompilerServices;
using LinRegPS.Kernels.LinearAlgebra.Gemm;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.LinearAlgebra.Convolutions;

/// <summary>A product whose operands lie where tables say, tile by tile, with the sums of <see cref="BlockedGemm"/>.</summary>
internal static unsafe class SteppedProduct<TOps, TVector>
    where TOps : struct, IGemmVector<TVector>
    where TVector : struct
{
    // Columns of tiles between two questions whether the work is to end.
    private const int Asked = 8;

    /// <summary>Columns of a tile.</summary>
    public static int Width => 2 * TOps.Count;

    /// <summary>
    /// C = A B. Row i of A at a step is <c>a[rows[i] + step.A]</c>, B's row begins at <c>b[step.B]</c>. C has rows of
    /// <paramref name="rowC"/> floats, and both memory and table go on to whole tiles.
    /// </summary>
    [MethodImpl(Kernel.Hot)]
    public static void Multiply(float* a, int* rows, int m, float* b, int n, Step* steps, int k, float* c, nint rowC)
    {
        int blocks = (k + BlockedGemm.Depth - 1) / BlockedGemm.Depth, block = (k + blocks - 1) / blocks;
        for (int l = 0; l < k; l += block)
        {
            int count = Math.Min(block, k - l);
            for (int j = 0; j < n; j += Width)
            {
                if (j % (Asked * Width) == 0)
                    Interruption.CheckLong();
                for (int i = 0; i < m; i += TOps.Rows)
                    Tile(a, rows + i, m - i <= TOps.Rows / 2, b + j, n - j <= TOps.Count, steps + l, count, c + (i * rowC) + j, rowC, l > 0);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tile(float* a, int* rows, bool low, float* b, bool narrow, Step* steps, int count, float* c, nint rowC, bool add)
    {
        if (!low && !narrow)
            SteppedMicroKernel<TOps, TVector, FullTile>.Multiply(a, rows, b, steps, count, c, rowC, add);
        else if (!narrow)
            SteppedMicroKernel<TOps, TVector, LowTile>.Multiply(a, rows, b, steps, count, c, rowC, add);
        else if (!low)
            SteppedMicroKernel<TOps, TVector, NarrowTile>.Multiply(a, rows, b, steps, count, c, rowC, add);
        else
            SteppedMicroKernel<TOps, TVector, LowNarrowTile>.Multiply(a, rows, b, steps, count, c, rowC, add);
    }

    /// <summary>A table of rows that goes on to whole tiles with its last one.</summary>
    public static int[] Whole(ReadOnlySpan<int> rows)
    {
        int[] whole = new int[Ceiling(rows.Length, TOps.Rows) * TOps.Rows];
        whole.AsSpan().Fill(rows[^1]);
        rows.CopyTo(whole);
        return whole;
    }

    /// <summary>Floats of a row that goes on to whole tiles.</summary>
    public static int WholeWidth(int columns) => Ceiling(columns, Width) * Width;

    private static int Ceiling(int x, int y) => (x + y - 1) / y;
}
