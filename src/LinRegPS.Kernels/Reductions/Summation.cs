namespace LinRegPS.Kernels.Reductions;

/// <summary>
/// Sums of float32 numbers, added up in float64 and rounded once: right to half an ulp, whatever the length. A few are
/// added in float32 from left to right, each sum rounded, as PyTorch, NumPy and BLAS do it; a small model's bits depend
/// on it.
/// </summary>
public static class Summation
{
    // From this many on PyTorch leaves the order, and float64 is the measure.
    internal const int Long = 8;

    /// <summary>The sum of all elements; 0 for none. torch.sum; up to 7 are added in order.</summary>
    /// <param name="x">[n].</param>
    public static float Sum(ReadOnlySpan<float> x)
    {
        if (x.Length >= Long)
            return (float)Float64Sum.Of<Float64Sum.ElementTerm>(x, x);
        float sum = 0;
        foreach (float element in x)
            sum += element;
        return sum;
    }

    /// <summary>The sum of x[i] * y[i], as far as x goes; BLAS's dsdot, rounded. Up to 7 products are added in order.</summary>
    /// <param name="x">[n].</param>
    /// <param name="y">[n] or longer.</param>
    /// <exception cref="ArgumentOutOfRangeException">y is shorter than x.</exception>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        if (x.Length >= Long)
            return (float)Float64Sum.Of<Float64Sum.ProductTerm>(x, y);
        y = y[..x.Length];
        float sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }

    /// <summary>The sum of (x[i] - y[i])², differences and squares rounded to float32, as far as x goes.</summary>
    /// <param name="x">[n].</param>
    /// <param name="y">[n] or longer.</param>
    /// <exception cref="ArgumentOutOfRangeException">y is shorter than x.</exception>
    public static float SquaredError(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        if (x.Length >= Long)
            return (float)Float64Sum.Of<Float64Sum.SquaredDifferenceTerm>(x, y);
        y = y[..x.Length];
        float sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            float difference = x[i] - y[i], square = difference * difference;
            sum += square;
        }
        return sum;
    }

    /// <summary>Sums the middle dimension; torch.sum with a dim. Rows of two and more are added in float64, however few.</summary>
    /// <param name="x">[outer, count, inner].</param>
    /// <param name="outer">The product of the dimensions before.</param>
    /// <param name="count">The dimension that is summed.</param>
    /// <param name="inner">The product of the dimensions behind.</param>
    /// <param name="sums">Receives [outer, inner]; not a part of x.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void SumMiddle(ReadOnlySpan<float> x, int outer, int count, int inner, Span<float> sums)
    {
        if (inner == 1)
            Float64Sum.Rows(x, outer, count, sums);
        else
            ColumnSums.Sum(x, outer, count, inner, sums);
    }
}
