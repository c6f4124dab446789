namespace LinRegPS.Memory;

/// <summary>
/// The elements that a tensor and its views share, and the count of their changes; torch.Storage. It knows no tensor, so that
/// a view keeps the elements, and never the graph behind the tensor that it was made of.
/// </summary>
internal abstract class Storage
{
    /// <summary>How often the elements were changed in place.</summary>
    public int Version { get; set; }

    /// <summary>The same, but never taken back: whoever keeps a copy knows by it whether the copy is still right.</summary>
    public int Changes { get; set; }

    /// <summary>What the elements are.</summary>
    public abstract DType DType { get; }

    /// <summary>Their number.</summary>
    public abstract int Count { get; }

    /// <summary>Storage for so many float32 elements, which are yet to be written.</summary>
    public static Storage<float> Allocate(int count) =>
        Arena.Allocate(count) is { } elements ? new Storage<float>(elements) : CachingAllocator.Allocate(count);
}

/// <summary>Elements of one type: float, long or bool.</summary>
/// <param name="elements">The elements.</param>
/// <param name="loan">Whose the memory is where the caching allocator lent it.</param>
internal sealed class Storage<T>(T[] elements, Loan? loan = null) : Storage
    where T : struct
{
    public override DType DType => typeof(T) == typeof(float) ? DType.Float32 : typeof(T) == typeof(long) ? DType.Int64 : DType.Bool;

    public override int Count => elements.Length;

    /// <summary>
    /// The elements. Take them after the results are made that are computed from them: memory whose storage is out of use may
    /// be lent to the next.
    /// </summary>
    public T[] Elements
    {
        get
        {
            loan?.Open();
            return elements;
        }
    }
}
