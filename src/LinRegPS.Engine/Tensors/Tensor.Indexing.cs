using System.Runtime.CompilerServices;
using LinRegPS.Operations;

namespace LinRegPS;

// Parts by index.
public sealed partial class Tensor
{
    /// <summary>
    /// One element, row or slice of the first dimension: <c>$t[0]</c>, <c>$t[-1]</c>, <c>$t['1:3']</c>, <c>$t['::2']</c>,
    /// a view, as in PyTorch.
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

    /// <summary>
    /// What indices of the first dimensions name, any number of them, as PyTorch's <c>t[...]</c>: numbers and slices
    /// (<c>$t.At(0, ':', 2, -1)</c>) and null for a new dimension give a view; tensors of indices, masks, and arrays of either a copy.
    /// <c>'...'</c> stands for all dimensions that are not named.
    /// </summary>
    /// <exception cref="InvalidValueException">An index is outside of its dimension or is none, or there are more of them than dimensions.</exception>
    /// <exception cref="ShapeMismatchException">Tensors of indices do not broadcast, or a mask has other sizes than the dimensions.</exception>
    public Tensor At(params object?[] index)
    {
        if (index is null)
            throw Errors.Null("Index", "the index");
        return index.Length == 0 ? this : new IndexExpression(this, index).Result();
    }

    /// <summary>The same as <see cref="At"/>.</summary>
    /// <exception cref="InvalidValueException">An index is outside of its dimension or is none, or there are more of them than dimensions.</exception>
    /// <exception cref="ShapeMismatchException">Tensors of indices do not broadcast, or a mask has other sizes than the dimensions.</exception>
    public Tensor Index(params object?[] index) => At(index);

    /// <summary>A copy in which what the indices name is another tensor's elements, or has them added; torch.index_put.</summary>
    /// <param name="index">As <see cref="At"/> takes them.</param>
    /// <param name="values">Broadcasts to what the indices name.</param>
    /// <param name="accumulate">Whether values are added, each of several at one place.</param>
    /// <exception cref="InvalidValueException">An index is outside of its dimension or is none, there are more of them than dimensions, the tensor to add to is not float32, or the tensor is int64 and a value has none.</exception>
    /// <exception cref="ShapeMismatchException">Tensors of indices do not broadcast, a mask has other sizes than the dimensions, or the values do not broadcast to what is named.</exception>
    public Tensor IndexPut(object?[] index, Tensor values, bool accumulate = false)
    {
        if (values is null)
            throw Errors.Null("IndexPut", "the values");
        if (accumulate && DType != DType.Float32)
            throw Errors.WrongDType("IndexPut", DType.Float32, DType);
        // Indexed in the same way, the places of the elements are the places of what is named.
        var named = FromInt64(Sequence(Numel, i => i), Shape.ToArray()).At(index);
        if (!Shape.Broadcast("IndexPut", named.Shape, values.Shape).Equals(named.Shape))
            throw Errors.CannotBroadcast("IndexPut", named.Shape, values.Shape);
        int[] places = Array.ConvertAll(named.ToInt64Array(), place => (int)place);
        return new Put("IndexPut", this, values.Expand(named.Shape.ToArray()), new Places(places, 1), accumulate).Apply();
    }

    /// <summary>Overwrites what the indices name with another tensor's elements, or adds them to it, in place; Tensor.index_put_, and <c>t[...] = values</c>.</summary>
    /// <param name="index">As <see cref="At"/> takes them.</param>
    /// <param name="values">Broadcasts to what the indices name.</param>
    /// <param name="accumulate">Whether values are added, each of several at one place.</param>
    /// <exception cref="AutogradException">While operations are recorded, one of both requires a gradient, or this is a view of what does; or it is expanded.</exception>
    /// <exception cref="InvalidValueException">An index is outside of its dimension or is none, there are more of them than dimensions, or the tensor to add to is not float32.</exception>
    /// <exception cref="ShapeMismatchException">Tensors of indices do not broadcast, a mask has other sizes than the dimensions, or the values do not broadcast to what is named.</exception>
    public Tensor IndexPut_(object?[] index, Tensor values, bool accumulate = false)
    {
        CheckInPlace("IndexPut_", (values ?? throw Errors.Null("IndexPut_", "the values")).RequiresGrad);
        using var _ = GradMode.NoGrad();
        var changed = IndexPut(index, values, accumulate);
        Watcher.Current?.Changing(this, "IndexPut_", changed);
        Replace(changed);
        return this;
    }
}
