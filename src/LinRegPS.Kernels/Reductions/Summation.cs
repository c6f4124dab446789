namespace LinRegPS.Kernels.Reductions;

/// <summary>
/// Sums of float32 numbers, added up in float64 and rounded once: right to half an ulp, whatever the length. A few are
/// added in float32, each sum rounded, in the order of PyTorch (sums) or of BLAS (products); a small model's bits depend
/// on it.
/// </summary>
public static class Summation
{
    // From this many on PyTorch leaves the order, and float64 is the measure.
    internal const int Long = 8;

    /// <summary>The sum of all elements; 0 for none. torch.sum; up to 7 are added in PyTorch's order.</summary>
    /// <param name="x">[n].</param>
    public static float Sum(ReadOnlySpan<float> x) =>
        x.Length >= Long ? (float)Float64Sum.Of<Float64Sum.ElementTerm>(x, x) : SumFew(x);

    /// <summary>The sum of all elements; up to 7 are added from left to right, as torch.nn.functional.nll_loss does it.</summary>
    /// <param name="x">[n].</param>
    public static float SumInOrder(ReadOnlySpan<float> x)
    {
        if (x.Length >= Long)
            return Sum(x);
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
        Span<float> squares = stackalloc float[x.Length];
        y = y[..x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            float difference = x[i] - y[i];
            squares[i] = difference * difference;
        }
        return SumFew(squares);
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

    // Four sums side by side, as PyTorch has them: those behind the fourth are added to the first before the others are.
    private static float SumFew(ReadOnlySpan<float> x)
    {
        const int aside = 4;
        float sum = 0;
        for (int i = 0; i < x.Length; i = i == 0 ? aside : i + 1)
            sum += x[i];
        for (int i = 1; i < Math.Min(aside, x.Length); i++)
            sum += x[i];
        return sum;
    }
}
