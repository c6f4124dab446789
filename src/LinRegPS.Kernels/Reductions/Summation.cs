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
    internal const int Long = 8, LongRows = 16;

    /// <summary>The sum of all elements; 0 for none.</summary>
    public static float Sum(ReadOnlySpan<float> x)
    {
        if (x.Length >= Long)
            return (float)WideSum.Of<WideSum.Element>(x, x);
        float sum = 0;
        foreach (float element in x)
            sum += element;
        return sum;
    }

    /// <summary>The sum of x[i] * y[i].</summary>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        if (x.Length >= Long)
            return (float)WideSum.Of<WideSum.Product>(x, y);
        y = y[..x.Length];
        float sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }

    /// <summary>The sum of (x[i] - y[i])², differences and squares rounded to float32.</summary>
    public static float SquaredError(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        if (x.Length >= Long)
            return (float)WideSum.Of<WideSum.SquaredDifference>(x, y);
        y = y[..x.Length];
        float sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            float difference = x[i] - y[i], square = difference * difference;
            sum += square;
        }
        return sum;
    }

    /// <summary>
    /// Sums the middle dimension of [outer, count, inner] into [outer, inner]. <paramref name="x"/> is not changed.
    /// </summary>
    public static void SumMiddle(ReadOnlySpan<float> x, int outer, int count, int inner, Span<float> sums)
    {
        if (inner == 1)
            WideSum.Rows(x, outer, count, sums);
        else if (count >= LongRows)
            ColumnSums.Sum(x, outer, count, inner, sums);
        else
        {
            for (int o = 0; o < outer; o++)
                SumRows([1], 0, x.Slice(o * count * inner, count * inner), count, sums.Slice(o * inner, inner), wide: false);
        }
    }

    /// <summary>The sum of x[i] * y[i] as an element of a matrix product: see <see cref="SumRows(ReadOnlySpan{float}, int, ReadOnlySpan{float}, int, Span{float}, bool)"/>.</summary>
    internal static float DotInMatrix(ReadOnlySpan<float> x, ReadOnlySpan<float> y, bool wide)
    {
        if (wide || x.Length >= LongRows)
            return (float)WideSum.Of<WideSum.Product>(x, y);
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
        var next = default(UpcomingRows);
        SumRows(factors, stride, rows, count, sums, wide, ref next);
    }

    /// <summary>The same, while rows that come next are asked for.</summary>
    internal static void SumRows(
        ReadOnlySpan<float> factors, int stride, ReadOnlySpan<float> rows, int count, Span<float> sums, bool wide,
        ref UpcomingRows next)
    {
        if (wide || count >= LongRows)
        {
            SumRowsWide(factors, stride, rows, count, sums, ref next);
            return;
        }
        sums.Clear();
        for (int j = 0; j < count; j++)
            Elementwise.Forward(new AddScaled(factors[j * stride]), sums, rows.Slice(j * sums.Length, sums.Length), sums);
    }

    [MethodImpl(Kernel.Hot)]
    private static void SumRowsWide(
        ReadOnlySpan<float> factors, int stride, ReadOnlySpan<float> rows, int count, Span<float> sums, ref UpcomingRows next)
    {
        const int tile = 4 * Lanes.Count;
        int width = sums.Length, column = 0;
        ref float r = ref MemoryMarshal.GetReference(rows), s = ref MemoryMarshal.GetReference(sums);
        for (; column + tile <= width; column += tile)
        {
            Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
            for (int j = 0, at = column; j < count; j++, at += width)
            {
                next.AskForLine();
                var factor = Vector512.Create((double)factors[j * stride]);
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
                var factor = Vector512.Create((double)factors[j * stride]);
                s0 = Vector512.MultiplyAddEstimate(factor, Wide(ref r, at), s0);
                if (right > 0)
                    s1 = Vector512.MultiplyAddEstimate(factor, Wide(ref r, at + Lanes.Count), s1);
            }
            for (; j < count; j++, at += width)
            {
                var factor = Vector512.Create((double)factors[j * stride]);
                s0 = Vector512.MultiplyAddEstimate(factor, Lanes.Widen(Lanes.Load(ref r, (nuint)at, left)), s0);
                s1 = Vector512.MultiplyAddEstimate(factor, Lanes.Widen(Lanes.Load(ref r, (nuint)(at + left), right)), s1);
            }
            var both = Vector512.Narrow(s0, s1);
            Lanes.Store(both.GetLower(), ref s, (nuint)column, left);
            Lanes.Store(both.GetUpper(), ref s, (nuint)(column + left), right);
        }

        static Vector512<double> Wide(ref float source, int at) => Lanes.Widen(Vector256.LoadUnsafe(ref source, (nuint)at));
    }
}
