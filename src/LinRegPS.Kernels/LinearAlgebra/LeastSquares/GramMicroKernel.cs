using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels.LinearAlgebra.LeastSquares;

/// <summary>The micro-kernel of a Gram matrix: how products of blocks of rows, packed in panels, are added to the tiles of a Gram matrix.</summary>
internal unsafe interface IGramMicroKernel
{
    /// <summary>Doubles that stand for each element, in arrays one behind the other.</summary>
    static abstract int Parts { get; }

    /// <summary>Adds the products of the panels of a block: the tiles on and above the diagonal.</summary>
    static abstract void AddProducts(double* block, int rows, int panels, double* total);

    /// <summary>Adds the sums of some rows to those of the rows before.</summary>
    static abstract void Combine(double* total, double* part, int size);
}

/// <summary>Products added up in float64: tiles of 8 by 8 or 8 by 16 sums, which stay in registers for all rows of a block.</summary>
internal readonly unsafe struct Float64GramMicroKernel : IGramMicroKernel
{
    private const int Panel = GramMatrix.Panel, PanelSize = GramMatrix.PanelSize;

    public static int Parts => 1;

    [MethodImpl(Kernel.Hot)]
    public static void Combine(double* total, double* part, int size)
    {
        for (int i = 0; i < size; i++)
            total[i] += part[i];
    }

    // Two tiles beside each other where there are two.
    [MethodImpl(Kernel.Hot)]
    public static void AddProducts(double* block, int rows, int panels, double* total)
    {
        for (int j = 0; j < panels; j += 2)
        {
            double* right = block + (j * PanelSize);
            for (int i = 0; i < Math.Min(j + 2, panels); i++)
            {
                double* left = block + (i * PanelSize), tile = total + (((i * panels) + j) * Panel * Panel);
                if (i > j)
                    Tile(left, right + PanelSize, rows, tile + (Panel * Panel));
                else if (j + 1 == panels)
                    Tile(left, right, rows, tile);
                else if (Vector512.IsHardwareAccelerated)
                    TwoTiles(left, right, right + PanelSize, rows, tile);
                else
                {
                    Tile(left, right, rows, tile);
                    Tile(left, right + PanelSize, rows, tile + (Panel * Panel));
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

    [MethodImpl(Kernel.Hot)]
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

    [MethodImpl(Kernel.Hot)]
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
    [MethodImpl(Kernel.Hot)]
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
