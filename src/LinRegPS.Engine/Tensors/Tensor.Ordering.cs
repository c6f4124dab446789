using LinRegPS.Operations;

namespace LinRegPS;

// The greatest, the smallest, and the order of elements. NaN is greater than every number; equals keep their order.
public sealed partial class Tensor
{
    /// <summary>Where the greatest element is, of all taken row by row; int64; torch.argmax. The first of equals; NaN wins.</summary>
    /// <exception cref="InvalidValueException">There are no elements.</exception>
    public Tensor ArgMax() => Extreme("ArgMax", Flatten(), 0, keepdim: false, greatest: true);

    /// <summary>Where the greatest elements along a dimension are; int64; torch.argmax. The first of equals; NaN wins.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist, or is empty.</exception>
    public Tensor ArgMax(int dim, bool keepdim = false) => Extreme("ArgMax", this, dim, keepdim, greatest: true);

    /// <summary>Where the smallest element is, of all taken row by row; int64; torch.argmin. The first of equals; NaN wins.</summary>
    /// <exception cref="InvalidValueException">There are no elements.</exception>
    public Tensor ArgMin() => Extreme("ArgMin", Flatten(), 0, keepdim: false, greatest: false);

    /// <summary>Where the smallest elements along a dimension are; int64; torch.argmin. The first of equals; NaN wins.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist, or is empty.</exception>
    public Tensor ArgMin(int dim, bool keepdim = false) => Extreme("ArgMin", this, dim, keepdim, greatest: false);

    /// <summary>The elements along a dimension in order, and where they were; torch.sort.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public IndexedValues Sort(int dim = -1, bool descending = false) =>
        Ordering.Take("Sort", this, Shape.Dimension("Sort", dim), ArgSort("Sort", dim, descending));

    /// <summary>Where the elements along a dimension are, in their order; int64; torch.argsort.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public Tensor ArgSort(int dim = -1, bool descending = false) => ArgSort("ArgSort", dim, descending);

    /// <summary>The k greatest elements along a dimension, or the smallest, in order, and where they are; torch.topk.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist, or has not so many indices.</exception>
    public IndexedValues TopK(int k, int dim = -1, bool largest = true)
    {
        int d = Shape.Dimension("TopK", dim), size = Rank == 0 ? 1 : Shape[d];
        if (k < 0 || k > size)
            throw Errors.TooFew("TopK", k, d, Shape);
        return Rank == 0 && k == 0
            ? new(Reshape(1).Narrow(0, 0, 0), FromInt64([]))
            : Ordering.Take("TopK", this, d, Ordering.Indices(this, d, largest, 0, k));
    }

    /// <summary>The k-th smallest element along a dimension, the first being number 1, and where it is; torch.kthvalue.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist, or has no k-th element.</exception>
    public IndexedValues KthValue(int k, int dim = -1, bool keepdim = false)
    {
        int d = Shape.Dimension("KthValue", dim), size = Rank == 0 ? 1 : Shape[d];
        if (k < 1 || k > size)
            throw Errors.TooFew("KthValue", k, d, Shape);
        return Kth("KthValue", d, k - 1, keepdim);
    }

    /// <summary>The median of all elements, of an even number the lower; NaN where one is, or there are none; torch.median. Equals share the gradient.</summary>
    public Tensor Median() => DType == DType.Float32 || Numel == 0 ? new Median(this).Apply() : Flatten().Median(0).Values;

    /// <summary>The medians along a dimension, of an even number the lower, and where they are; torch.median. NaN where one is.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist, or is empty.</exception>
    public IndexedValues Median(int dim, bool keepdim = false)
    {
        int d = Shape.Dimension("Median", dim), size = Rank == 0 ? 1 : Shape[d];
        if (size == 0)
            throw Errors.Empty("Median", Shape);
        if (Rank == 0)
            return new(Clone(), FromInt64([0], []));
        // NaN comes last in the order: where one is, the first of them is the median.
        var numbers = IsNan().LogicalNot().Sum(d, true);
        return Line("Median", d, Where(numbers.Lt(size), numbers, (size - 1) / 2).Long(), keepdim);
    }

    /// <summary>The elements without repetitions, the smallest first; torch.unique. There is no gradient.</summary>
    public Tensor Unique() => Unique(returnInverse: false).Values;

    /// <summary>The elements without repetitions, the smallest first; torch.unique. There is no gradient.</summary>
    /// <param name="returnInverse">Whether to say for each element which of them it is.</param>
    /// <param name="returnCounts">Whether to say how often each occurs.</param>
    public UniqueValues Unique(bool returnInverse, bool returnCounts = false)
    {
        var flat = Detach().Reshape(Numel);
        long[] order = flat.ArgSort(0).ToInt64Array();
        var sorted = flat.Chosen("Unique", 0, order);
        var firsts = new List<long>();
        bool[] isNext = order.Length == 0 ? [] : [true, .. sorted.Narrow(0, 1, order.Length - 1).Ne(sorted.Narrow(0, 0, order.Length - 1)).Elements<bool>()];
        long[] inverse = new long[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            if (isNext[i])
                firsts.Add(i);
            inverse[order[i]] = firsts.Count - 1;
        }
        long[] counts = [.. firsts.Select((first, i) => (i + 1 < firsts.Count ? firsts[i + 1] : order.Length) - first)];
        return new(
            sorted.Chosen("Unique", 0, [.. firsts]), returnInverse ? Of(inverse, Shape) : null, returnCounts ? FromInt64(counts) : null);
    }

    private Tensor ArgSort(string operation, int dim, bool descending)
    {
        int d = Shape.Dimension(operation, dim);
        return Ordering.Indices(this, d, descending, 0, Rank == 0 ? 1 : Shape[d]);
    }

    private IndexedValues Kth(string operation, int dimension, int k, bool keepdim)
    {
        var found = Ordering.Take(operation, this, dimension, Ordering.Indices(this, dimension, descending: false, k, 1));
        return keepdim || Rank == 0 ? found : new(found.Values.Squeeze(dimension), found.Indices.Squeeze(dimension));
    }

    private static Tensor Extreme(string operation, Tensor x, int dim, bool keepdim, bool greatest)
    {
        using (GradMode.NoGrad())
        {
            if (x.DType != DType.Float32)
                return Selected(operation, x, dim, keepdim, greatest).Indices;
            int d = x.Shape.Dimension(operation, dim);
            if (x.Rank > 0 && x.Shape[d] == 0)
                throw Errors.Empty(operation, x.Shape);
            return (greatest ? x.Max(d, keepdim) : x.Min(d, keepdim)).Indices;
        }
    }

    // The same over marked dimensions, in the shape that is left.
    private Tensor WholeExtreme(string operation, bool[] marks, Shape left, bool greatest)
    {
        int[] all = [.. Enumerable.Range(0, Rank)];
        int count = Dimensions.Count(Shape, marks);
        if (count == 0)
            throw Errors.Empty(operation, Shape);
        var rows = Permute([.. all.Where(d => !marks[d]), .. all.Where(d => marks[d])]).Reshape(left.Numel, count);
        return Selected(operation, rows, 1, keepdim: false, greatest).Values.Reshape(left.ToArray());
    }

    // The extremes of whole numbers or truth values along a dimension, of the type that they have.
    private static IndexedValues Selected(string operation, Tensor x, int dim, bool keepdim, bool greatest)
    {
        int d = x.Shape.Dimension(operation, dim);
        if (x.Rank > 0 && x.Shape[d] == 0)
            throw Errors.Empty(operation, x.Shape);
        var found = Ordering.Take(operation, x, d, Ordering.Indices(x, d, greatest, 0, 1));
        return keepdim || x.Rank == 0 ? found : new(found.Values.Squeeze(d), found.Indices.Squeeze(d));
    }
}

/// <summary>Values taken along a dimension, and the index of each in it, int64, in the shape of the values.</summary>
public sealed record IndexedValues(Tensor Values, Tensor Indices);

/// <summary>Different values in order, which of them each element is, and how often each occurs; null where that was not asked for.</summary>
public sealed record UniqueValues(Tensor Values, Tensor? Inverse, Tensor? Counts);
