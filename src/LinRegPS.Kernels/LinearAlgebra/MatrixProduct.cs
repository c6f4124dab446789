namespace LinRegPS.Kernels;

/// <summary>
/// Products of row-major matrices into a fresh C of [m, n]; the inner size is k. With fewer than 16 inner elements the
/// sums are PyTorch's, bit for bit: in order and fused, but for one element alone, whose products and sums are rounded
/// separately. With more, or where <c>wide</c> is set, they are added up in float64 and rounded once, unless there are
/// 100,000 multiplications or more: those are done in float32, fused, and in order but for the blocks of at most 512
/// that a longer sum is made of: an element's error is at most (min(k, 512) + k / 512) 2⁻²⁴ sum |a b|. Those with a
/// vector are the matter of <see cref="MatrixVector"/>.
/// </summary>
public static unsafe class MatrixProduct
{
    // From here on speed counts: float32, in blocks.
    private const long Large = 100_000;

    /// <summary>Whether a product has so many multiplications that it is summed in float32.</summary>
    internal static bool IsLarge(int m, int n, int k) => (long)m * n * k >= Large;

    /// <summary>C = A B, with A [m, k] and B [k, n].</summary>
    public static void Multiply(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k, bool wide = false)
    {
        if (IsPlain(m, n, k))
        {
            PlainProduct.Multiply(a, b, c, m, n, k, wide);
            return;
        }
        if (n == 1)
        {
            MatrixVector.Multiply(a, b, c, m, k);
            return;
        }
        if (m == 1)
        {
            MatrixVector.MultiplyTransposed(b, a, c, k, n);
            return;
        }
        Check(a, b, c, m, n, k);
        fixed (float* pa = a, pb = b, pc = c)
            BlockedProduct.Multiply(new Strided(pa, k, 1), new Strided(pb, n, 1), pc, m, n, k);
    }

    /// <summary>C = A Bᵀ, with A [m, k] and B [n, k].</summary>
    public static void MultiplyRightTransposed(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k, bool wide = false)
    {
        if (IsPlain(m, n, k))
        {
            PlainProduct.MultiplyRightTransposed(a, b, c, m, n, k, wide);
            return;
        }
        if (m == 1 || n == 1)
        {
            MatrixVector.Multiply(n == 1 ? a : b, n == 1 ? b : a, c, m * n, k);
            return;
        }
        Check(a, b, c, m, n, k);
        fixed (float* pa = a, pb = b, pc = c)
            BlockedProduct.Multiply(new Strided(pa, k, 1), new Strided(pb, 1, k), pc, m, n, k);
    }

    /// <summary>C = Aᵀ B, with A [k, m] and B [k, n].</summary>
    public static void MultiplyLeftTransposed(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k, bool wide = false)
    {
        if (IsPlain(m, n, k))
        {
            PlainProduct.MultiplyLeftTransposed(a, b, c, m, n, k, wide);
            return;
        }
        if (m == 1 || n == 1)
        {
            MatrixVector.MultiplyTransposed(n == 1 ? a : b, n == 1 ? b : a, c, k, m * n);
            return;
        }
        Check(a, b, c, m, n, k);
        fixed (float* pa = a, pb = b, pc = c)
            BlockedProduct.Multiply(new Strided(pa, 1, m), new Strided(pb, n, 1), pc, m, n, k);
    }

    private static bool IsPlain(int m, int n, int k) => !IsLarge(m, n, k) || (m == 1 && n == 1);

    // What a span would have checked: pointers do not.
    private static void Check(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, int m, int n, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(a.Length, (long)m * k);
        ArgumentOutOfRangeException.ThrowIfLessThan(b.Length, (long)k * n);
        ArgumentOutOfRangeException.ThrowIfLessThan(c.Length, (long)m * n);
    }
}
