using LinRegPS.Memory;

namespace LinRegPS;

/// <summary>
/// A float32 array of any rank, row-major, that autograd can follow. Not enumerable, so a pipeline passes it whole.
/// Collected like any object: there is nothing to dispose.
/// </summary>
public sealed partial class Tensor : IFormattable
{
    // What views share. A number alone is held inline, without a storage, until a view is made of it.
    private Storage? _storage;
    private float _element;
    private int _version;

    /// <summary>A tensor of the given shape whose elements are yet to be written (they are arbitrary, except one alone, which is 0).</summary>
    internal Tensor(Shape shape)
    {
        Shape = shape;
        if (shape.Numel != 1)
            _storage = Storage.Allocate(shape.Numel);
    }

    internal Tensor(float element)
    {
        Shape = Shape.Scalar;
        _element = element;
    }

    private Tensor(Storage storage, Shape shape)
    {
        Shape = shape;
        _storage = storage;
    }

    /// <summary>The sizes of the dimensions, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>The number of dimensions.</summary>
    public int Rank => Shape.Rank;

    /// <summary>The number of elements; torch.numel.</summary>
    public int Numel => Shape.Numel;

    /// <summary>How often the elements were changed in place, in this tensor or in another that shares them.</summary>
    public int Version => _storage is { } storage ? storage.Version : _version;

    /// <summary>
    /// The elements, row by row. Take them after the results are made that are computed from them: memory whose tensors are
    /// out of use may be lent to the next.
    /// </summary>
    internal Span<float> Data => _storage is { } storage ? storage.Elements : new Span<float>(ref _element);

    /// <summary>The number in a tensor of one element, whatever its rank; Tensor.item.</summary>
    /// <exception cref="InvalidValueException">The tensor has another number of elements than one.</exception>
    public float Item()
    {
        if (Numel != 1)
            throw Errors.NotOneElement(Shape);
        if (_requiresGrad)
            Watcher.Current?.Read(this, "Item()");
        return Data[0];
    }

    /// <summary>A copy of the elements, row by row.</summary>
    public float[] ToArray()
    {
        if (_requiresGrad)
            Watcher.Current?.Read(this, "ToArray()");
        return Data.ToArray();
    }

    /// <summary>
    /// The elements as PowerShell's arrays: a number, an array of numbers, or arrays of arrays; Tensor.tolist.
    /// </summary>
    public object ToNestedArrays()
    {
        return Nest(0, 0);

        object Nest(int dimension, int start)
        {
            if (dimension == Rank)
                return Data[start];
            int size = Shape[dimension], stride = Shape.Product(dimension + 1, Rank);
            if (dimension == Rank - 1)
                return Data.Slice(start, size).ToArray();
            object[] rows = new object[size];
            for (int i = 0; i < size; i++)
                rows[i] = Nest(dimension + 1, start + (i * stride));
            return rows;
        }
    }

    /// <summary>The number in a tensor of one element.</summary>
    /// <exception cref="InvalidValueException">The tensor has another number of elements than one.</exception>
    public static explicit operator float(Tensor tensor) => (tensor ?? throw Errors.Null("Item", "the tensor")).Item();

    /// <summary>The number in a tensor of one element.</summary>
    /// <exception cref="InvalidValueException">The tensor has another number of elements than one.</exception>
    public static explicit operator double(Tensor tensor) => (tensor ?? throw Errors.Null("Item", "the tensor")).Item();

    /// <summary>The text that PyTorch prints, with the operation that made the tensor.</summary>
    public override string ToString() => TensorText.Format(this);

    /// <summary>A tensor of one element formats as its number where a format is given: <c>'{0:F7}' -f $loss</c>.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        string.IsNullOrEmpty(format) || Numel != 1 ? ToString() : Item().ToString(format, formatProvider);

    /// <summary>Whether a change of the other shows in this one: it is the same tensor, or a view of the same memory.</summary>
    internal bool SharesMemoryWith(Tensor other) => ReferenceEquals(this, other) || (_storage is not null && ReferenceEquals(_storage, other._storage));

    /// <summary>The same memory in another shape, unrecorded.</summary>
    internal Tensor ViewAs(Shape shape) => new(Share(), shape);

    /// <summary>A copy in memory of its own, unrecorded.</summary>
    internal Tensor Copy()
    {
        var copy = new Tensor(Shape);
        Data.CopyTo(copy.Data);
        return copy;
    }

    /// <summary>Counts a change of the elements, so that a backward pass which needs the old ones can refuse.</summary>
    internal void MarkChanged() => SetVersion(Version + 1);

    /// <summary>Takes back the count, for who has put back the very bits that it counted from.</summary>
    internal void RestoreVersion(int version) => SetVersion(version);

    private void SetVersion(int version)
    {
        if (_storage is { } storage)
            storage.Version = version;
        else
            _version = version;
    }

    private Storage Share()
    {
        if (_storage is { } storage)
            return storage;
        // Two threads that make the first views of a number must find one storage.
        storage = new Storage([_element]) { Version = _version };
        return Interlocked.CompareExchange(ref _storage, storage, null) ?? storage;
    }
}
