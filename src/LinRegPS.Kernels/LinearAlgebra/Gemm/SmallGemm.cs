using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels.LinearAlgebra.Gemv;
using LinRegPS.Kernels.Rearrangement;

namespace LinRegPS.Kernels.LinearAlgebra.Gemm;

/// <summary>
/// Small matrix products, by rows and by elements: in order and fused, or in float64 and rounded once. A row of A B and of
/// Aᵀ B is a weighted sum of rows of B, a row of A Bᵀ is B times a row of A.
/// </summary>
internal static unsafe class SmallGemm
{
    /// <summary>C = A B.</summary>
    public static void Multiply(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k, bool float64)
    {
        if (float64 && Float64Gemm.IsWorthIt(m, n, k))
        {
            fixed (float* pa = a, pb = b, pc = c)
                Float64Gemm.Multiply(new Strided(pa, k, 1), new Strided(pb, n, 1), pc, m, n, k);
            return;
        }
        for (int i = 0; i < m; i++)
            SumRows(a.Slice(i * k, k), 1, b, k, c.Slice(i * n, n), float64);
    }

    /// <summary>C = A Bᵀ.</summary>
    public static void MultiplyRightTransposed(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k, bool float64)
    {
        if (float64 && Float64Gemm.IsWorthIt(m, n, k))
        {
            fixed (float* pa = a, pb = b, pc = c)
                Float64Gemm.Multiply(new Strided(pa, k, 1), new Strided(pb, 1, k), pc, m, n, k);
            return;
        }
        for (int i = 0; i < m; i++)
        {
            if (float64)
                Float64Gemv.Multiply(b, a.Slice(i * k, k), c.Slice(i * n, n), n, k);
            else
                for (int j = 0; j < n; j++)
                    c[(i * n) + j] = DotInOrder(a.Slice(i * k, k), b.Slice(j * k, k));
        }
    }

    /// <summary>C = Aᵀ B.</summary>
    public static void MultiplyLeftTransposed(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k, bool float64)
    {
        if (float64 && Float64Gemm.IsWorthIt(m, n, k))
        {
            fixed (float* pa = a, pb = b, pc = c)
                Float64Gemm.Multiply(new Strided(pa, 1, m), new Strided(pb, n, 1), pc, m, n, k);
            return;
        }
        for (int i = 0; i < m; i++)
            SumRows(k == 0 ? a : a[i..], m, b, k, c.Slice(i * n, n), float64);
    }

    // Each product fused with its sum, which Summation.Dot does not do.
    private static float DotInOrder(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        float sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum = MathF.FusedMultiplyAdd(x[i], y[i], sum);
        return sum;
    }

    /// <summary>
    /// The sum of the rows of a matrix, row j times factors[j * stride]: sgemv of the transposed matrix.
    /// </summary>
    /// <param name="factors">One for each row, <paramref name="stride"/> apart.</param>
    /// <param name="stride">From a factor to the next.</param>
    /// <param name="rows">The matrix, [count, width].</param>
    /// <param name="count">How many rows.</param>
    /// <param name="sums">Receives the sum, [width].</param>
    /// <param name="float64">In float64, rounded once; else in order, each product fused with its sum.</param>
    public static void SumRows(
        ReadOnlySpan<float> factors, int stride, ReadOnlySpan<float> rows, int count, Span<float> sums, bool float64)
    {
        var next = default(RowPrefetcher);
        SumRows(factors, stride, rows, count, sums, float64, ref next);
    }

    /// <summary>The same, while rows that come next are prefetched.</summary>
    public static void SumRows(
        ReadOnlySpan<float> factors, int stride, ReadOnlySpan<float> rows, int count, Span<float> sums, bool float64,
        ref RowPrefetcher next)
    {
        if (float64)
        {
            SumRowsInFloat64(factors, stride, rows, count, sums, ref next);
            return;
        }
        sums.Clear();
        for (int j = 0; j < count; j++)
            Elementwise.Forward(new AddScaled(factors[j * stride]), sums, rows.Slice(j * sums.Length, sums.Length), sums);
    }

    [MethodImpl(Kernel.Hot)]
    private static void SumRowsInFloat64(
        ReadOnlySpan<float> factors, int stride, ReadOnlySpan<float> rows, int count, Span<float> sums, ref RowPrefetcher next)
    {
        const int tile = 4 * Lanes.Count;
        int width = sums.Length, column = 0;
        ref float r = ref MemoryMarshal.GetReference(rows), s = ref MemoryMarshal.GetReference(sums);
        for (; column + tile <= width; column += tile)
        {
            Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
            for (int j = 0, at = column; j < count; j++, at += width)
            {
                next.PrefetchLine();
                var factor = Repeated(factors[j * stride]);
                // A product of two float32 is exact in float64: fused or not, the bits are the same.
                s0 = Vector512.MultiplyAddEstimate(factor, Wide(ref r, at), s0);
                s1 = Vector512.MultiplyAddEstimate(factor, Wide(ref r, at + Lanes.Count), s1);
                s2 = Vector512.MultiplyAddEstimate(factor, Wide(ref r, at + (2 * Lanes.Count)), s2);
                s3 = Vector512.MultiplyAddEstimate(factor, Wide(ref r, at + (3 * Lanes.Count)), s3);
            }
            Vector512.Narrow(s0, s1).StoreUnsafe(ref s, (nuint)column);
            Vector512.Narrow(s2, s3).StoreUnsafe(ref s, (nuint)(column + (2 * Lanes.Count)));
        }
        const int pair = 2 * Lanes.Count;
        for (; column < width; column += pair)
        {
            int left = Math.Min(Lanes.Count, width - column), right = Math.Min(Lanes.Count, width - column - left);
            // Lanes beyond the row hold the next row's elements, and are not stored; behind the last row there are none.
            int lanes = right > 0 ? pair : Lanes.Count, readable = Math.Clamp((rows.Length - column - lanes + width) / width, 0, count);
            Vector512<double> s0 = default, s1 = default;
            int j = 0, at = column;
            for (; j < readable; j++, at += width)
            {
                var factor = Repeated(factors[j * stride]);
                s0 = Vector512.MultiplyAddEstimate(factor, Wide(ref r, at), s0);
                if (right > 0)
                    s1 = Vector512.MultiplyAddEstimate(factor, Wide(ref r, at + Lanes.Count), s1);
            }
            for (; j < count; j++, at += width)
            {
                var factor = Repeated(factors[j * stride]);
                s0 = Vector512.MultiplyAddEstimate(factor, Lanes.Widen(Lanes.Load(ref r, (nuint)at, left)), s0);
                s1 = Vector512.MultiplyAddEstimate(factor, Lanes.Widen(Lanes.Load(ref r, (nuint)(at + left), right)), s1);
            }
            var both = Vector512.Narrow(s0, s1);
            Lanes.Store(both.GetLower(), ref s, (nuint)column, left);
            Lanes.Store(both.GetUpper(), ref s, (nuint)(column + left), right);
        }

        static Vector512<double> Wide(ref float source, int at) => Lanes.Widen(Vector256.LoadUnsafe(ref source, (nuint)at));

        // Widened alone, each factor would wait for what its register held before.
        static Vector512<double> Repeated(float factor) => Lanes.Widen(Vector256.Create(factor));
    }
}
