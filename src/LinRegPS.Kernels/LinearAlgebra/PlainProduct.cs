using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels;

/// <summary>
/// Small matrix products, and those of a vector, by rows and by elements: with fewer than 16 inner elements in order
/// and fused, with more of them, or where <c>wide</c> is set, in float64 and rounded once.
/// </summary>
internal static unsafe class PlainProduct
{
    // From so many multiplications on the time to compile a kernel is soon made up for.
    private const int Many = 512;

    /// <summary>C = A B.</summary>
    public static void Multiply(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k, bool wide)
    {
        if (n == 1)
        {
            MultiplyRightTransposed(a, b, c, m, n, k, wide);
            return;
        }
        for (int i = 0; i < m; i++)
            Summation.SumRows(a.Slice(i * k, k), 1, b, k, c.Slice(i * n, n), wide);
    }

    /// <summary>C = A Bᵀ.</summary>
    public static void MultiplyRightTransposed(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k, bool wide)
    {
        if (m == 1 && n == 1)
        {
            c[0] = Summation.Dot(a[..k], b[..k]);
            return;
        }
        if ((m == 1 || n == 1) && (wide || k >= Summation.LongRows))
        {
            WideMatrixVector.Multiply(n == 1 ? a : b, n == 1 ? b : a, c, m * n, k);
            return;
        }
        if ((m == 1 || n == 1) && m * n * k >= Many)
        {
            MultiplyInOrder(n == 1 ? a : b, n == 1 ? b : a, c, m * n, k);
            return;
        }
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++)
                c[(i * n) + j] = Summation.DotInMatrix(a.Slice(i * k, k), b.Slice(j * k, k), wide);
    }

    /// <summary>C = Aᵀ B.</summary>
    public static void MultiplyLeftTransposed(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k, bool wide)
    {
        if (m == 1 && n == 1)
        {
            c[0] = Summation.Dot(a[..k], b[..k]);
            return;
        }
        for (int i = 0; i < m; i++)
            Summation.SumRows(k == 0 ? a : a[i..], m, b, k, c.Slice(i * n, n), wide);
    }

    private static void MultiplyInOrder(ReadOnlySpan<float> x, ReadOnlySpan<float> w, Span<float> y, int rows, int columns)
    {
        fixed (float* px = x[..(rows * columns)], pw = w[..columns], py = y[..rows])
            NarrowRows.Run(new InOrder(new(py)), px, pw, rows, columns, px + (rows * columns), null);
    }

    private readonly struct InOrder(NarrowRows.Products products) : NarrowRows.IStep
    {
        public static bool NeedsProduct => true;

        public static bool IsInOrder => true;

        public static bool NeedsSums => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Run(nint row, Vector256<float> product) => products.Run(row, product);

        public Vector256<float> RunSome(nint row, int count, Vector256<float> product) => products.RunSome(row, count, product);
    }
}
