using LinRegPS.Operations;

namespace LinRegPS;

// Views of several parts, and dimensions moved.
public sealed partial class Tensor
{
    /// <summary>A view of so many indices of a dimension from a start on; torch.narrow. A negative start counts from the end.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist, or the indices are not all within it.</exception>
    public Tensor Narrow(int dim, int start, int length)
    {
        int d = Shape.Dimension("Narrow", dim);
        if (Rank == 0)
            throw Errors.NoDimensions("Narrow");
        int first = start < 0 ? start + Shape[d] : start;
        if (first < 0 || length < 0 || length > Shape[d] - first)
            throw Errors.NarrowRange(start, length, d, Shape);
        return PartOf.Apply("Slice", this, new Strip(d, first, 1, length));
    }

    /// <summary>Views of so many indices of a dimension each, the last of what is left; torch.split.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist, or the size is negative, or 0 where there are indices.</exception>
    public Tensor[] Split(int splitSize, int dim = 0)
    {
        int d = Shape.Dimension("Split", dim);
        if (Rank == 0)
            throw Errors.NoDimensions("Split");
        if (splitSize < 0 || (splitSize == 0 && Shape[d] > 0))
            throw Errors.NotPositive("SplitSize", splitSize);
        // One that is empty where there is nothing to split, as in PyTorch.
        int count = splitSize == 0 ? 1 : Math.Max(1, (int)(((long)Shape[d] + splitSize - 1) / splitSize));
        return [.. Enumerable.Range(0, count).Select(i => Narrow(d, i * splitSize, Math.Min(splitSize, Shape[d] - (i * splitSize))))];
    }

    /// <summary>Views of as many indices of a dimension as each size says; torch.split.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist, or the sizes are not the whole of it.</exception>
    public Tensor[] Split(int[] splitSizes, int dim = 0)
    {
        int d = Shape.Dimension("Split", dim);
        if (Rank == 0)
            throw Errors.NoDimensions("Split");
        if (splitSizes is null)
            throw Errors.Null("Split", "splitSizes");
        if (splitSizes.Any(size => size < 0) || splitSizes.Sum(size => (long)size) != Shape[d])
            throw Errors.SplitSizes(splitSizes, d, Shape);
        int start = 0;
        return Array.ConvertAll(splitSizes, size => Narrow(d, (start += size) - size, size));
    }

    /// <summary>A dimension in so many views at most, all but the last of one size; torch.chunk.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist, or there are to be less than 1.</exception>
    public Tensor[] Chunk(int chunks, int dim = 0)
    {
        int d = Shape.Dimension("Chunk", dim);
        if (Rank == 0)
            throw Errors.NoDimensions("Chunk");
        if (chunks < 1)
            throw Errors.NotPositive("Chunks", chunks);
        // As many as asked for where there is nothing in them, as in PyTorch.
        return Shape[d] == 0 ? Split(new int[chunks], d) : Split((int)(((long)Shape[d] + chunks - 1) / chunks), d);
    }

    /// <summary>A view of each index of a dimension, which is left out; torch.unbind.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public Tensor[] Unbind(int dim = 0)
    {
        int d = Shape.Dimension("Unbind", dim);
        return Rank > 0 ? [.. Enumerable.Range(0, Shape[d]).Select(i => Select(d, i))] : throw Errors.NoDimensions("Unbind");
    }

    /// <summary>
    /// A view of the diagonal of two dimensions, which becomes the last; torch.diagonal. Those above it have a positive offset, those
    /// below a negative one.
    /// </summary>
    /// <exception cref="InvalidValueException">A dimension does not exist, or both are the same.</exception>
    public Tensor Diagonal(int offset = 0, int dim1 = 0, int dim2 = 1)
    {
        int first = Shape.Dimension("Diagonal", dim1), second = Shape.Dimension("Diagonal", dim2);
        return first != second
            ? PartOf.Apply("Diagonal", this, new DiagonalLine(offset, first, second))
            : throw Errors.RepeatedDimension("Diagonal", [dim1, dim2]);
    }

    /// <summary>A view with a dimension moved to another place; torch.movedim.</summary>
    /// <exception cref="InvalidValueException">A dimension does not exist.</exception>
    public Tensor MoveDim(int source, int destination) => MoveDim([source], [destination]);

    /// <summary>A view with dimensions moved to other places, the others in their order; torch.movedim.</summary>
    /// <exception cref="InvalidValueException">A dimension does not exist or is named twice, or there are not as many places as dimensions.</exception>
    public Tensor MoveDim(int[] source, int[] destination)
    {
        if (source is null || destination is null)
            throw Errors.Null("MoveDim", source is null ? "source" : "destination");
        if (source.Length != destination.Length)
            throw Errors.CountMismatch("MoveDim", "source", source.Length, "destination", destination.Length);
        int[] from = [.. source.Select(d => Shape.Dimension("MoveDim", d))], to = [.. destination.Select(d => Shape.Dimension("MoveDim", d))];
        if (from.Distinct().Count() < from.Length || to.Distinct().Count() < to.Length)
            throw Errors.RepeatedDimension("MoveDim", from.Distinct().Count() < from.Length ? source : destination);
        if (Rank == 0)
            return Permute();
        var others = new Queue<int>(Enumerable.Range(0, Rank).Except(from));
        return Permute([.. Enumerable.Range(0, Rank).Select(d => Array.IndexOf(to, d) is >= 0 and var i ? from[i] : others.Dequeue())]);
    }

    /// <summary>A view with two dimensions swapped; torch.swapaxes.</summary>
    /// <exception cref="InvalidValueException">A dimension does not exist.</exception>
    public Tensor SwapAxes(int axis0, int axis1) => Transpose(axis0, axis1);

    /// <summary>A view with two dimensions swapped; torch.swapdims.</summary>
    /// <exception cref="InvalidValueException">A dimension does not exist.</exception>
    public Tensor SwapDims(int dim0, int dim1) => Transpose(dim0, dim1);
}
