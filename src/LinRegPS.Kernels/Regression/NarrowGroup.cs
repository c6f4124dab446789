using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels;

/// <summary>
/// A block of the linear regression whose rows have nine to sixteen columns, so that a row is two vectors and the weights
/// and their gradients stay in registers. The bits are those of <see cref="RowGroup"/>.
/// </summary>
internal static unsafe class NarrowGroup
{
    /// <summary>Whether a matrix is narrow.</summary>
    public static bool Fits(int columns) => columns is > Lanes.Count and <= 2 * Lanes.Count;

    /// <summary>
    /// Whole groups of rows: y = X w + bias, error = (y - target) factor scale, sums += Xᵀ error; after each tile the sums
    /// go to the totals. Behind the rows one more vector can be read; w has two.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        float* x, float* w, float* bias, float* target, float factor, float scale, int rows, nint columns,
        float* y, float* error, float* sums, double* totals)
    {
        var mask = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create((int)columns - Lanes.Count)).AsSingle();
        Vector256<float> w0 = Vector256.Load(w), w1 = Vector256.Load(w + Lanes.Count);
        Vector256<float> sum0 = default, sum1 = default;
        for (int row = 0; row < rows; row += RowGroup.Rows)
        {
            float* x1 = x + columns, x2 = x1 + columns, x3 = x2 + columns, x4 = x3 + columns;
            float* x5 = x4 + columns, x6 = x5 + columns, x7 = x6 + columns;
            var prediction = RowGroup.Across(
                Products(x, w0, w1, mask), Products(x1, w0, w1, mask), Products(x2, w0, w1, mask), Products(x3, w0, w1, mask),
                Products(x4, w0, w1, mask), Products(x5, w0, w1, mask), Products(x6, w0, w1, mask), Products(x7, w0, w1, mask));
            if (bias is not null)
                prediction += Vector256.Create(*bias);
            prediction.Store(y + row);
            ((prediction - Vector256.Load(target + row)) * factor * scale).Store(error + row);
            float* g = error + row;
            Vector256<float> g0 = Vector256.Create(g[0]), g1 = Vector256.Create(g[1]), g2 = Vector256.Create(g[2]);
            Vector256<float> g3 = Vector256.Create(g[3]), g4 = Vector256.Create(g[4]), g5 = Vector256.Create(g[5]);
            Vector256<float> g6 = Vector256.Create(g[6]), g7 = Vector256.Create(g[7]);
            Vector256<float> even0 = g0 * Vector256.Load(x), even1 = g0 * Vector256.Load(x + Lanes.Count);
            Vector256<float> odd0 = g1 * Vector256.Load(x1), odd1 = g1 * Vector256.Load(x1 + Lanes.Count);
            even0 = Vector256.FusedMultiplyAdd(g2, Vector256.Load(x2), even0);
            even1 = Vector256.FusedMultiplyAdd(g2, Vector256.Load(x2 + Lanes.Count), even1);
            odd0 = Vector256.FusedMultiplyAdd(g3, Vector256.Load(x3), odd0);
            odd1 = Vector256.FusedMultiplyAdd(g3, Vector256.Load(x3 + Lanes.Count), odd1);
            even0 = Vector256.FusedMultiplyAdd(g4, Vector256.Load(x4), even0);
            even1 = Vector256.FusedMultiplyAdd(g4, Vector256.Load(x4 + Lanes.Count), even1);
            odd0 = Vector256.FusedMultiplyAdd(g5, Vector256.Load(x5), odd0);
            odd1 = Vector256.FusedMultiplyAdd(g5, Vector256.Load(x5 + Lanes.Count), odd1);
            even0 = Vector256.FusedMultiplyAdd(g6, Vector256.Load(x6), even0);
            even1 = Vector256.FusedMultiplyAdd(g6, Vector256.Load(x6 + Lanes.Count), even1);
            odd0 = Vector256.FusedMultiplyAdd(g7, Vector256.Load(x7), odd0);
            odd1 = Vector256.FusedMultiplyAdd(g7, Vector256.Load(x7 + Lanes.Count), odd1);
            sum0 += even0 + odd0;
            sum1 += even1 + odd1;
            x = x7 + columns;
            if ((row + RowGroup.Rows) % MatrixVector.TileRows == 0)
            {
                sum0.Store(sums);
                sum1.Store(sums + Lanes.Count);
                RowGroup.Flush(sums, totals, (int)columns);
                sum0 = sum1 = default;
            }
        }
        sum0.Store(sums);
        sum1.Store(sums + Lanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Products(float* x, Vector256<float> w0, Vector256<float> w1, Vector256<float> mask) =>
        Vector256.FusedMultiplyAdd(w0, Vector256.Load(x), Vector256<float>.Zero)
        + Vector256.FusedMultiplyAdd(w1, mask & Vector256.Load(x + Lanes.Count), Vector256<float>.Zero);
}
