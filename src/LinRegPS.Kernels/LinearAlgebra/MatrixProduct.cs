namespace LinRegPS.Kernels;

/// <summary>
/// Products of row-major matrices into a fresh C of [m, n]; the inner size is k. Each element is added up in float64
/// and rounded once. One element alone is a <see cref="Summation.Dot"/>, whose few products and sums are rounded
/// separately: that gives a small linear model PyTorch's bits.
/// </summary>
public static class MatrixProduct
{
    /// <summary>C = A B, with A [m, k] and B [k, n].</summary>
    public static void Multiply(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k)
    {
        if (n == 1)
            MultiplyRightTransposed(a, b, c, m, n, k);
        else
        {
            for (int i = 0; i < m; i++)
                Summation.SumRows(a.Slice(i * k, k), 1, b, k, c.Slice(i * n, n));
        }
    }

    /// <summary>C = A Bᵀ, with A [m, k] and B [n, k].</summary>
    public static void MultiplyRightTransposed(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k)
    {
        if (m == 1 && n == 1)
        {
            c[0] = Summation.Dot(a[..k], b[..k]);
            return;
        }
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++)
                c[(i * n) + j] = (float)Summation.DotWide(a.Slice(i * k, k), b.Slice(j * k, k));
    }

    /// <summary>C = Aᵀ B, with A [k, m] and B [k, n].</summary>
    public static void MultiplyLeftTransposed(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k)
    {
        if (m == 1 && n == 1)
        {
            c[0] = Summation.Dot(a[..k], b[..k]);
            return;
        }
        for (int i = 0; i < m; i++)
            Summation.SumRows(k == 0 ? a : a[i..], m, b, k, c.Slice(i * n, n));
    }
}
