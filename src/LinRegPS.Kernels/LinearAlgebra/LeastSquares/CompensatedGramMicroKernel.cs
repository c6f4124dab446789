using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels.LinearAlgebra.LeastSquares;

/// <summary>
/// Exact products added up in twice the precision of double: what each sum rounds off is added up beside it (Ogita, Rump and
/// Oishi 2005). Tiles of 4 by 4 sums.
/// </summary>
internal readonly unsafe struct CompensatedGramMicroKernel : IGramMicroKernel
{
    private const int Panel = GramMatrix.Panel, PanelSize = GramMatrix.PanelSize, Lanes = 4;

    public static int Parts => 2;

    [MethodImpl(Kernel.Hot)]
    public static void AddProducts(double* block, int rows, int panels, double* total)
    {
        int size = panels * panels * Panel * Panel;
        for (int j = 0; j < panels; j++)
        {
            for (int i = 0; i <= j; i++)
            {
                double* tile = total + (((i * panels) + j) * Panel * Panel);
                for (int part = 0; part < 4; part++)
                {
                    int row = part / 2 * Lanes, column = part % 2 * Lanes;
                    Tile(block + (i * PanelSize) + row, block + (j * PanelSize) + column, rows, tile + (row * Panel) + column, size);
                }
            }
        }
    }

    [MethodImpl(Kernel.Hot)]
    public static void Combine(double* total, double* part, int size)
    {
        for (int i = 0; i < size; i += Lanes)
            Add(Vector256.Load(part + i), Vector256.Load(part + size + i), total + i, size);
    }

    [MethodImpl(Kernel.Hot)]
    private static void Tile(double* left, double* right, int rows, double* tile, int size)
    {
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
        Vector256<double> e0 = default, e1 = default, e2 = default, e3 = default;
        for (int row = 0; row < rows; row++, left += Panel, right += Panel)
        {
            var r = Vector256.Load(right);
            s0 = Sum(s0, Vector256.Create(left[0]) * r, ref e0);
            s1 = Sum(s1, Vector256.Create(left[1]) * r, ref e1);
            s2 = Sum(s2, Vector256.Create(left[2]) * r, ref e2);
            s3 = Sum(s3, Vector256.Create(left[3]) * r, ref e3);
        }
        Add(s0, e0, tile, size);
        Add(s1, e1, tile + Panel, size);
        Add(s2, e2, tile + (2 * Panel), size);
        Add(s3, e3, tile + (3 * Panel), size);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector256<double> sum, Vector256<double> error, double* to, int size)
    {
        error += Vector256.Load(to + size);
        Sum(Vector256.Load(to), sum, ref error).Store(to);
        error.Store(to + size);
    }

    // a + b, with what was rounded off added to the error (Knuth).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Sum(Vector256<double> a, Vector256<double> b, ref Vector256<double> error)
    {
        var sum = a + b;
        var part = sum - a;
        error += (a - (sum - part)) + (b - part);
        return sum;
    }
}
