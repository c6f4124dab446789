using System.Numerics;
using LinRegPS.Operations;

namespace LinRegPS;

// What goes along a dimension, and what lies between its elements.
public sealed partial class Tensor
{
    /// <summary>The greatest element so far along a dimension, and where it is; torch.cummax. The last of equals; NaN stays.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public IndexedValues CumMax(int dim) => Extremes("CumMax", dim, greatest: true);

    /// <summary>The smallest element so far along a dimension, and where it is; torch.cummin. The last of equals; NaN stays.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public IndexedValues CumMin(int dim) => Extremes("CumMin", dim, greatest: false);

    /// <summary>log(sum(exp(x))) of the elements so far along a dimension, whose powers may be beyond float32; torch.logcumsumexp.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public Tensor LogCumSumExp(int dim) => new LogCumSumExp(this, Shape.Dimension("LogCumSumExp", dim)).Apply();

    /// <summary>What each element is above the one before along a dimension, several times over; torch.diff.</summary>
    /// <param name="n">How often; each time the dimension becomes shorter by one.</param>
    /// <param name="dim">The dimension.</param>
    /// <exception cref="ShapeMismatchException">The tensor has no dimensions.</exception>
    /// <exception cref="InvalidValueException">The dimension does not exist, or the number is negative.</exception>
    public Tensor Diff(int n = 1, int dim = -1)
    {
        if (Rank == 0)
            throw Errors.OperandRank("Diff", "the tensor", 1, Shape);
        int d = Shape.Dimension("Diff", dim);
        if (n < 0)
            throw Errors.Negative("N", n);
        var x = this;
        for (int i = 0; i < n && x.Shape[d] > 0; i++)
            x = x.Slice(d, 1, x.Shape[d]) - x.Slice(d, 0, x.Shape[d] - 1);
        return x;
    }

    /// <summary>The area under points at equal distances along a dimension, by trapezoids; torch.trapezoid.</summary>
    /// <param name="dx">The distance.</param>
    /// <param name="dim">The dimension, which goes away.</param>
    /// <exception cref="ShapeMismatchException">The tensor has no dimensions.</exception>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public Tensor Trapezoid(double dx = 1, int dim = -1)
    {
        int d = Ordinates(dim);
        return Neighbours(d).Sum(d) * (dx / 2);
    }

    /// <summary>The area under points along a dimension, by trapezoids; torch.trapezoid.</summary>
    /// <param name="x">Where the points are: a vector, or for each its own, with broadcasting.</param>
    /// <param name="dim">The dimension, which goes away.</param>
    /// <exception cref="ShapeMismatchException">The tensor has no dimensions, or there are not as many points.</exception>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public Tensor Trapezoid(Tensor x, int dim = -1)
    {
        int d = Ordinates(dim), count = Shape[d];
        var at = Given("Trapezoid", "x", x);
        if (at.Rank == 1)
            at = at.Reshape([at.Numel, .. Enumerable.Repeat(1, Rank - 1 - d)]);
        if (at.Rank < Rank - d || at.Shape[^(Rank - d)] != count)
            throw Errors.CannotBroadcast("Trapezoid", Shape, x.Shape);
        return (Neighbours(d) * at.Diff(1, d - Rank)).Sum(d - Rank) * 0.5;
    }

    /// <summary>
    /// The number that a part of all elements is below, between two neighbours as their distance has it; NaN where one is NaN;
    /// torch.quantile.
    /// </summary>
    /// <param name="q">The part, from 0 to 1.</param>
    /// <exception cref="InvalidValueException">There are no elements, or the part is outside 0 and 1.</exception>
    public Tensor Quantile(double q) => Flatten().Quantile(q, 0);

    /// <summary>The same along a dimension; torch.quantile.</summary>
    /// <param name="q">The part, from 0 to 1.</param>
    /// <param name="dim">The dimension.</param>
    /// <param name="keepdim">Whether it stays, with a size of 1.</param>
    /// <exception cref="InvalidValueException">The dimension does not exist or is empty, or the part is outside 0 and 1.</exception>
    public Tensor Quantile(double q, int dim, bool keepdim = false)
    {
        int d = Shape.Dimension("Quantile", dim);
        if (q is not (>= 0 and <= 1))
            throw Errors.OutOfRange("Q", q, "at least 0 and at most 1");
        if (Numel == 0)
            throw Errors.Empty("Quantile", Shape);
        if (Rank == 0)
            return Clone();
        // NaN comes last in the order.
        var sorted = Sort(d).Values;
        double place = q * (Shape[d] - 1);
        int below = (int)place;
        Tensor lower = sorted.Narrow(d, below, 1), upper = sorted.Narrow(d, Math.Min(below + 1, Shape[d] - 1), 1), last = sorted.Narrow(d, Shape[d] - 1, 1);
        var found = Where(last.IsNan(), last, place == below ? lower : lower.Lerp(upper, place - below));
        return keepdim ? found : found.Squeeze(d);
    }

    /// <summary>The sum of the elements that are not NaN; torch.nansum.</summary>
    public Tensor NanSum() => WithoutNaN().Sum();

    /// <summary>The same along a dimension; torch.nansum.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public Tensor NanSum(int dim, bool keepdim = false) => WithoutNaN().Sum(dim, keepdim);

    /// <summary>The mean of the elements that are not NaN; NaN where all are; torch.nanmean.</summary>
    public Tensor NanMean() => NanSum() / IsNan().LogicalNot().Sum();

    /// <summary>The same along a dimension; torch.nanmean.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public Tensor NanMean(int dim, bool keepdim = false) => NanSum(dim, keepdim) / IsNan().LogicalNot().Sum(dim, keepdim);

    private Tensor WithoutNaN() => MaskedFill(IsNan(), 0);

    private IndexedValues Extremes(string operation, int dim, bool greatest)
    {
        int d = Shape.Dimension(operation, dim);
        long[] indices = DType == DType.Float32 ? RunningExtremes(Data, d, greatest) : RunningExtremes(Long().Elements<long>(), d, greatest);
        return Ordering.Take(operation, this, d, Of(indices, Shape));
    }

    // What is compared with NaN is not beyond it.
    private long[] RunningExtremes<T>(ReadOnlySpan<T> elements, int d, bool greatest)
        where T : INumber<T>
    {
        var (outer, count, inner) = Dimensions.Around(Shape, d);
        long[] indices = new long[Numel];
        for (int line = 0; line < outer * inner && count > 0; line++)
        {
            int start = (line / inner * count * inner) + (line % inner), found = 0;
            for (int i = 0; i < count; i++)
            {
                T most = elements[start + (found * inner)], x = elements[start + (i * inner)];
                if (T.IsNaN(x) || (greatest ? x >= most : x <= most))
                    found = i;
                indices[start + (i * inner)] = found;
            }
        }
        return indices;
    }

    private int Ordinates(int dim) => Rank == 0 ? throw Errors.OperandRank("Trapezoid", "the tensor", 1, Shape) : Shape.Dimension("Trapezoid", dim);

    // Each element and the next, added.
    private Tensor Neighbours(int d) => Slice(d, 1, null) + Slice(d, 0, Math.Max(Shape[d] - 1, 0));
}
