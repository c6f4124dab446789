using System.Globalization;
using System.Runtime.CompilerServices;
using LinRegPS.Operations;

namespace LinRegPS;

// Shapes, indices and slices.
public sealed partial class Tensor
{
    /// <summary>The matrix transposed; Tensor.T. Of another rank, the dimensions in reverse order.</summary>
    public Tensor T => Permute([.. Enumerable.Range(0, Rank).Reverse()]);

    /// <summary>
    /// One element, row or slice of the first dimension: <c>$t[0]</c>, <c>$t[-1]</c>, <c>$t['1:3']</c>, <c>$t['::2']</c>,
    /// as in PyTorch (which gives a view; this is a copy).
    /// </summary>
    /// <exception cref="InvalidValueException">An index is outside of its dimension or is none, or there are more of them than dimensions.</exception>
    [IndexerName("Indexed")]
    public Tensor this[object index] => At(index);

    /// <summary>An index or slice for each of the first two dimensions: <c>$t[0, 1]</c>, <c>$t[':', 0]</c>.</summary>
    /// <exception cref="InvalidValueException">An index is outside of its dimension or is none, or there are more of them than dimensions.</exception>
    [IndexerName("Indexed")]
    public Tensor this[object first, object second] => At(first, second);

    /// <summary>An index or slice for each of the first three dimensions.</summary>
    /// <exception cref="InvalidValueException">An index is outside of its dimension or is none, or there are more of them than dimensions.</exception>
    [IndexerName("Indexed")]
    public Tensor this[object first, object second, object third] => At(first, second, third);

    /// <summary>An index or slice for each of the first dimensions, any number of them: <c>$t.At(0, ':', 2, -1)</c>.</summary>
    /// <exception cref="InvalidValueException">An index is outside of its dimension or is none, or there are more of them than dimensions.</exception>
    public Tensor At(params object[] index)
    {
        if (index.Length > Rank)
            throw Errors.TooManyIndices(index.Length, Shape);
        var result = this;
        int dimension = 0;
        for (int d = 0; d < index.Length; d++)
        {
            if (index[d] is string text && text.Contains(':'))
                result = result.Slice(dimension++, text);
            else if (!TryInt(index[d], out int i))
                throw Errors.IndexText(index[d]);
            else if (i < -Shape[d] || i >= Shape[d])
                throw Errors.Index(i, d, Shape);
            else
                result = result.Select(dimension, i);
        }
        return result;
    }

    /// <summary>The elements in the same order in another shape, in the same memory; torch.reshape. One size may be -1.</summary>
    /// <exception cref="ShapeMismatchException">The shape holds another number of elements.</exception>
    /// <exception cref="InvalidValueException">A size is negative, or there are more than 64.</exception>
    public Tensor Reshape(params int[] shape)
    {
        int[] sizes = (int[])shape.Clone();
        int unknown = sizes.Length - 1;
        while (unknown >= 0 && sizes[unknown] != -1)
            unknown--;
        if (unknown >= 0)
        {
            sizes[unknown] = 1;
            int known = sizes.Any(s => s < 0) ? 0 : new Shape(sizes).Numel;
            if (known == 0 || Numel % known != 0)
                throw Errors.CannotReshape(Shape, $"[{string.Join(",", shape)}]");
            sizes[unknown] = Numel / known;
        }
        var target = new Shape(sizes);
        return target.Numel == Numel ? Operations.Reshape.Apply(this, target) : throw Errors.CannotReshape(Shape, target.ToString());
    }

    /// <summary>Dimensions from one to another made one; torch.flatten.</summary>
    /// <exception cref="InvalidValueException">A dimension does not exist, or the last comes before the first.</exception>
    public Tensor Flatten(int startDim = 0, int endDim = -1)
    {
        int start = Shape.Dimension("Flatten", startDim), end = Shape.Dimension("Flatten", endDim);
        if (end < start)
            throw Errors.DimensionOrder("Flatten", startDim, endDim, Shape);
        int[] sizes = Shape.ToArray();
        return Rank == 0 ? Reshape(1) : Reshape([.. sizes[..start], Shape.Product(start, end + 1), .. sizes[(end + 1)..]]);
    }

    /// <summary>A dimension of size 1 left out (unchanged where its size is another); torch.squeeze.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public Tensor Squeeze(int dim)
    {
        int d = Shape.Dimension("Squeeze", dim);
        return Rank > 0 && Shape[d] == 1 ? Operations.Reshape.Apply(this, Shape.Without(d)) : this;
    }

    /// <summary>All dimensions of size 1 left out; torch.squeeze.</summary>
    public Tensor Squeeze() => Reshape([.. Shape.Where(size => size != 1)]);

    /// <summary>A dimension of size 1 put in; torch.unsqueeze.</summary>
    /// <exception cref="InvalidValueException">There is no such place, or no dimension more is possible.</exception>
    public Tensor Unsqueeze(int dim)
    {
        int d = dim < 0 ? dim + Rank + 1 : dim;
        if (d < 0 || d > Rank)
            throw Errors.Dimension("Unsqueeze", dim, Shape);
        int[] sizes = Shape.ToArray();
        return Reshape([.. sizes[..d], 1, .. sizes[d..]]);
    }

    /// <summary>Two dimensions swapped; torch.transpose (a copy here).</summary>
    /// <exception cref="InvalidValueException">A dimension does not exist.</exception>
    public Tensor Transpose(int dim0, int dim1)
    {
        int first = Shape.Dimension("Transpose", dim0), second = Shape.Dimension("Transpose", dim1);
        int[] order = [.. Enumerable.Range(0, Rank)];
        if (Rank > 0)
            (order[first], order[second]) = (order[second], order[first]);
        return Operations.Permute.Apply(this, order);
    }

    /// <summary>The dimensions in another order; torch.permute (a copy here).</summary>
    /// <exception cref="InvalidValueException">The dimensions are not each of the tensor's once.</exception>
    public Tensor Permute(params int[] dims)
    {
        int[] order = [.. dims.Select(d => Shape.Dimension("Permute", d))];
        if (order.Length != Rank || order.Distinct().Count() != Rank)
            throw Errors.RepeatedDimension("Permute", dims);
        return Operations.Permute.Apply(this, order);
    }

    /// <summary>Elements repeated along dimensions of size 1 and new leading ones; torch.expand (a copy here).</summary>
    /// <exception cref="ShapeMismatchException">The tensor does not broadcast to the shape.</exception>
    public Tensor Expand(params int[] shape)
    {
        var target = new Shape(shape);
        return Shape.TryBroadcast(Shape, target, out var both) && both.Equals(target)
            ? Operations.Expand.Apply(this, target)
            : throw Errors.CannotBroadcast("Expand", Shape, target);
    }

    /// <summary>One index of a dimension, which is left out; torch.select. Negative indices count from the end.</summary>
    /// <exception cref="InvalidValueException">The dimension or the index does not exist.</exception>
    public Tensor Select(int dim, int index)
    {
        int d = Shape.Dimension("Select", dim);
        if (Rank == 0)
            throw Errors.TooManyIndices(1, Shape);
        int i = index < 0 ? index + Shape[d] : index;
        return i >= 0 && i < Shape[d] ? new Select(this, d, i).Apply() : throw Errors.Index(index, d, Shape);
    }

    /// <summary>
    /// From start up to, not including, end along a dimension, every step-th; Python's slice: null is the dimension's
    /// end, negative counts from it, and what lies outside is left out.
    /// </summary>
    /// <exception cref="InvalidValueException">The dimension does not exist, or the step is less than 1.</exception>
    public Tensor Slice(int dim, int? start, int? end, int step = 1)
    {
        int d = Shape.Dimension("Slice", dim);
        if (Rank == 0)
            throw Errors.TooManyIndices(1, Shape);
        if (step < 1)
            throw Errors.NotPositive("Step", step);
        int size = Shape[d];
        int first = Clamp(start ?? 0), last = Clamp(end ?? size);
        return new Slice(this, new Strip(d, first, step, last > first ? 1 + ((last - first - 1) / step) : 0)).Apply();

        int Clamp(int i) => Math.Clamp(i < 0 ? i + size : i, 0, size);
    }

    private Tensor Slice(int dimension, string text)
    {
        string[] parts = text.Split(':');
        int?[] numbers = new int?[3];
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts.Length > 3)
                throw Errors.IndexText(text);
            if (!string.IsNullOrWhiteSpace(parts[i]))
                numbers[i] = TryInt(parts[i], out int number) ? number : throw Errors.IndexText(text);
        }
        return Slice(dimension, numbers[0], numbers[1], numbers[2] ?? 1);
    }

    private static bool TryInt(object? value, out int number)
    {
        number = 0;
        switch (value)
        {
            case int i:
                number = i;
                return true;
            case long l when l is >= int.MinValue and <= int.MaxValue:
                number = (int)l;
                return true;
            default:
                return value is string text
                    && int.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out number);
        }
    }
}
