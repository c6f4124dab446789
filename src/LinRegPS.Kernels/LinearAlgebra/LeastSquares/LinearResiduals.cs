using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using LinRegPS.Kernels.Reductions;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.LinearAlgebra.LeastSquares;

/// <summary>
/// The residuals r = y - X b of float32 X, in double or as good as in twice that precision (compensated products and sums:
/// Ogita, Rump and Oishi 2005), and what least squares need of them: (X - shift)'r, the sum of r and of its squares.
/// One pass over X; the bits do not depend on the number of threads.
/// </summary>
public static unsafe class LinearResiduals
{
    // Rows that are still in the first-level cache when they are read the second time, for 100 columns.
    private const int BlockRows = 64;

    private const int ChunkElements = 1 << 17, MostChunks = 512;

    /// <summary>Computes residuals, and their products with the columns.</summary>
    /// <param name="x">X, [rows, columns].</param>
    /// <param name="y">What is to be explained; [rows].</param>
    /// <param name="coefficients">One for each column and, last, the intercept; each as a sum of two doubles, one behind the other: [columns + 1, 2].</param>
    /// <param name="shift">What is subtracted from each column of X in the products, [columns].</param>
    /// <param name="residuals">Receives the residuals, each as a sum of two doubles: [rows, 2].</param>
    /// <param name="products">Receives (X - shift)'r, the sum of r, and that of its squares: [columns + 2].</param>
    /// <param name="compensated">Whether in twice the precision, at three times the cost.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Compute(
        ReadOnlySpan<float> x, ReadOnlySpan<double> y, ReadOnlySpan<double> coefficients, ReadOnlySpan<double> shift,
        Span<double> residuals, Span<double> products, bool compensated = true)
    {
        int rows = y.Length, columns = (coefficients.Length / 2) - 1, width = columns + 2;
        int chunkRows = Math.Max(Math.Max(ChunkElements / Math.Max(columns, 1), BlockRows), (rows + MostChunks - 1) / MostChunks);
        int chunks = (rows + chunkRows - 1) / chunkRows;
        double[] high = new double[columns], low = new double[columns], sums = new double[chunks * width];
        for (int j = 0; j < columns; j++)
        {
            high[j] = coefficients[2 * j];
            low[j] = coefficients[(2 * j) + 1];
        }
        fixed (float* px = x[..(rows * columns)])
        fixed (double* py = y, ph = high, pl = low, ps = shift[..columns], pr = residuals[..(2 * rows)], pt = sums)
        {
            var model = new Model(ph, pl, columns, coefficients[^2], coefficients[^1]);
            Workers.Run(chunks, new ChunkResiduals(px, py, model, ps, pr, pt, rows, chunkRows, compensated));
        }
        products = products[..width];
        products.Clear();
        for (int i = 0; i < sums.Length; i++)
            products[i % width] += sums[i];
    }

    private readonly struct Model(double* high, double* low, int columns, double intercept, double interceptRest)
    {
        public double* High { get; } = high;

        public double* Low { get; } = low;

        public int Columns { get; } = columns;

        public double Intercept { get; } = intercept;

        public double InterceptRest { get; } = interceptRest;
    }

    private readonly struct ChunkResiduals(
        float* x, double* y, Model model, double* shift, double* residuals, double* sums, int rows, int chunkRows, bool compensated)
        : IChunkedWork
    {
        public void Run(int chunk)
        {
            int width = model.Columns + 2, end = Math.Min(rows, (chunk + 1) * chunkRows);
            double* products = sums + (chunk * width);
            for (int row = chunk * chunkRows; row < end; row += BlockRows)
            {
                int count = Math.Min(BlockRows, end - row);
                float* block = x + ((long)row * model.Columns);
                double* r = residuals + (2 * row);
                if (compensated)
                    Residuals(block, y + row, model, r, count);
                else
                    PlainResiduals(block, y + row, model, r, count);
                AddProducts(block, shift, r, count, model.Columns, products);
            }
        }
    }

    [MethodImpl(Kernel.Hot)]
    private static void Residuals(float* x, double* y, Model model, double* residuals, int rows)
    {
        double* high = model.High, low = model.Low;
        int columns = model.Columns;
        for (int row = 0; row < rows; row++, x += columns)
        {
            Vector256<double> s0 = default, s1 = default, e0 = default, e1 = default;
            int j = 0;
            for (; j + 8 <= columns; j += 8)
            {
                s0 = SumProduct(s0, x + j, high + j, low + j, ref e0);
                s1 = SumProduct(s1, x + j + 4, high + j + 4, low + j + 4, ref e1);
            }
            if (j + 4 <= columns)
            {
                s0 = SumProduct(s0, x + j, high + j, low + j, ref e0);
                j += 4;
            }
            s0 = Sum(s0, s1, ref e0);
            e0 += e1;
            double error = (e0.GetElement(0) + e0.GetElement(2)) + (e0.GetElement(1) + e0.GetElement(3));
            double sum = Sum(Sum(s0.GetElement(0), s0.GetElement(2), ref error), Sum(s0.GetElement(1), s0.GetElement(3), ref error), ref error);
            for (; j < columns; j++)
            {
                double product = x[j] * high[j];
                error += Math.FusedMultiplyAdd(x[j], high[j], -product) + (x[j] * low[j]);
                sum = Sum(sum, product, ref error);
            }
            error += model.InterceptRest;
            sum = Sum(sum, model.Intercept, ref error);
            error = -error;
            sum = Sum(y[row], -sum, ref error);
            residuals[2 * row] = sum + error;
            residuals[(2 * row) + 1] = error - (residuals[2 * row] - sum);
        }
    }

    [MethodImpl(Kernel.Hot)]
    private static void PlainResiduals(float* x, double* y, Model model, double* residuals, int rows)
    {
        double* b = model.High;
        int columns = model.Columns;
        for (int row = 0; row < rows; row++, x += columns)
        {
            // A wide vector is two narrow ones: the bits are the same.
            Vector512<double> first = default, second = default;
            int j = 0;
            for (; j + 16 <= columns; j += 16)
            {
                first = Vector512.FusedMultiplyAdd(Lanes.Widen(Vector256.Load(x + j)), Vector512.Load(b + j), first);
                second = Vector512.FusedMultiplyAdd(Lanes.Widen(Vector256.Load(x + j + 8)), Vector512.Load(b + j + 8), second);
            }
            Vector256<double> s0 = first.GetLower(), s1 = first.GetUpper(), s2 = second.GetLower(), s3 = second.GetUpper();
            for (; j + 4 <= columns; j += 4)
                s0 = Vector256.FusedMultiplyAdd(Lanes.Widen(Vector128.Load(x + j)), Vector256.Load(b + j), s0);
            double sum = Float64Sum.Across((s0 + s1) + (s2 + s3));
            for (; j < columns; j++)
                sum = Math.FusedMultiplyAdd(x[j], b[j], sum);
            (residuals[2 * row], residuals[(2 * row) + 1]) = (y[row] - (sum + model.Intercept), 0);
        }
    }

    [MethodImpl(Kernel.Hot)]
    private static void AddProducts(float* x, double* shift, double* residuals, int rows, int columns, double* products)
    {
        double sum = 0, squares = 0;
        for (int row = 0; row < rows; row++)
        {
            sum += residuals[2 * row];
            squares += residuals[2 * row] * residuals[2 * row];
        }
        products[columns] += sum;
        products[columns + 1] += squares;

        int i = 0;
        // Four rows at a time, so that the sums are loaded and stored less often.
        for (; i + 4 <= rows; i += 4, x += 4 * columns)
        {
            double r0 = residuals[2 * i], r1 = residuals[(2 * i) + 2], r2 = residuals[(2 * i) + 4], r3 = residuals[(2 * i) + 6];
            int j = 0;
            for (; j + 8 <= columns; j += 8)
            {
                if (Sse.IsSupported)
                {
                    Sse.Prefetch1(x + (BlockRows * columns) + (4 * j));
                    Sse.Prefetch1(x + (BlockRows * columns) + (4 * j) + 16);
                }
                var mean = Vector512.Load(shift + j);
                var sums = Vector512.Load(products + j);
                sums = Vector512.MultiplyAddEstimate(Lanes.Widen(Vector256.Load(x + j)) - mean, Vector512.Create(r0), sums);
                sums = Vector512.MultiplyAddEstimate(Lanes.Widen(Vector256.Load(x + columns + j)) - mean, Vector512.Create(r1), sums);
                sums = Vector512.MultiplyAddEstimate(Lanes.Widen(Vector256.Load(x + (2 * columns) + j)) - mean, Vector512.Create(r2), sums);
                sums = Vector512.MultiplyAddEstimate(Lanes.Widen(Vector256.Load(x + (3 * columns) + j)) - mean, Vector512.Create(r3), sums);
                sums.Store(products + j);
            }
            for (; j < columns; j++)
            {
                products[j] += (x[j] - shift[j]) * r0 + (x[columns + j] - shift[j]) * r1
                    + ((x[(2 * columns) + j] - shift[j]) * r2 + (x[(3 * columns) + j] - shift[j]) * r3);
            }
        }
        for (; i < rows; i++, x += columns)
        {
            for (int j = 0; j < columns; j++)
                products[j] += (x[j] - shift[j]) * residuals[2 * i];
        }
    }

    // The product's own rounding error is a double: the fused operation gives it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> SumProduct(
        Vector256<double> sum, float* x, double* high, double* low, ref Vector256<double> error)
    {
        Vector256<double> x4 = Lanes.Widen(Vector128.Load(x)), high4 = Vector256.Load(high), product = x4 * high4;
        var rest = Vector256.MultiplyAddEstimate(x4, Vector256.Load(low), Vector256.FusedMultiplyAdd(x4, high4, -product));
        var next = sum + product;
        var part = next - sum;
        // One addition to the error: it is what the next element waits for.
        error += rest + ((sum - (next - part)) + (product - part));
        return next;
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum(double a, double b, ref double error)
    {
        double sum = a + b, part = sum - a;
        error += (a - (sum - part)) + (b - part);
        return sum;
    }
}
