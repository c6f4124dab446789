using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LinRegPS.Kernels.Rearrangement;
using LinRegPS.Memory;

namespace LinRegPS;

// Where the elements lie, and other tensors on the same ones.
public sealed partial class Tensor
{
    /// <summary>Whether the elements lie one after the other, row by row; Tensor.is_contiguous.</summary>
    public bool IsContiguous() => _layout is not { IsPacked: false };

    /// <summary>The tensor itself where its elements lie one after the other, else a copy in which they do; Tensor.contiguous.</summary>
    public Tensor Contiguous() => IsContiguous() ? this : Clone();

    /// <summary>For each dimension how many elements of the storage lie from one index to the next; Tensor.stride.</summary>
    public int[] Stride() => [.. Strides];

    /// <summary>How many elements of the storage lie from one index of a dimension to the next; Tensor.stride.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public int Stride(int dim) => Rank > 0 ? Strides[Shape.Dimension("Stride", dim)] : throw Errors.TooManyIndices(1, Shape);

    /// <summary>Where in the storage the first element is; Tensor.storage_offset.</summary>
    public int StorageOffset => _layout?.Offset ?? 0;

    /// <summary>Whether it shows a part of a storage, or the elements in another order, so that nobody knows who else does.</summary>
    internal bool IsView => _layout is not null;

    /// <summary>How far apart neighbours in each dimension are.</summary>
    internal int[] Strides => _layout?.Strides ?? Layout.RowMajor(Shape);

    /// <summary>Whether it was made, unrecorded, of a tensor that requires a gradient: a change by a recorded operation would be lost to that.</summary>
    internal bool IsUnrecordedView { get; private set; }

    /// <summary>Other elements of the storage, or the same in another order, unrecorded.</summary>
    internal Tensor Show(Shape shape, int offset, int[] strides)
    {
        var storage = Share();
        var layout = new Layout(shape, shape.Numel == 0 ? 0 : offset, strides);
        bool isWhole = layout is { Offset: 0, IsPacked: true } && storage is Storage<float> && storage.Count == shape.Numel
            && strides.AsSpan().SequenceEqual(Layout.RowMajor(shape));
        return Shown(storage, shape, isWhole ? null : layout);
    }

    /// <summary>The same elements in another shape of as many, unrecorded: a view, or a copy where no view can show them so.</summary>
    internal Tensor ViewAs(Shape shape)
    {
        if (_layout is null)
            return Shown(Share(), shape, null);
        if (shape.Equals(Shape))
            return Shown(_storage!, shape, _layout);
        return Layout.Reshape(Shape, _layout.Strides, shape) is { } strides ? Show(shape, _layout.Offset, strides) : Copy().ViewAs(shape);
    }

    /// <summary>The elements repeated over a shape that this one's broadcasts to, unrecorded.</summary>
    internal Tensor Repeated(Shape shape) => Show(shape, StorageOffset, StridesOver(shape));

    /// <summary>A copy in memory of its own, packed, unrecorded.</summary>
    internal Tensor Copy()
    {
        var copy = Empty(DType, Shape);
        copy.Assign(this);
        return copy;
    }

    /// <summary>Overwrites the elements, unrecorded and uncounted, with another tensor's, which are of this one's type and broadcast to its shape.</summary>
    internal void Assign(Tensor source)
    {
        // A number and packed elements of the same shape need nothing that would be compiled for them.
        if (_layout is null && source._layout is null && (source.Numel == 1 || source.Shape.Equals(Shape)))
        {
            if (source.Numel == 1)
                Data.Fill(source.Data[0]);
            else
                source.Data.CopyTo(Data);
            return;
        }
        switch (DType)
        {
            case DType.Float32:
                Assign<float>(source);
                break;
            case DType.Int64:
                Assign<long>(source);
                break;
            default:
                Assign<bool>(source);
                break;
        }
    }

    /// <summary>Whether it is the transpose of a matrix whose rows lie one after the other, and that matrix's elements.</summary>
    internal bool IsTransposedMatrix(out ReadOnlySpan<float> matrix)
    {
        matrix = default;
        if (_layout is not { IsPacked: false } layout || Rank != 2 || _storage is not Storage<float> floats
            || layout.Strides[0] != 1 || layout.Strides[1] != Shape[0])
        {
            return false;
        }
        matrix = floats.Elements.AsSpan(layout.Offset, Numel);
        return true;
    }

    private void Assign<T>(Tensor source)
        where T : struct
    {
        if (Numel > 0)
            StridedCopy.Copy(Shape.Sizes, source.FromFirst<T>(), source.StridesOver(Shape), FromFirst<T>(), Strides);
    }

    private int[] StridesOver(Shape shape)
    {
        int[] own = Strides;
        if (shape.Equals(Shape))
            return own;
        int[] strides = new int[shape.Rank];
        for (int i = 1; i <= Rank; i++)
            strides[^i] = Shape[^i] == shape[^i] ? own[^i] : 0;
        return strides;
    }

    // The storage from the first element on.
    private Span<T> FromFirst<T>()
        where T : struct => _storage is { } storage
        ? ((Storage<T>)storage).Elements.AsSpan(StorageOffset)
        : MemoryMarshal.CreateSpan(ref Unsafe.As<float, T>(ref _element), 1);

    private Span<float> LaidOut(Layout layout) => _storage switch
    {
        Storage<float> floats => layout.IsPacked ? floats.Elements.AsSpan(layout.Offset, Numel) : layout.Pack(floats),
        // Rounded only where that was asked for, by Float().
        Storage<long> integers => layout.PackAsFloat32(integers, i => IsInFloat32(i) ? (float)i : throw Errors.NotInFloat32("Arithmetic", i)),
        var bools => layout.PackAsFloat32((Storage<bool>)bools!, b => b ? 1f : 0f),
    };

    // What records the view takes the mark away.
    private Tensor Shown(Storage storage, Shape shape, Layout? layout) =>
        new(storage, shape, layout) { IsUnrecordedView = IsUnrecordedView || _requiresGrad };
}
