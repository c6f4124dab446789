using System.Buffers;
using System.Runtime.CompilerServices;

namespace LinRegPS.Kernels;

/// <summary>
/// Products of row-major matrices into a fresh C of [m, n]; the inner size is k. Products and sums are rounded
/// separately (no fused multiply-add), which is what gives a small linear model PyTorch's bits.
/// </summary>
public static class MatrixProduct
{
    // Above this inner size the sum over k is split in halves, so that rounding errors do not pile up.
    private const int Block = 256;

    /// <summary>C = A B, with A [m, k] and B [k, n].</summary>
    public static void Multiply(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k)
    {
        if (n == 1)
            MultiplyRightTransposed(a, b, c, m, n, k);
        else
        {
            for (int i = 0; i < m; i++)
                Combine(a.Slice(i * k, k), 1, b, c.Slice(i * n, n), k);
        }
    }

    /// <summary>C = A Bᵀ, with A [m, k] and B [n, k].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyRightTransposed(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k)
    {
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++)
                c[(i * n) + j] = Summation.Dot(a.Slice(i * k, k), b.Slice(j * k, k));
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
            Combine(k == 0 ? a : a[i..], m, b, c.Slice(i * n, n), k);
    }

    /// <summary>y = the sum over the k rows of b, row j times factors[j * stride].</summary>
    private static void Combine(ReadOnlySpan<float> factors, int stride, ReadOnlySpan<float> b, Span<float> y, int k)
    {
        int n = y.Length;
        if (k > Block)
        {
            int half = k / 2;
            float[] rented = ArrayPool<float>.Shared.Rent(n);
            var second = rented.AsSpan(0, n);
            Combine(factors, stride, b, y, half);
            Combine(factors[(half * stride)..], stride, b[(half * n)..], second, k - half);
            Elementwise.Forward(default(Add), y, second, y);
            ArrayPool<float>.Shared.Return(rented);
            return;
        }
        if (k == 0)
        {
            y.Clear();
            return;
        }
        Elementwise.Forward(default(Mul), b[..n], factors[..1], y);
        for (int j = 1; j < k; j++)
            Elementwise.Forward(new AddScaled(factors[j * stride]), y, b.Slice(j * n, n), y);
    }
}
