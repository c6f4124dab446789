using LinRegPS.Operations;

namespace LinRegPS;

// Numbers of a dimension that hold without NaN, or occur most; and what stays when parts are replaced.
public sealed partial class Tensor
{
    /// <summary>The least and the greatest of all elements; torch.aminmax.</summary>
    /// <exception cref="InvalidValueException">There are no elements.</exception>
    public AminmaxResult Aminmax() => new(Amin([]), Amax([]));

    /// <summary>The least and the greatest elements along a dimension; torch.aminmax.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist, or is empty.</exception>
    public AminmaxResult Aminmax(int dim, bool keepdim = false) => new(Amin(dim, keepdim), Amax(dim, keepdim));

    /// <summary>The elements along the first dimension in order; torch.msort.</summary>
    public Tensor Msort() => Sort(0).Values;

    /// <summary>The median of all elements that are not NaN, of an even number the lower; NaN where there are none; torch.nanmedian. Equals share the gradient.</summary>
    public Tensor NanMedian() => DType == DType.Float32 || Numel == 0 ? new Median(this, skipsNan: true).Apply() : Flatten().NanMedian(0).Values;

    /// <summary>The medians along a dimension of what is not NaN, of an even number the lower, and where they are; torch.nanmedian.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist, or is empty.</exception>
    public IndexedValues NanMedian(int dim, bool keepdim = false)
    {
        const string name = "NanMedian";
        int d = Shape.Dimension(name, dim);
        if (Numel == 0)
            throw Errors.Empty(name, Shape);
        if (Rank == 0)
            return new(Clone(), FromInt64([0], []));
        var middle = Counted(d).Long().FloorDivide(2).Long();
        return Line(name, d, middle, keepdim);
    }

    /// <summary>The number that a part of all elements that are not NaN is below; NaN where there are none; torch.nanquantile.</summary>
    /// <param name="q">The part, from 0 to 1.</param>
    /// <exception cref="InvalidValueException">There are no elements, or the part is outside 0 and 1.</exception>
    public Tensor NanQuantile(double q) => Flatten().NanQuantile(q, 0);

    /// <summary>The same along a dimension; torch.nanquantile.</summary>
    /// <param name="q">The part, from 0 to 1.</param>
    /// <param name="dim">The dimension.</param>
    /// <param name="keepdim">Whether it stays, with a size of 1.</param>
    /// <exception cref="InvalidValueException">The dimension does not exist or is empty, or the part is outside 0 and 1.</exception>
    public Tensor NanQuantile(double q, int dim, bool keepdim = false)
    {
        const string name = "NanQuantile";
        int d = Shape.Dimension(name, dim);
        if (q is not (>= 0 and <= 1))
            throw Errors.OutOfRange("Q", q, "at least 0 and at most 1");
        if (Numel == 0)
            throw Errors.Empty(name, Shape);
        if (Rank == 0)
            return Clone();
        double[] places = Array.ConvertAll(Counted(d).ToArray(), last => q * last);
        var shape = Shape.With(d, 1);
        Tensor Whole(Func<double, double> round) => Of(Array.ConvertAll(places, place => (long)round(place)), shape);
        Tensor below = Line(name, d, Whole(Math.Floor), true).Values, above = Line(name, d, Whole(Math.Ceiling), true).Values;
        var found = below.Lerp(above, Of(Array.ConvertAll(places, place => (float)(place - Math.Floor(place))), shape));
        return keepdim ? found : found.Squeeze(d);
    }

    /// <summary>What occurs most often along a dimension, the smallest of equally frequent ones, and where it occurs last; torch.mode.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist, or is empty.</exception>
    public IndexedValues Mode(int dim = -1, bool keepdim = false)
    {
        const string name = "Mode";
        int d = Shape.Dimension(name, dim);
        if (Numel == 0)
            throw Errors.Empty(name, Shape);
        if (Rank == 0)
            return new(Clone(), FromInt64([0], []));
        var order = Ordering.Indices(this, d, descending: false, 0, Shape[d]);
        var sorted = Ordering.Take(name, Detach(), d, order).Values;
        bool[] isNext = sorted.Slice(d, 1, null).Ne(sorted.Slice(d, 0, -1)).ToBoolArray();
        long[] places = new long[Numel / Shape[d]];
        int inner = Shape.Product(d + 1, Rank);
        for (int line = 0; line < places.Length; line++)
        {
            int start = (line / inner * (Shape[d] - 1) * inner) + (line % inner);
            for (int i = 0, run = 0, most = 0; i < Shape[d]; i++)
            {
                run = i > 0 && !isNext[start + ((i - 1) * inner)] ? run + 1 : 1;
                if (run > most)
                    (most, places[line]) = (run, i);
            }
        }
        return Line(name, d, Of(places, Shape.With(d, 1)), keepdim);
    }

    /// <summary>The elements, row by row, each run of equals once; torch.unique_consecutive. There is no gradient.</summary>
    public Tensor UniqueConsecutive() => UniqueConsecutive(returnInverse: false).Values;

    /// <summary>The elements, row by row, each run of equals once; torch.unique_consecutive. There is no gradient.</summary>
    /// <param name="returnInverse">Whether to say for each element which of the runs it is in.</param>
    /// <param name="returnCounts">Whether to say how long each run is.</param>
    public UniqueValues UniqueConsecutive(bool returnInverse, bool returnCounts = false)
    {
        var flat = Detach().Reshape(Numel);
        bool[] isNext = Numel == 0 ? [] : [true, .. flat.Narrow(0, 1, Numel - 1).Ne(flat.Narrow(0, 0, Numel - 1)).Elements<bool>()];
        long[] firsts = [.. Enumerable.Range(0, Numel).Where(i => isNext[i]).Select(i => (long)i)], inverse = new long[Numel];
        for (int i = 0, run = -1; i < inverse.Length; i++)
            inverse[i] = run += isNext[i] ? 1 : 0;
        long[] counts = [.. firsts.Select((first, i) => (i + 1 < firsts.Length ? firsts[i + 1] : Numel) - first)];
        return new(flat.Chosen("UniqueConsecutive", 0, firsts), returnInverse ? Of(inverse, Shape) : null, returnCounts ? FromInt64(counts) : null);
    }

    /// <summary>The areas under points at equal distances along a dimension, up to each, by trapezoids; torch.cumulative_trapezoid.</summary>
    /// <param name="dx">The distance.</param>
    /// <param name="dim">The dimension, which becomes shorter by one.</param>
    /// <exception cref="ShapeMismatchException">The tensor has no dimensions.</exception>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public Tensor CumulativeTrapezoid(double dx = 1, int dim = -1)
    {
        int d = Ordinates(dim);
        return Neighbours(d).CumSum(d) * (dx / 2);
    }

    /// <summary>The norm of the difference to another tensor, with broadcasting; torch.dist.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="InvalidValueException">p is NaN.</exception>
    public Tensor Dist(Tensor other, double p = 2) => (this - other).Norm(p);

    /// <summary>The distances of all pairs of rows, the first to each behind it, then the second, and so on; torch.nn.functional.pdist.</summary>
    /// <exception cref="ShapeMismatchException">The tensor is no matrix.</exception>
    /// <exception cref="InvalidValueException">p is NaN.</exception>
    public Tensor Pdist(double p = 2)
    {
        Ranked("Pdist", "the tensor", 2, this);
        var pairs = TriuIndices(Shape[0], Shape[0], 1);
        return (IndexSelect(0, pairs.Select(0, 0)) - IndexSelect(0, pairs.Select(0, 1))).Norm(p, 1);
    }

    /// <summary>A copy with other elements at one index of a dimension; torch.select_scatter.</summary>
    /// <exception cref="ShapeMismatchException">The elements have another shape than what they replace.</exception>
    /// <exception cref="InvalidValueException">The dimension or the index does not exist.</exception>
    public Tensor SelectScatter(Tensor src, int dim, int index)
    {
        int d = Shape.Dimension("SelectScatter", dim);
        return Replaced("SelectScatter", src, numbers => numbers.Select(d, index));
    }

    /// <summary>A copy with other elements at a slice of a dimension; torch.slice_scatter.</summary>
    /// <exception cref="ShapeMismatchException">The elements have another shape than what they replace.</exception>
    /// <exception cref="InvalidValueException">The dimension does not exist, or the step is below 1.</exception>
    public Tensor SliceScatter(Tensor src, int dim = 0, int? start = null, int? end = null, int step = 1)
    {
        int d = Shape.Dimension("SliceScatter", dim);
        return Replaced("SliceScatter", src, numbers => numbers.Slice(d, start, end, step));
    }

    /// <summary>A copy with other elements on a diagonal; torch.diagonal_scatter.</summary>
    /// <exception cref="ShapeMismatchException">The elements have another shape than what they replace.</exception>
    /// <exception cref="InvalidValueException">A dimension does not exist, or both are one.</exception>
    public Tensor DiagonalScatter(Tensor src, int offset = 0, int dim1 = 0, int dim2 = 1) =>
        Replaced("DiagonalScatter", src, numbers => numbers.Diagonal(offset, dim1, dim2));

    // By the number that each element has in a view of the part.
    private Tensor Replaced(string operation, Tensor src, Func<Tensor, Tensor> part)
    {
        var places = part(FromInt64([.. Enumerable.Range(0, Numel).Select(i => (long)i)], Shape.ToArray()));
        if (!Given(operation, "src", src).Shape.Equals(places.Shape))
            throw Errors.ParameterShape($"{operation}: src", places.Shape, src.Shape);
        return new Put(operation, this, src, new Places(Array.ConvertAll(places.ToInt64Array(), place => (int)place), 1), accumulate: false).Apply();
    }

    // The last place in each line's order that has a number, 0 where none has.
    private Tensor Counted(int dimension) => (IsNan().LogicalNot().Sum(dimension, true) - 1).Clamp(0);

    // What stands at a place in each line's order.
    private IndexedValues Line(string operation, int dimension, Tensor places, bool keepdim)
    {
        var indices = Ordering.Indices(this, dimension, descending: false, 0, Shape[dimension]).Gather(dimension, places);
        var found = Ordering.Take(operation, this, dimension, indices);
        return keepdim ? found : new(found.Values.Squeeze(dimension), found.Indices.Squeeze(dimension));
    }
}

/// <summary>The least and the greatest elements.</summary>
public sealed record AminmaxResult(Tensor Min, Tensor Max);
