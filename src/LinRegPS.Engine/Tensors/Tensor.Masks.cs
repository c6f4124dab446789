using LinRegPS.Operations;

namespace LinRegPS;

// Elements by masks: tensors of bool, or of numbers of which 0 is false.
public sealed partial class Tensor
{
    /// <summary>The first tensor's elements where the condition holds, the second's elsewhere, with broadcasting; torch.where.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    public static Tensor Where(Tensor condition, Tensor input, Tensor other) => new Where("Where", condition, input, other).Apply();

    /// <summary>The tensor's elements where the condition holds, a number elsewhere; torch.where.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="InvalidValueException">The tensor is null, or is int64 and the number has no int64.</exception>
    public static Tensor Where(Tensor condition, Tensor input, double other) => Where(condition, input, Given("Where", "input", input).NumberFor(other));

    /// <summary>A number where the condition holds, the tensor's elements elsewhere; torch.where.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="InvalidValueException">The tensor is null, or is int64 and the number has no int64.</exception>
    public static Tensor Where(Tensor condition, double input, Tensor other) => Where(condition, Given("Where", "other", other).NumberFor(input), other);

    /// <summary>Where the condition holds: the indices of each dimension, int64; torch.where.</summary>
    /// <exception cref="InvalidValueException">The condition is null.</exception>
    public static Tensor[] Where(Tensor condition) =>
        (condition ?? throw Errors.Null("Where", "the condition")).NonZero().Unbind(1);

    /// <summary>This tensor's elements where the condition holds, the other's elsewhere, with broadcasting; Tensor.where.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    public Tensor Where(Tensor condition, Tensor other) => Where(condition, this, other);

    /// <summary>This tensor's elements where the condition holds, a number elsewhere; Tensor.where.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="InvalidValueException">The tensor is int64, and the number has no int64.</exception>
    public Tensor Where(Tensor condition, double other) => Where(condition, this, NumberFor(other));

    /// <summary>A copy with a number where the mask holds; torch.masked_fill. The mask broadcasts to the tensor's shape.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="InvalidValueException">The tensor is int64, and the number has no int64.</exception>
    public Tensor MaskedFill(Tensor mask, double value) => new Where("MaskedFill", mask, NumberAs(DType, value), this).Apply();

    /// <summary>A copy with the number that a tensor without dimensions holds, where the mask holds; torch.masked_fill.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast, or the value has dimensions.</exception>
    public Tensor MaskedFill(Tensor mask, Tensor value) => (value ?? throw Errors.Null("MaskedFill", "the value")).Rank == 0
        ? new Where("MaskedFill", mask, value.DType == DType || DType == DType.Float32 ? value : value.To(DType), this).Apply()
        : throw Errors.ParameterShape("MaskedFill: value", Shape.Scalar, value.Shape);

    /// <summary>The elements where the mask holds, as a vector, row by row; torch.masked_select. Tensor and mask broadcast.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    public Tensor MaskedSelect(Tensor mask)
    {
        if (mask is null)
            throw Errors.Null("MaskedSelect", "the mask");
        var shape = Shape.Broadcast("MaskedSelect", Shape, mask.Shape);
        int[] places = TruePlaces(mask.Bool().ElementsOver<bool>(shape));
        return Operations.Take.Apply("MaskedSelect", shape.Equals(Shape) ? this : Operations.Expand.Apply(this, shape), new Places(places, 1), new Shape(places.Length));
    }

    /// <summary>A copy with elements of a source, one after the other, where the mask holds; torch.masked_scatter.</summary>
    /// <exception cref="ShapeMismatchException">The mask does not broadcast to the tensor's shape, or the source has too few elements.</exception>
    public Tensor MaskedScatter(Tensor mask, Tensor source)
    {
        if (mask is null || source is null)
            throw Errors.Null("MaskedScatter", mask is null ? "the mask" : "the source");
        if (!Shape.Broadcast("MaskedScatter", Shape, mask.Shape).Equals(Shape))
            throw Errors.CannotBroadcast("MaskedScatter", Shape, mask.Shape);
        int[] places = TruePlaces(mask.Bool().ElementsOver<bool>(Shape));
        return source.Numel >= places.Length
            ? new Put("MaskedScatter", this, source.Flatten().Narrow(0, 0, places.Length), new Places(places, 1), accumulate: false).Apply()
            : throw Errors.SourceShape("MaskedScatter", new Shape(places.Length), source.Shape);
    }

    /// <summary>The indices of the elements that are not 0, one row for each, row by row; int64, of shape [their number, rank]; torch.nonzero.</summary>
    public Tensor NonZero()
    {
        int[] places = TruePlaces(Bool().Elements<bool>());
        long[] indices = new long[places.Length * Rank];
        for (int i = 0; i < places.Length; i++)
        {
            for (int d = Rank - 1, rest = places[i]; d >= 0; rest /= Shape[d--])
                indices[(i * Rank) + d] = rest % Shape[d];
        }
        return Of(indices, new Shape(places.Length, Rank));
    }

    /// <summary>The lower triangle, with zeros above a diagonal; torch.tril. The last two dimensions are matrices.</summary>
    /// <exception cref="ShapeMismatchException">There are less than two dimensions.</exception>
    public Tensor Tril(int diagonal = 0) => Triangle("Tril", diagonal, upper: false);

    /// <summary>The upper triangle, with zeros below a diagonal; torch.triu. The last two dimensions are matrices.</summary>
    /// <exception cref="ShapeMismatchException">There are less than two dimensions.</exception>
    public Tensor Triu(int diagonal = 0) => Triangle("Triu", diagonal, upper: true);

    private static int[] TruePlaces(ReadOnlySpan<bool> mask)
    {
        int[] places = new int[mask.Count(true)];
        int found = 0;
        for (int i = 0; i < mask.Length; i++)
        {
            if (mask[i])
                places[found++] = i;
        }
        return places;
    }

    private Tensor Triangle(string operation, long diagonal, bool upper)
    {
        if (Rank < 2)
            throw Errors.NoMatrix(operation, Shape);
        int rows = Shape[^2], columns = Shape[^1];
        bool[] kept = new bool[rows * columns];
        for (int i = 0; i < kept.Length; i++)
        {
            long above = (i % columns) - (i / columns) - diagonal;
            kept[i] = upper ? above >= 0 : above <= 0;
        }
        return new Where(operation, Of(kept, new Shape(rows, columns)), this, NumberAs(DType, 0)).Apply();
    }
}
