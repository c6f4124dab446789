using System.Runtime.CompilerServices;
using LinRegPS.Kernels.LinearAlgebra.Gemm;
using LinRegPS.Kernels.LinearAlgebra.Gemv;
using LinRegPS.Kernels.LinearAlgebra.Planning;
using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Kernels.LinearAlgebra;

/// <summary>
/// Products of row-major float32 matrices into a fresh C of [m, n]; the inner size is k. BLAS's sgemm, and sgemv where m
/// or n is 1, with alpha 1 and beta 0. <see cref="ProductPlan"/> says how an element is summed: small products as PyTorch
/// has them or right to half an ulp, large ones of 100,000 multiplications and more in float32, with an error of at most
/// (min(k, 512) + k / 512) 2⁻²⁴ sum |a b|.
/// </summary>
public static unsafe class MatrixProduct
{
    /// <summary>C = A B.</summary>
    /// <param name="a">A, [m, k].</param>
    /// <param name="b">B, [k, n].</param>
    /// <param name="c">Receives C, [m, n]; neither A nor B.</param>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="n">Columns of B and C.</param>
    /// <param name="k">Columns of A, rows of B.</param>
    /// <param name="float64">Whether small products are summed in float64, however small k.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than its matrix.</exception>
    public static void Multiply(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k, bool float64 = false)
    {
        Check(a, b, c, m, n, k);
        var path = ProductPlan.Choose(m, n, k, float64);
        if (path == ProductPath.DotProduct)
            c[0] = Summation.Dot(a[..k], b[..k]);
        else if (n == 1)
            TimesVector(path, a, b, c, m, k);
        else if (m == 1)
            TransposedTimesVector(path, b, a, c, k, n);
        else if (path == ProductPath.GemmInBlocks)
        {
            fixed (float* pa = a, pb = b, pc = c)
                BlockedGemm.Multiply(new Strided(pa, k, 1), new Strided(pb, n, 1), pc, m, n, k);
        }
        else
            SmallGemm.Multiply(a, b, c, m, n, k, path == ProductPath.InFloat64);
    }

    /// <summary>C = A Bᵀ.</summary>
    /// <param name="a">A, [m, k].</param>
    /// <param name="b">B, [n, k].</param>
    /// <param name="c">Receives C, [m, n]; neither A nor B.</param>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="n">Rows of B, columns of C.</param>
    /// <param name="k">Columns of A and B.</param>
    /// <param name="float64">Whether small products are summed in float64, however small k.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than its matrix.</exception>
    public static void MultiplyRightTransposed(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k, bool float64 = false)
    {
        Check(a, b, c, m, n, k);
        var path = ProductPlan.Choose(m, n, k, float64);
        if (path == ProductPath.DotProduct)
            c[0] = Summation.Dot(a[..k], b[..k]);
        else if (m == 1 || n == 1)
            TimesVector(path, n == 1 ? a : b, n == 1 ? b : a, c, m * n, k);
        else if (path == ProductPath.GemmInBlocks)
        {
            fixed (float* pa = a, pb = b, pc = c)
                BlockedGemm.Multiply(new Strided(pa, k, 1), new Strided(pb, 1, k), pc, m, n, k);
        }
        else
            SmallGemm.MultiplyRightTransposed(a, b, c, m, n, k, path == ProductPath.InFloat64);
    }

    /// <summary>C = Aᵀ B.</summary>
    /// <param name="a">A, [k, m].</param>
    /// <param name="b">B, [k, n].</param>
    /// <param name="c">Receives C, [m, n]; neither A nor B.</param>
    /// <param name="m">Columns of A, rows of C.</param>
    /// <param name="n">Columns of B and C.</param>
    /// <param name="k">Rows of A and B.</param>
    /// <param name="float64">Whether small products are summed in float64, however small k.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than its matrix.</exception>
    public static void MultiplyLeftTransposed(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k, bool float64 = false)
    {
        Check(a, b, c, m, n, k);
        var path = ProductPlan.Choose(m, n, k, float64);
        if (path == ProductPath.DotProduct)
            c[0] = Summation.Dot(a[..k], b[..k]);
        else if (m == 1 || n == 1)
            TransposedTimesVector(path, n == 1 ? a : b, n == 1 ? b : a, c, k, m * n);
        else if (path == ProductPath.GemmInBlocks)
        {
            fixed (float* pa = a, pb = b, pc = c)
                BlockedGemm.Multiply(new Strided(pa, 1, m), new Strided(pb, n, 1), pc, m, n, k);
        }
        else
            SmallGemm.MultiplyLeftTransposed(a, b, c, m, n, k, path == ProductPath.InFloat64);
    }

    // y = X w, X being [rows, columns].
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TimesVector(
        ProductPath path, ReadOnlySpan<float> x, ReadOnlySpan<float> w, Span<float> y, int rows, int columns)
    {
        switch (path)
        {
            case ProductPath.GemvInBlocks:
                BlockedGemv.Multiply(x, w, y, rows, columns);
                break;
            case ProductPath.InFloat64:
                Float64Gemv.Multiply(x, w, y, rows, columns);
                break;
            case ProductPath.InOrderTallSkinny:
                TallSkinny.MultiplyInOrder(x, w, y, rows, columns);
                break;
            case ProductPath.InOrder when columns == 1:
                // The same sums, which begin with 0, for all rows in lanes.
                Elementwise.Forward(new AddScaled(w[0]), [0], x[..rows], y[..rows]);
                break;
            default:
                SmallGemm.MultiplyRightTransposed(x, w, y, rows, 1, columns, float64: false);
                break;
        }
    }

    // sums = Xᵀ g, X being [rows, columns].
    private static void TransposedTimesVector(
        ProductPath path, ReadOnlySpan<float> x, ReadOnlySpan<float> g, Span<float> sums, int rows, int columns)
    {
        if (path == ProductPath.GemvInBlocks)
            BlockedGemv.MultiplyTransposed(x, g, sums, rows, columns);
        else
            SmallGemm.SumRows(g, 1, x, rows, sums[..columns], path == ProductPath.InFloat64);
    }

    // Kernels work with pointers, which check nothing.
    private static void Check(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, int m, int n, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(a.Length, (long)m * k);
        ArgumentOutOfRangeException.ThrowIfLessThan(b.Length, (long)k * n);
        ArgumentOutOfRangeException.ThrowIfLessThan(c.Length, (long)m * n);
    }
}
