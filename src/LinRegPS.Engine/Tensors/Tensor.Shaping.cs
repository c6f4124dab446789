using LinRegPS.Operations;

namespace LinRegPS;

// Shapes, and views of parts.
public sealed partial class Tensor
{
    /// <summary>A view of the matrix transposed; Tensor.T. Of another rank, the dimensions in reverse order. Scripts have it as a property that lists of properties leave out.</summary>
    internal Tensor T => Permute([.. Enumerable.Range(0, Rank).Reverse()]);

    /// <summary>The elements in the same order in another shape, a view where that can be and else a copy; torch.reshape. One size may be -1.</summary>
    /// <exception cref="ShapeMismatchException">The shape holds another number of elements.</exception>
    /// <exception cref="InvalidValueException">A size is negative, or there are more than 64.</exception>
    public Tensor Reshape(params int[] shape) => Operations.Reshape.Apply(this, Resolve("Reshape", shape));

    /// <summary>The elements in the same order in another shape, in the same memory; Tensor.view. One size may be -1.</summary>
    /// <exception cref="ShapeMismatchException">The shape holds another number of elements, or only a copy could have it.</exception>
    /// <exception cref="InvalidValueException">A size is negative, or there are more than 64.</exception>
    public Tensor View(params int[] shape)
    {
        var target = Resolve("View", shape);
        return Layout.Reshape(Shape, Strides, target) is null ? throw Errors.NoView(Shape, Strides, target) : Operations.Reshape.Apply(this, target);
    }

    /// <summary>The elements in another tensor's shape, in the same memory; Tensor.view_as.</summary>
    /// <exception cref="ShapeMismatchException">The shape holds another number of elements, or only a copy could have it.</exception>
    public Tensor ViewAs(Tensor other) => View((other ?? throw Errors.Null("ViewAs", "the other tensor")).Shape.ToArray());

    /// <summary>The elements in another tensor's shape; Tensor.reshape_as.</summary>
    /// <exception cref="ShapeMismatchException">The shape holds another number of elements.</exception>
    public Tensor ReshapeAs(Tensor other) => Reshape((other ?? throw Errors.Null("ReshapeAs", "the other tensor")).Shape.ToArray());

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
            throw Errors.NewDimension("Unsqueeze", dim, Shape);
        int[] sizes = Shape.ToArray();
        return Reshape([.. sizes[..d], 1, .. sizes[d..]]);
    }

    /// <summary>A view with two dimensions swapped; torch.transpose.</summary>
    /// <exception cref="InvalidValueException">A dimension does not exist.</exception>
    public Tensor Transpose(int dim0, int dim1)
    {
        int first = Shape.Dimension("Transpose", dim0), second = Shape.Dimension("Transpose", dim1);
        int[] order = [.. Enumerable.Range(0, Rank)];
        if (Rank > 0)
            (order[first], order[second]) = (order[second], order[first]);
        return Operations.Permute.Apply(this, order);
    }

    /// <summary>A view with the dimensions in another order; torch.permute.</summary>
    /// <exception cref="InvalidValueException">The dimensions are not each of the tensor's once.</exception>
    public Tensor Permute(params int[] dims)
    {
        int[] order = Dims("Permute", dims);
        if (order.Length != Rank)
            throw Errors.RepeatedDimension("Permute", dims);
        return Operations.Permute.Apply(this, order);
    }

    /// <summary>A view in which elements are repeated along dimensions of size 1 and new leading ones; -1 leaves a size as it is; torch.expand.</summary>
    /// <exception cref="ShapeMismatchException">The tensor does not broadcast to the shape.</exception>
    public Tensor Expand(params int[] shape)
    {
        int[] sizes = [.. shape ?? throw Errors.Null("Expand", "shape")];
        // Only a dimension that there is has a size to stay as it is.
        for (int i = 1; i <= Math.Min(Rank, sizes.Length); i++)
            sizes[^i] = sizes[^i] == -1 ? Shape[^i] : sizes[^i];
        var target = new Shape(sizes);
        return Shape.TryBroadcast(Shape, target, out var both) && both.Equals(target)
            ? Operations.Expand.Apply(this, target)
            : throw Errors.CannotBroadcast("Expand", Shape, target);
    }

    /// <summary>A view in which elements are repeated over another tensor's shape; Tensor.expand_as.</summary>
    /// <exception cref="ShapeMismatchException">The tensor does not broadcast to the shape.</exception>
    public Tensor ExpandAs(Tensor other) => Expand((other ?? throw Errors.Null("ExpandAs", "the other tensor")).Shape.ToArray());

    /// <summary>A view of one index of a dimension, which is left out; torch.select. Negative indices count from the end.</summary>
    /// <exception cref="InvalidValueException">The dimension or the index does not exist.</exception>
    public Tensor Select(int dim, int index)
    {
        int d = Shape.Dimension("Select", dim);
        if (Rank == 0)
            throw Errors.TooManyIndices(1, Shape);
        int i = index < 0 ? index + Shape[d] : index;
        return i >= 0 && i < Shape[d] ? PartOf.Apply("Select", this, new Row(d, i)) : throw Errors.Index(index, d, Shape);
    }

    /// <summary>
    /// A view from start up to, not including, end along a dimension, every step-th; Python's slice: null is the dimension's
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
        return PartOf.Apply("Slice", this, new Strip(d, first, step, last > first ? 1 + ((last - first - 1) / step) : 0));

        int Clamp(int i) => Math.Clamp(i < 0 ? i + size : i, 0, size);
    }

    // The shape with the size that is -1 made what is left.
    private Shape Resolve(string operation, int[] shape)
    {
        int[] sizes = (int[])(shape ?? throw Errors.Null(operation, "shape")).Clone();
        int unknown = sizes.Length - 1;
        while (unknown >= 0 && sizes[unknown] != -1)
            unknown--;
        if (unknown >= 0)
        {
            sizes[unknown] = 1;
            int known = sizes.Any(s => s < 0) ? 0 : new Shape(sizes).Numel;
            if (known == 0 || Numel % known != 0)
                throw Errors.CannotReshape(operation, Shape, $"[{string.Join(",", shape)}]");
            sizes[unknown] = Numel / known;
        }
        var target = new Shape(sizes);
        return target.Numel == Numel ? target : throw Errors.CannotReshape(operation, Shape, target.ToString());
    }
}
