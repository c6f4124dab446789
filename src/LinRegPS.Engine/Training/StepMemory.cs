namespace LinRegPS;

/// <summary>
/// Memory for steps that all do the same: what the tensors made in one run were given, those of the next run get again, in
/// the same order. For work whose tensors are not needed once the next run begins; the gradients in parameters are among
/// them. Not for use by two threads at once.
/// </summary>
public sealed class StepMemory
{
    [ThreadStatic]
    private static StepMemory? s_current;

    private readonly List<float[]> _arrays = [];
    private int _next;

    /// <summary>Runs a step with this memory: forward, backward, update.</summary>
    public void Run(Action step)
    {
        var before = s_current;
        (s_current, _next) = (this, 0);
        try
        {
            step();
        }
        finally
        {
            s_current = before;
        }
    }

    /// <summary>Leaves what was given out to its tensors; the next run begins with new memory.</summary>
    public void Release() => _arrays.Clear();

    /// <summary>Elements for a tensor, yet to be written; null outside of a step.</summary>
    internal static float[]? Allocate(int count) => s_current?.Next(count);

    private float[] Next(int count)
    {
        int i = _next++;
        if (i == _arrays.Count)
            _arrays.Add(GC.AllocateUninitializedArray<float>(count));
        else if (_arrays[i].Length != count)
            _arrays[i] = GC.AllocateUninitializedArray<float>(count);
        return _arrays[i];
    }
}
