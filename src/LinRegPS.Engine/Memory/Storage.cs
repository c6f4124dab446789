namespace LinRegPS.Memory;

/// <summary>
/// The elements that a tensor and its views share, and the count of their changes; torch.Storage. It knows no tensor, so that
/// a view keeps the elements, and never the graph behind the tensor that it was made of.
/// </summary>
/// <param name="elements">The elements.</param>
/// <param name="loan">Whose the memory is where the caching allocator lent it.</param>
internal sealed class Storage(float[] elements, Loan? loan = null)
{
    /// <summary>How often the elements were changed in place.</summary>
    public int Version { get; set; }

    /// <summary>
    /// The elements. Take them after the results are made that are computed from them: memory whose storage is out of use may
    /// be lent to the next.
    /// </summary>
    public float[] Elements
    {
        get
        {
            loan?.Open();
            return elements;
        }
    }

    /// <summary>Storage for so many elements, which are yet to be written.</summary>
    public static Storage Allocate(int count) =>
        Arena.Allocate(count) is { } elements ? new Storage(elements) : CachingAllocator.Allocate(count);
}
