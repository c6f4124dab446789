namespace LinRegPS.Kernels;

/// <summary>
/// Products of row-major matrices into a fresh C of [m, n]; the inner size is k. With fewer than 16 inner elements the
/// sums are PyTorch's, bit for bit: in order and fused, but for one element alone, whose products and sums are rounded
/// separately. With more, or where <c>wide</c> is set, they are added up in float64 and rounded once.
/// </summary>
public static class MatrixProduct
{
    // From here on speed counts: float32, in blocks.
    private const long Large = 100_000;

    /// <summary>Whether a product has so many multiplications that it is summed in float32.</summary>
    internal static bool IsLarge(int m, int n, int k) => (long)m * n * k >= Large;

    /// <summary>C = A B, with A [m, k] and B [k, n].</summary>
    public static void Multiply(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k, bool wide = false)
    {
        if (n == 1)
            MultiplyRightTransposed(a, b, c, m, n, k, wide);
        else if (m == 1 && IsLarge(m, n, k))
            MatrixVector.MultiplyTransposed(b, a, c, k, n);
        else
        {
            for (int i = 0; i < m; i++)
                Summation.SumRows(a.Slice(i * k, k), 1, b, k, c.Slice(i * n, n), wide);
        }
    }

    /// <summary>C = A Bᵀ, with A [m, k] and B [n, k].</summary>
    public static void MultiplyRightTransposed(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k, bool wide = false)
    {
        if (m == 1 && n == 1)
        {
            c[0] = Summation.Dot(a[..k], b[..k]);
            return;
        }
        if ((m == 1 || n == 1) && IsLarge(m, n, k))
        {
            MatrixVector.Multiply(n == 1 ? a : b, n == 1 ? b : a, c, m * n, k);
            return;
        }
        if ((m == 1 || n == 1) && (wide || k >= Summation.LongRows))
        {
            WideMatrixVector.Multiply(n == 1 ? a : b, n == 1 ? b : a, c, m * n, k);
            return;
        }
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++)
                c[(i * n) + j] = Summation.DotInMatrix(a.Slice(i * k, k), b.Slice(j * k, k), wide);
    }

    /// <summary>C = Aᵀ B, with A [k, m] and B [k, n].</summary>
    public static void MultiplyLeftTransposed(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k, bool wide = false)
    {
        if (m == 1 && n == 1)
        {
            c[0] = Summation.Dot(a[..k], b[..k]);
            return;
        }
        if ((m == 1 || n == 1) && IsLarge(m, n, k))
        {
            MatrixVector.MultiplyTransposed(n == 1 ? a : b, n == 1 ? b : a, c, k, m * n);
            return;
        }
        for (int i = 0; i < m; i++)
            Summation.SumRows(k == 0 ? a : a[i..], m, b, k, c.Slice(i * n, n), wide);
    }
}
