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
        // One loop over the tile for each direction: in one loop every group would wait for its own predictions.
        for (int row = 0; row < rows; row += MatrixVector.TileRows)
        {
            int height = Math.Min(MatrixVector.TileRows, rows - row);
            Forward(x, w, bias, target + row, factor, scale, height, columns, y + row, error + row);
            Backward(x, error + row, height, columns, sums);
            if (height == MatrixVector.TileRows)
                RowGroup.Flush(sums, totals, (int)columns);
            x += height * columns;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward(
        float* x, float* w, float* bias, float* target, float factor, float scale, int rows, nint columns, float* y, float* error)
    {
        var mask = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create((int)columns - Lanes.Count)).AsSingle();
        Vector256<float> w0 = Vector256.Load(w), w1 = Vector256.Load(w + Lanes.Count);
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
            x = x7 + columns;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward(float* x, float* error, int rows, nint columns, float* sums)
    {
        Vector256<float> sum0 = Vector256.Load(sums), sum1 = Vector256.Load(sums + Lanes.Count);
        for (float* end = error + rows; error < end; error += RowGroup.Rows)
        {
            float* x1 = x + columns, x2 = x1 + columns, x3 = x2 + columns, x4 = x3 + columns;
            float* x5 = x4 + columns, x6 = x5 + columns, x7 = x6 + columns;
            Vector256<float> g0 = Vector256.Create(error[0]), g1 = Vector256.Create(error[1]);
            Vector256<float> even0 = g0 * Vector256.Load(x), even1 = g0 * Vector256.Load(x + Lanes.Count);
            Vector256<float> odd0 = g1 * Vector256.Load(x1), odd1 = g1 * Vector256.Load(x1 + Lanes.Count);
            AddTimes(error[2], x2, ref even0, ref even1);
            AddTimes(error[3], x3, ref odd0, ref odd1);
            AddTimes(error[4], x4, ref even0, ref even1);
            AddTimes(error[5], x5, ref odd0, ref odd1);
            AddTimes(error[6], x6, ref even0, ref even1);
            AddTimes(error[7], x7, ref odd0, ref odd1);
            sum0 += even0 + odd0;
            sum1 += even1 + odd1;
            x = x7 + columns;
        }
        sum0.Store(sums);
        sum1.Store(sums + Lanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTimes(float factor, float* x, ref Vector256<float> lower, ref Vector256<float> upper)
    {
        var f = Vector256.Create(factor);
        lower = Vector256.FusedMultiplyAdd(f, Vector256.Load(x), lower);
        upper = Vector256.FusedMultiplyAdd(f, Vector256.Load(x + Lanes.Count), upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Products(float* x, Vector256<float> w0, Vector256<float> w1, Vector256<float> mask) =>
        Vector256.FusedMultiplyAdd(w0, Vector256.Load(x), Vector256<float>.Zero)
        + Vector256.FusedMultiplyAdd(w1, mask & Vector256.Load(x + Lanes.Count), Vector256<float>.Zero);
}
