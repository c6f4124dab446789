using LinRegPS.Kernels.Rearrangement;
using LinRegPS.Kernels.Threading;
using LinRegPS.Memory;

namespace LinRegPS;

/// <summary>
/// Where a tensor's elements lie in its storage, from an offset on and at strides, if they are not the whole of a float32 storage
/// one after the other. Tensors that show the same elements in the same shape may share it.
/// </summary>
internal sealed class Layout
{
    private readonly Shape _shape;

    // The elements one after the other, as float32 where that is asked for, and as of which change of the storage.
    private object? _packed;

    public Layout(Shape shape, int offset, int[] strides)
    {
        (_shape, Offset, Strides) = (shape, offset, strides);
        IsPacked = true;
        int next = 1;
        for (int d = strides.Length - 1; d >= 0; d--)
        {
            if (shape[d] == 1)
                continue;
            IsPacked &= strides[d] == next;
            IsRepeated |= strides[d] == 0 && shape.Numel > 0;
            next *= shape[d];
        }
        IsPacked |= shape.Numel == 0;
    }

    /// <summary>Where the first element is.</summary>
    public int Offset { get; }

    /// <summary>How far apart in the storage neighbours in each dimension are.</summary>
    public int[] Strides { get; }

    /// <summary>Whether the elements lie one after the other.</summary>
    public bool IsPacked { get; }

    /// <summary>Whether several elements are one and the same number of the storage.</summary>
    public bool IsRepeated { get; }

    /// <summary>The strides of elements that lie one after the other.</summary>
    public static int[] RowMajor(Shape shape)
    {
        int[] strides = new int[shape.Rank];
        int next = 1;
        for (int d = strides.Length - 1; d >= 0; d--)
        {
            strides[d] = next;
            next *= Math.Max(shape[d], 1);
        }
        return strides;
    }

    /// <summary>The strides with which a shape of as many elements shows those of another; null where only a copy can.</summary>
    public static int[]? Reshape(Shape from, ReadOnlySpan<int> strides, Shape to)
    {
        if (from.Numel <= 1)
            return RowMajor(to);
        int[] result = new int[to.Rank];
        int d = to.Rank - 1, tensor = 1, view = 1, inner = strides[^1];
        // Runs of dimensions that lie one within the other, from the innermost outwards; each is as many of the new ones.
        for (int i = from.Rank - 1; i >= 0; i--)
        {
            tensor *= from[i];
            if (i > 0 && (from[i - 1] == 1 || strides[i - 1] == tensor * inner))
                continue;
            for (; d >= 0 && (view < tensor || to[d] == 1); d--)
            {
                result[d] = view * inner;
                view *= to[d];
            }
            if (view != tensor)
                return null;
            if (i > 0)
                (tensor, view, inner) = (1, 1, strides[i - 1]);
        }
        return result;
    }

    /// <summary>The elements one after the other, copied once for all who ask until the storage changes.</summary>
    public T[] Pack<T>(Storage<T> storage)
        where T : struct
    {
        if (_packed is Packed<T> known && known.Changes == storage.Changes)
            return known.Elements;
        // Memory of its own: it may outlive a run of the arena, and must not be lent what the caller's other operands have.
        var packed = new Packed<T>(GC.AllocateUninitializedArray<T>(_shape.Numel), storage.Changes);
        CopyTo(storage, packed.Elements);
        _packed = packed;
        return packed.Elements;
    }

    /// <summary>Elements of another type as float32, one after the other; the same until the storage changes.</summary>
    public float[] PackAsFloat32<T>(Storage<T> storage, Converter<T, float> convert)
        where T : struct
    {
        if (_packed is Packed<float> known && known.Changes == storage.Changes)
            return known.Elements;
        int changes = storage.Changes;
        T[] elements = new T[_shape.Numel];
        CopyTo(storage, elements);
        float[] converted = Array.ConvertAll(elements, convert);
        _packed = new Packed<float>(converted, changes);
        return converted;
    }

    /// <summary>Copies the elements, one after the other.</summary>
    public void CopyTo<T>(Storage<T> storage, Span<T> target)
        where T : struct =>
        StridedCopy.Copy(_shape.Sizes, storage.Elements.AsSpan(Offset), Strides, target, RowMajor(_shape));

    /// <summary>Puts into the storage what was written into the copy that <see cref="Pack"/> has given out, before that is counted as a change.</summary>
    public void WriteBack(Storage<float> storage)
    {
        if (IsPacked || _packed is not Packed<float> written || written.Changes != storage.Changes)
            return;
        _packed = null;
        if (IsRepeated)
            throw Errors.InPlaceOnRepeated("Write", _shape);
        using var whole = Interruption.Whole();
        StridedCopy.Copy(_shape.Sizes, written.Elements, RowMajor(_shape), storage.Elements.AsSpan(Offset), Strides);
        _packed = new Packed<float>(written.Elements, storage.Changes + 1);
    }

    private sealed record Packed<T>(T[] Elements, int Changes);
}
