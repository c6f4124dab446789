using LinRegPS.Operations;

namespace LinRegPS;

// Elements by their indices in a dimension. Index tensors are int64, or float32 of whole numbers.
public sealed partial class Tensor
{
    /// <summary>The element at an index of a dimension for each; torch.gather.</summary>
    /// <param name="dim">The dimension.</param>
    /// <param name="index">Indices, of as many dimensions as the tensor, none but <paramref name="dim"/> larger than the tensor's.</param>
    /// <returns>The index's shape.</returns>
    /// <exception cref="ShapeMismatchException">The index has another number of dimensions, or one that is larger.</exception>
    /// <exception cref="InvalidValueException">The dimension does not exist, or an index is not within it.</exception>
    public Tensor Gather(int dim, Tensor index)
    {
        int d = Shape.Dimension("Gather", dim);
        var indices = Indices.Read("Gather", index);
        CheckIndexShape("Gather", d, index.Shape, Shape);
        return Operations.Take.Apply("Gather", this, Places.Along("Gather", Shape, d, index.Shape, indices), index.Shape);
    }

    /// <summary>The same with an index whose other dimensions broadcast with the tensor's; torch.take_along_dim.</summary>
    /// <exception cref="ShapeMismatchException">The index has another number of dimensions, or they do not broadcast.</exception>
    /// <exception cref="InvalidValueException">The dimension does not exist, or an index is not within it.</exception>
    public Tensor TakeAlongDim(Tensor indices, int dim)
    {
        int d = Shape.Dimension("TakeAlongDim", dim);
        if (indices is null)
            throw Errors.Null("TakeAlongDim", "the index");
        if (indices.Rank != Rank || Rank == 0)
            return Gather(dim, indices);
        var both = Shape.Broadcast("TakeAlongDim", Shape.With(d, 1), indices.Shape.With(d, 1));
        return Expand(both.With(d, Shape[d]).ToArray()).Gather(d, indices.Expand(both.With(d, indices.Shape[d]).ToArray()));
    }

    /// <summary>The elements at indices of all, taken row by row; negative ones count from the end; torch.take.</summary>
    /// <exception cref="InvalidValueException">An index is not within the tensor.</exception>
    public Tensor Take(Tensor index)
    {
        long[] indices = Array.ConvertAll(Indices.Of("Take", index), i => i < 0 ? i + Numel : i);
        return Operations.Take.Apply("Take", this, Places.Rows("Take", new Shape(Numel), 0, indices), index.Shape);
    }

    /// <summary>The named indices of a dimension, in their order; torch.index_select.</summary>
    /// <param name="dim">The dimension.</param>
    /// <param name="index">A vector of indices, or one alone.</param>
    /// <exception cref="ShapeMismatchException">The index is no vector.</exception>
    /// <exception cref="InvalidValueException">The dimension does not exist, or an index is not within it.</exception>
    public Tensor IndexSelect(int dim, Tensor index)
    {
        int d = Shape.Dimension("IndexSelect", dim);
        long[] indices = Indices.Of("IndexSelect", index);
        if (index.Rank > 1)
            throw Errors.IndexVector("IndexSelect", index.Shape);
        return Chosen("IndexSelect", d, indices);
    }

    /// <summary>A copy with elements put at indices of a dimension each; torch.scatter. The last of several at one place stays.</summary>
    /// <param name="dim">The dimension.</param>
    /// <param name="index">Indices, of as many dimensions as the tensor.</param>
    /// <param name="src">What is put, at least as large as the index in each dimension.</param>
    /// <exception cref="ShapeMismatchException">The index has another number of dimensions, or one that is larger than the tensor's or the source's.</exception>
    /// <exception cref="InvalidValueException">The dimension does not exist, or an index is not within it.</exception>
    public Tensor Scatter(int dim, Tensor index, Tensor src) => ScatterWith("Scatter", dim, index, src, accumulate: false);

    /// <summary>A copy with a number put at indices of a dimension each; torch.scatter.</summary>
    /// <exception cref="ShapeMismatchException">The index has another number of dimensions, or one that is larger.</exception>
    /// <exception cref="InvalidValueException">The dimension does not exist, or an index is not within it.</exception>
    public Tensor Scatter(int dim, Tensor index, double value) => ScatterWith(
        "Scatter", dim, index, NumberAs(DType, value).Expand((index ?? throw Errors.Null("Scatter", "the index")).Shape.ToArray()), accumulate: false);

    /// <summary>A copy with elements added at indices of a dimension each; torch.scatter_add.</summary>
    /// <exception cref="ShapeMismatchException">The index has another number of dimensions, or one that is larger than the tensor's or the source's.</exception>
    /// <exception cref="InvalidValueException">The dimension does not exist, an index is not within it, or the tensor is not float32.</exception>
    public Tensor ScatterAdd(int dim, Tensor index, Tensor src) => ScatterWith("ScatterAdd", dim, index, src, accumulate: true);

    /// <summary>A copy with the indices of a source added to the named ones, times a factor; torch.index_add.</summary>
    /// <exception cref="ShapeMismatchException">The index is no vector, or the source has not its length there and the tensor's sizes elsewhere.</exception>
    /// <exception cref="InvalidValueException">The dimension does not exist, an index is not within it, or the tensor is not float32.</exception>
    public Tensor IndexAdd(int dim, Tensor index, Tensor source, double alpha = 1) =>
        IndexWith("IndexAdd", dim, index, source is null || alpha == 1 ? source : source * alpha, accumulate: true);

    /// <summary>A copy with the named indices replaced by those of a source; torch.index_copy.</summary>
    /// <exception cref="ShapeMismatchException">The index is no vector, or the source has not its length there and the tensor's sizes elsewhere.</exception>
    /// <exception cref="InvalidValueException">The dimension does not exist, or an index is not within it.</exception>
    public Tensor IndexCopy(int dim, Tensor index, Tensor source) => IndexWith("IndexCopy", dim, index, source, accumulate: false);

    /// <summary>A copy with a number at the named indices, of which negative ones count from the end; torch.index_fill.</summary>
    /// <exception cref="ShapeMismatchException">The index is no vector.</exception>
    /// <exception cref="InvalidValueException">The dimension does not exist, or an index is not within it.</exception>
    public Tensor IndexFill(int dim, Tensor index, double value)
    {
        int d = Shape.Dimension("IndexFill", dim);
        if (index is null)
            throw Errors.Null("IndexFill", "the index");
        int size = Rank == 0 ? 1 : Shape[d];
        var shape = Rank == 0 ? Shape : Shape.With(d, index.Numel);
        index = Of(Array.ConvertAll(Indices.Of("IndexFill", index), i => i < 0 ? i + size : i), index.Shape);
        return IndexWith("IndexFill", dim, index, NumberAs(DType, value).Expand(shape.ToArray()), accumulate: false);
    }

    /// <summary>The named indices of a dimension, checked.</summary>
    internal Tensor Chosen(string operation, int dimension, long[] indices)
    {
        var (whole, shape) = Rank == 0 ? (new Shape(1), Shape) : (Shape, Shape.With(dimension, indices.Length));
        // A number has one index, which stays one.
        if (Rank == 0 && indices.Length != 1)
            throw Errors.IndexVector(operation, new Shape(indices.Length));
        return Operations.Take.Apply(operation, this, Places.Rows(operation, whole, dimension, indices), shape);
    }

    private Tensor ScatterWith(string operation, int dim, Tensor index, Tensor src, bool accumulate)
    {
        int d = Shape.Dimension(operation, dim);
        var indices = Indices.Read(operation, index);
        if (src is null)
            throw Errors.Null(operation, "the source");
        CheckIndexShape(operation, d, index.Shape, Shape);
        CheckIndexShape(operation, -1, index.Shape, src.Shape);
        if (accumulate && DType != DType.Float32)
            throw Errors.WrongDType(operation, DType.Float32, DType);
        for (int i = 0; i < Rank; i++)
            src = src.Shape[i] == index.Shape[i] ? src : src.Narrow(i, 0, index.Shape[i]);
        return new Put(operation, this, src, Places.Along(operation, Shape, d, index.Shape, indices), accumulate).Apply();
    }

    private Tensor IndexWith(string operation, int dim, Tensor index, Tensor? source, bool accumulate)
    {
        int d = Shape.Dimension(operation, dim);
        long[] indices = Indices.Of(operation, index);
        if (source is null)
            throw Errors.Null(operation, "the source");
        if (index.Rank > 1)
            throw Errors.IndexVector(operation, index.Shape);
        if (accumulate && DType != DType.Float32)
            throw Errors.WrongDType(operation, DType.Float32, DType);
        var whole = Rank == 0 ? new Shape(1) : Shape;
        var needed = whole.With(d, indices.Length);
        if (Rank == 0 ? source.Numel != indices.Length : !source.Shape.Equals(needed))
            throw Errors.SourceShape(operation, needed, source.Shape);
        return new Put(operation, this, source, Places.Rows(operation, whole, d, indices), accumulate).Apply();
    }

    private static void CheckIndexShape(string operation, int dimension, Shape index, Shape whole)
    {
        bool fits = index.Rank == whole.Rank;
        for (int d = 0; fits && d < index.Rank; d++)
            fits = d == dimension || index[d] <= whole[d] || index.Numel == 0;
        if (!fits)
            throw Errors.IndexShape(operation, index, whole);
    }
}
