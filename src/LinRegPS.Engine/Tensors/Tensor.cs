using System.Runtime.CompilerServices;
using LinRegPS.Memory;

namespace LinRegPS;

/// <summary>
/// An array of any rank that autograd can follow, of float32, or of int64 or bool for indices and masks. Its views share its
/// elements. Not enumerable, so a pipeline passes it whole. Collected like any object: there is nothing to dispose.
/// </summary>
public sealed partial class Tensor : IFormattable
{
    // What views share. A float32 number alone is held inline, without a storage, until a view is made of it.
    private Storage? _storage;
    private float _element;
    private int _version;

    // Null for a tensor that is the whole of a float32 storage, one element after the other.
    private readonly Layout? _layout;

    /// <summary>A float32 tensor of the given shape whose elements are yet to be written (they are arbitrary, except one alone, which is 0).</summary>
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

    private Tensor(Storage storage, Shape shape, Layout? layout) => (_storage, Shape, _layout) = (storage, shape, layout);

    /// <summary>The sizes of the dimensions, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>The number of dimensions.</summary>
    public int Rank => Shape.Rank;

    /// <summary>The sizes of the dimensions; torch.Tensor.size.</summary>
    public Shape Size() => Shape;

    /// <summary>The size of one dimension; a negative one counts from the end; torch.Tensor.size.</summary>
    /// <exception cref="InvalidValueException">There is no such dimension.</exception>
    public int Size(int dim) => Rank == 0 ? throw Errors.TooManyIndices(1, Shape) : Shape[Shape.Dimension("Size", dim)];

    /// <summary>The number of dimensions; torch.Tensor.dim.</summary>
    public int Dim() => Rank;

    /// <summary>The number of elements; torch.numel.</summary>
    public int Numel => Shape.Numel;

    /// <summary>What the elements are; Tensor.dtype.</summary>
    public DType DType => _layout is null ? DType.Float32 : _storage!.DType;

    /// <summary>How often the elements were changed in place, in this tensor or in another that shares them.</summary>
    public int Version => _storage is { } storage ? storage.Version : _version;

    /// <summary>
    /// The elements as float32, row by row. Where they do not lie so it is a copy, for all who ask until a change is counted: what
    /// is written into it becomes the tensor's with <see cref="MarkChanged"/>. Of int64 and bool it is only to be read.
    /// Take it after the results are made that are computed from it: memory whose tensors are out of use may be lent to the next.
    /// </summary>
    internal Span<float> Data => _layout is { } layout ? LaidOut(layout)
        : _storage is { } storage ? Unsafe.As<Storage<float>>(storage).Elements : new Span<float>(ref _element);

    /// <summary>The text that PyTorch prints, with the operation that made the tensor.</summary>
    public override string ToString() => TensorText.Format(this);

    /// <summary>A tensor of one element formats as its number where a format is given: <c>'{0:F7}' -f $loss</c>.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        string.IsNullOrEmpty(format) || Numel != 1 ? ToString()
        : Value() is IFormattable number ? number.ToString(format, formatProvider) : $"{Value()}";

    /// <summary>Whether a change of the other shows in this one: it is the same tensor, or a view of the same memory.</summary>
    internal bool SharesMemoryWith(Tensor other) => ReferenceEquals(this, other) || (_storage is not null && ReferenceEquals(_storage, other._storage));

    /// <summary>Counts a change of the elements, so that a backward pass which needs the old ones can refuse.</summary>
    /// <exception cref="AutogradException">Several elements are one and the same number, as in what is expanded.</exception>
    /// <exception cref="InvalidValueException">The elements are not float32.</exception>
    internal void MarkChanged()
    {
        _layout?.WriteBack(_storage as Storage<float> ?? throw Errors.WrongDType("Write", DType.Float32, DType));
        CountChange();
    }

    /// <summary>Takes back the count, for who has put back the very bits that it counted from.</summary>
    internal void RestoreVersion(int version) => SetVersion(version);

    private void CountChange()
    {
        if (_storage is { } storage)
        {
            storage.Changes++;
            storage.Version++;
        }
        else
            _version++;
    }

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
        storage = new Storage<float>([_element]) { Version = _version };
        return Interlocked.CompareExchange(ref _storage, storage, null) ?? storage;
    }
}
