using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels;

/// <summary>
/// Sums of float32 numbers, added up in float64 and rounded once: right to half an ulp, whatever the length. A few are
/// added in float32 from left to right, each sum rounded, as PyTorch, NumPy and BLAS do it; a small model's bits depend
/// on it.
/// </summary>
public static class Summation
{
    // From this many on PyTorch leaves the order, and float64 is the measure: numbers in a row, and whole rows.
    private const int Long = 8, LongRows = 16;

    private interface ITerm
    {
        static abstract Vector256<double> Of(Vector256<double> x, Vector256<double> y);
    }

    /// <summary>The sum of all elements; 0 for none.</summary>
    public static float Sum(ReadOnlySpan<float> x)
    {
        if (x.Length >= Long)
        {
            double total = 0;
            for (int i = 0; i < x.Length; i += BlockSums.Length)
                total += BlockSums.Sum(x.Slice(i, Math.Min(BlockSums.Length, x.Length - i)));
            return (float)total;
        }
        float sum = 0;
        foreach (float element in x)
            sum += element;
        return sum;
    }

    /// <summary>The sum of (x[i] - y[i])², each difference and each square rounded to float32.</summary>
    public static float SumSquaredDifferences(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        y = y[..x.Length];
        if (x.Length >= Long)
        {
            double total = 0;
            for (int i = 0; i < x.Length; i += BlockSums.Length)
            {
                int count = Math.Min(BlockSums.Length, x.Length - i);
                total += BlockSums.SquaredDifferences(x.Slice(i, count), y.Slice(i, count));
            }
            return (float)total;
        }
        float sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        return sum;
    }

    /// <summary>The sum of x[i] * y[i].</summary>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        if (x.Length >= Long)
            return (float)DotWide(x, y);
        y = y[..x.Length];
        float sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }

    /// <summary>
    /// Sums the middle dimension of [outer, count, inner] into [outer, inner]. <paramref name="x"/> is not changed.
    /// </summary>
    public static void SumMiddle(ReadOnlySpan<float> x, int outer, int count, int inner, Span<float> sums)
    {
        for (int o = 0; o < outer; o++)
        {
            var rows = x.Slice(o * count * inner, count * inner);
            if (inner == 1)
                sums[o] = Sum(rows);
            else
                SumRows([1], 0, rows, count, sums.Slice(o * inner, inner), wide: false);
        }
    }

    /// <summary>The sum of x[i] * y[i] as an element of a matrix product: see <see cref="SumRows"/>.</summary>
    internal static float DotInMatrix(ReadOnlySpan<float> x, ReadOnlySpan<float> y, bool wide)
    {
        if (wide || x.Length >= LongRows)
            return (float)DotWide(x, y);
        float sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum = MathF.FusedMultiplyAdd(x[i], y[i], sum);
        return sum;
    }

    /// <summary>
    /// The sum of the rows of a [count, width] matrix, width being the length of <paramref name="sums"/>; row j times
    /// factors[j * stride]. A few are added in order, each product fused with its sum as PyTorch's BLAS does it; many
    /// of them, or where <paramref name="wide"/> says so, in float64.
    /// </summary>
    internal static void SumRows(
        ReadOnlySpan<float> factors, int stride, ReadOnlySpan<float> rows, int count, Span<float> sums, bool wide)
    {
        if (wide || count >= LongRows)
        {
            SumRowsWide(factors, stride, rows, count, sums);
            return;
        }
        sums.Clear();
        for (int j = 0; j < count; j++)
            Elementwise.Forward(new AddScaled(factors[j * stride]), sums, rows.Slice(j * sums.Length, sums.Length), sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumRowsWide(
        ReadOnlySpan<float> factors, int stride, ReadOnlySpan<float> rows, int count, Span<float> sums)
    {
        const int tile = 2 * Lanes.Count;
        int width = sums.Length, column = 0;
        ref float r = ref MemoryMarshal.GetReference(rows), s = ref MemoryMarshal.GetReference(sums);
        for (; column + tile <= width; column += tile)
        {
            Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
            for (int j = 0, at = column; j < count; j++, at += width)
            {
                var factor = Vector256.Create((double)factors[j * stride]);
                var (x0, x1) = Vector256.Widen(Vector256.LoadUnsafe(ref r, (nuint)at));
                var (x2, x3) = Vector256.Widen(Vector256.LoadUnsafe(ref r, (nuint)(at + Lanes.Count)));
                // A product of two float32 is exact in float64: fused or not, the bits are the same.
                s0 = Vector256.MultiplyAddEstimate(factor, x0, s0);
                s1 = Vector256.MultiplyAddEstimate(factor, x1, s1);
                s2 = Vector256.MultiplyAddEstimate(factor, x2, s2);
                s3 = Vector256.MultiplyAddEstimate(factor, x3, s3);
            }
            Vector256.Narrow(s0, s1).StoreUnsafe(ref s, (nuint)column);
            Vector256.Narrow(s2, s3).StoreUnsafe(ref s, (nuint)(column + Lanes.Count));
        }
        for (; column < width; column += Lanes.Count)
        {
            int rest = Math.Min(Lanes.Count, width - column);
            Vector256<double> s0 = default, s1 = default;
            for (int j = 0, at = column; j < count; j++, at += width)
            {
                var factor = Vector256.Create((double)factors[j * stride]);
                // Lanes beyond the row hold the next row's elements, and are not stored.
                var (x0, x1) = Vector256.Widen(at + Lanes.Count <= rows.Length
                    ? Vector256.LoadUnsafe(ref r, (nuint)at)
                    : Lanes.Load(ref r, (nuint)at, rest));
                s0 = Vector256.MultiplyAddEstimate(factor, x0, s0);
                s1 = Vector256.MultiplyAddEstimate(factor, x1, s1);
            }
            Lanes.Store(Vector256.Narrow(s0, s1), ref s, (nuint)column, rest);
        }
    }

    private static double DotWide(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => SumWide<Product>(x, y[..x.Length]);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SumWide<TTerm>(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        where TTerm : struct, ITerm
    {
        ref float rx = ref MemoryMarshal.GetReference(x), ry = ref MemoryMarshal.GetReference(y);
        nuint i = 0, length = (nuint)x.Length;
        double sum = 0;
        if (length >= 2 * Lanes.Count)
        {
            Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
            for (; i + (2 * Lanes.Count) <= length; i += 2 * Lanes.Count)
            {
                var (x0, x1) = Vector256.Widen(Vector256.LoadUnsafe(ref rx, i));
                var (x2, x3) = Vector256.Widen(Vector256.LoadUnsafe(ref rx, i + Lanes.Count));
                var (y0, y1) = Vector256.Widen(Vector256.LoadUnsafe(ref ry, i));
                var (y2, y3) = Vector256.Widen(Vector256.LoadUnsafe(ref ry, i + Lanes.Count));
                s0 += TTerm.Of(x0, y0);
                s1 += TTerm.Of(x1, y1);
                s2 += TTerm.Of(x2, y2);
                s3 += TTerm.Of(x3, y3);
            }
            sum = Across((s0 + s1) + (s2 + s3));
        }
        for (; i < length; i++)
        {
            sum += TTerm.Of(
                Vector256.CreateScalarUnsafe((double)Unsafe.Add(ref rx, i)),
                Vector256.CreateScalarUnsafe((double)Unsafe.Add(ref ry, i))).ToScalar();
        }
        return sum;
    }

    // In a fixed order, which Vector256.Sum does not promise.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Across(Vector256<double> v) =>
        (v.GetElement(0) + v.GetElement(2)) + (v.GetElement(1) + v.GetElement(3));

    private readonly struct Product : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Of(Vector256<double> x, Vector256<double> y) => x * y;
    }
}
