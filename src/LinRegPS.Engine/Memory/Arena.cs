using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LinRegPS.Kernels.Memory;

namespace LinRegPS.Memory;

/// <summary>
/// Memory for steps that all do the same: what the tensors made in one run were given, those of the next run get again, in
/// the same order. For work whose tensors are not needed once the next run begins. Not for use by two threads at once.
/// </summary>
/// <param name="parameters">
/// Tensors whose gradients are cleared in every run, so that they too may be made in the arena. The gradient of any other
/// leaf outlives the runs, and gets memory of its own.
/// </param>
public sealed class Arena(IEnumerable<Tensor> parameters)
{
    [ThreadStatic]
    private static Arena? s_current;

    private readonly HashSet<Tensor> _parameters = new(parameters, ReferenceEqualityComparer.Instance);
    private readonly List<float[]> _arrays = [];
    private int _next;

    /// <summary>Runs a step with this memory: forward, backward, update.</summary>
    public void Run(Action step)
    {
        _next = 0;
        using (Enter(this))
            step();
    }

    /// <summary>Leaves what was given out to its tensors; the next run begins with new memory.</summary>
    public void Release() => _arrays.Clear();

    /// <summary>
    /// Leaves the parameters' gradients to whoever has taken them: the next run gets other memory for these. What else a run made is in
    /// nobody's hands between two of them.
    /// </summary>
    public void ReleaseGradients()
    {
        foreach (var parameter in _parameters)
        {
            if (parameter.Grad is not { Numel: > 0 } gradient)
                continue;
            int place = PlaceOf(gradient.Data);
            if (place >= 0)
            {
                _arrays[place] = [];
                continue;
            }
            // It lies in part of an array, or in none.
            Release();
            return;
        }
    }

    /// <summary>Elements for a tensor, yet to be written; null outside of a step.</summary>
    internal static float[]? Allocate(int count) => s_current?.Next(count);

    /// <summary>Whether a leaf's gradient outlives the run of now, so that it must not be made in its memory.</summary>
    internal static bool IsOutlivedBy(Tensor leaf) => s_current is { } arena && !arena._parameters.Contains(leaf);

    /// <summary>Memory comes from elsewhere until the result is disposed.</summary>
    internal static Scope Leave() => Enter(null);

    private static Scope Enter(Arena? arena)
    {
        var before = s_current;
        s_current = arena;
        return new Scope(before);
    }

    private int PlaceOf(ReadOnlySpan<float> elements)
    {
        for (int i = 0; i < _arrays.Count; i++)
        {
            if (Unsafe.AreSame(ref MemoryMarshal.GetReference(elements), ref MemoryMarshal.GetArrayDataReference(_arrays[i])))
                return i;
        }
        return -1;
    }

    private float[] Next(int count)
    {
        int i = _next++;
        if (i == _arrays.Count)
            _arrays.Add(GC.AllocateUninitializedArray<float>(count));
        else if (_arrays[i].Length != count)
            _arrays[i] = LargeMemory.Allocate(count);
        return _arrays[i];
    }

    /// <summary>The span of a run, or of a <see cref="Leave"/>.</summary>
    internal readonly struct Scope(Arena? before) : IDisposable
    {
        /// <summary>Gives the thread back to the arena before.</summary>
        public void Dispose() => s_current = before;
    }
}
