using LinRegPS.Operations;

namespace LinRegPS;

// How many there are of what, and where numbers belong. None has a gradient.
public sealed partial class Tensor
{
    /// <summary>How often each whole number from 0 on occurs in a vector, int64; or the sum of its weights, float32; torch.bincount.</summary>
    /// <param name="weights">What each element counts; 1 where null.</param>
    /// <param name="minlength">How many counts there are at least.</param>
    /// <exception cref="ShapeMismatchException">The tensor is no vector, or the weights have another shape.</exception>
    /// <exception cref="InvalidValueException">An element is no whole number, or negative; or the length is.</exception>
    public Tensor BinCount(Tensor? weights = null, int minlength = 0)
    {
        const string name = "BinCount";
        if (Rank != 1)
            throw Errors.IndexVector(name, Shape);
        if (minlength < 0)
            throw Errors.Negative("MinLength", minlength);
        if (weights is not null && !weights.Shape.Equals(Shape))
            throw Errors.ParameterShape($"{name}: weights", Shape, weights.Shape);
        long[] numbers = Indices.Of(name, this);
        if (Array.FindIndex(numbers, number => number < 0) is >= 0 and var first)
            throw Errors.NegativeClass(name, first, numbers[first]);
        long count = Math.Max(minlength, numbers.Length == 0 ? 0 : numbers.Max() + 1);
        var shape = new Shape((int)Math.Min(count, int.MaxValue));
        double[] sums = new double[shape.Numel];
        for (int i = 0; i < numbers.Length; i++)
            sums[Indices.Checked(name, numbers[i], sums.Length, i, 0, shape)] += weights is null ? 1 : weights.Data[i];
        return weights is null ? Of(Array.ConvertAll(sums, sum => (long)sum), shape) : Of(Array.ConvertAll(sums, sum => (float)sum), shape);
    }

    /// <summary>How many elements lie in each of so many equal parts of a range, float32; torch.histc. What is outside does not count.</summary>
    /// <param name="bins">How many parts.</param>
    /// <param name="min">Where the first begins.</param>
    /// <param name="max">Where the last ends, which belongs to it; where it is the first's beginning, the range is that of the elements.</param>
    /// <exception cref="InvalidValueException">There is no part, or the range is none.</exception>
    public Tensor Histc(int bins = 100, double min = 0, double max = 0)
    {
        if (bins < 1)
            throw Errors.NotPositive("Bins", bins);
        float low = (float)min, high = (float)max;
        if (low == high && Numel > 0)
            (low, high) = (Amin([]).Item(), Amax([]).Item());
        if (low == high)
            (low, high) = (low - 1, high + 1);
        if (!float.IsFinite(low) || !float.IsFinite(high) || low > high)
            throw Errors.EmptyRange(low, high);
        float[] counts = new float[bins];
        foreach (float x in Data)
        {
            if (x >= low && x <= high)
                counts[Math.Min((int)((x - low) / (high - low) * bins), bins - 1)]++;
        }
        return Of(counts, new Shape(bins));
    }

    /// <summary>Before which of boundaries in ascending order each element belongs, int64; torch.bucketize.</summary>
    /// <param name="boundaries">A vector, in order.</param>
    /// <param name="right">Whether an element that is a boundary belongs behind it.</param>
    /// <exception cref="ShapeMismatchException">The boundaries are no vector.</exception>
    /// <exception cref="InvalidValueException">The boundaries are null.</exception>
    public Tensor Bucketize(Tensor boundaries, bool right = false) =>
        (boundaries ?? throw Errors.Null("Bucketize", "the boundaries")).Rank == 1
            ? SearchSorted(boundaries, this, right)
            : throw Errors.IndexVector("Bucketize", boundaries.Shape);

    /// <summary>Before which place of sequences in ascending order values belong, int64; torch.searchsorted.</summary>
    /// <param name="sortedSequence">A vector for all values, or [...,size] with a row for each of theirs.</param>
    /// <param name="input">The values, [...,values].</param>
    /// <param name="right">Whether a value that is there belongs behind it.</param>
    /// <exception cref="ShapeMismatchException">The rows are not alike.</exception>
    /// <exception cref="InvalidValueException">A tensor is null.</exception>
    public static Tensor SearchSorted(Tensor sortedSequence, Tensor input, bool right = false)
    {
        const string name = "SearchSorted";
        if (sortedSequence is null || input is null)
            throw Errors.Null(name, sortedSequence is null ? nameof(sortedSequence) : nameof(input));
        if (sortedSequence.Rank == 0)
            throw Errors.OperandRank(name, "the sequence", 1, sortedSequence.Shape);
        bool isOne = sortedSequence.Rank == 1;
        if (!isOne && (input.Rank == 0 || !input.Shape.SkipLast(1).SequenceEqual(sortedSequence.Shape.SkipLast(1))))
            throw Errors.CannotBroadcast(name, sortedSequence.Shape, input.Shape);
        int size = sortedSequence.Shape[^1], values = isOne ? input.Numel : input.Shape[^1];
        ReadOnlySpan<float> sequence = sortedSequence.Data, elements = input.Data;
        long[] places = new long[input.Numel];
        for (int i = 0; i < places.Length; i++)
        {
            int start = isOne ? 0 : i / values * size, low = 0, high = size;
            while (low < high)
            {
                int middle = (low + high) / 2;
                float found = sequence[start + middle];
                if (right ? found > elements[i] : found >= elements[i])
                    high = middle;
                else
                    low = middle + 1;
            }
            places[i] = low;
        }
        return Of(places, input.Shape);
    }
}
