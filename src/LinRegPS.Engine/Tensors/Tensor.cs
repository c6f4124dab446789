using System.Runtime.InteropServices;

namespace LinRegPS;

/// <summary>
/// A float32 array of any rank, row-major, that autograd can follow. Not enumerable, so a pipeline passes it whole.
/// Collected like any object: there is nothing to dispose.
/// </summary>
public sealed partial class Tensor : IFormattable
{
    // A single element is held inline, without an array.
    private readonly float[]? _elements;
    private float _element;

    // Set on large tensors, and views of them: who lent the memory.
    private readonly Loan? _loan;

    // Set on views (Reshape, Detach): the tensor whose memory, and whose version, this one shares.
    private readonly Tensor? _owner;
    private int _version;

    /// <summary>A tensor of the given shape whose elements are yet to be written (they are arbitrary, except one alone, which is 0).</summary>
    internal Tensor(Shape shape)
    {
        Shape = shape;
        if (shape.Numel != 1)
            _elements = StepMemory.Allocate(shape.Numel) ?? LentMemory.Allocate(shape.Numel, this, out _loan);
    }

    internal Tensor(float element)
    {
        Shape = Shape.Scalar;
        _element = element;
    }

    /// <summary>A view of another tensor's memory in another shape of as many elements.</summary>
    private Tensor(Tensor viewed, Shape shape)
    {
        Shape = shape;
        (_elements, _loan) = (viewed._elements, viewed._loan);
        _owner = viewed._owner ?? viewed;
    }

    /// <summary>The sizes of the dimensions, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>The number of dimensions.</summary>
    public int Rank => Shape.Rank;

    /// <summary>The number of elements; torch.numel.</summary>
    public int Numel => Shape.Numel;

    /// <summary>How often the elements were changed in place; views share it with the tensor they show.</summary>
    public int Version => (_owner ?? this)._version;

    /// <summary>
    /// The elements, row by row. Take them after the results are made that are computed from them: memory whose tensor is
    /// out of use may be lent to the next.
    /// </summary>
    internal Span<float> Data
    {
        get
        {
            if (_elements is null)
                return MemoryMarshal.CreateSpan(ref (_owner ?? this)._element, 1);
            _loan?.Open();
            return _elements;
        }
    }

    /// <summary>The number in a tensor of one element, whatever its rank; Tensor.item.</summary>
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
    public static explicit operator float(Tensor tensor) => tensor.Item();

    /// <summary>The number in a tensor of one element.</summary>
    public static explicit operator double(Tensor tensor) => tensor.Item();

    /// <summary>The text that PyTorch prints, with the operation that made the tensor.</summary>
    public override string ToString() => TensorText.Format(this);

    /// <summary>A tensor of one element formats as its number where a format is given: <c>'{0:F7}' -f $loss</c>.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        string.IsNullOrEmpty(format) || Numel != 1 ? ToString() : Item().ToString(format, formatProvider);

    /// <summary>The same memory in another shape, unrecorded.</summary>
    internal Tensor ViewAs(Shape shape) => new(this, shape);

    /// <summary>A copy in memory of its own, unrecorded.</summary>
    internal Tensor Copy()
    {
        var copy = new Tensor(Shape);
        Data.CopyTo(copy.Data);
        return copy;
    }
}
