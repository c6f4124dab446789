using System.Runtime.CompilerServices;

namespace LinRegPS.Kernels.Rearrangement;

/// <summary>Copies runs of elements from and to places that are given one by one.</summary>
public static class IndexedCopy
{
    /// <summary>The i-th run of the target is the one that begins at places[i]; torch.take.</summary>
    /// <param name="from">What is read.</param>
    /// <param name="places">Where each run begins.</param>
    /// <param name="run">The elements of a run.</param>
    /// <param name="to">Receives the runs, one after the other.</param>
    /// <exception cref="ArgumentOutOfRangeException">A run is not within the elements, or the target is too short.</exception>
    /// <exception cref="IndexOutOfRangeException">The same, where a run is one element.</exception>
    [MethodImpl(Kernel.Hot)]
    public static void Take<T>(ReadOnlySpan<T> from, ReadOnlySpan<int> places, int run, Span<T> to)
    {
        if (run == 1)
        {
            for (int i = 0; i < places.Length; i++)
                to[i] = from[places[i]];
            return;
        }
        for (int i = 0; i < places.Length; i++)
            from.Slice(places[i], run).CopyTo(to.Slice(i * run, run));
    }

    /// <summary>The i-th run goes to where places[i] says; the last of several at one place stays.</summary>
    /// <param name="from">The runs, one after the other.</param>
    /// <param name="places">Where each run goes.</param>
    /// <param name="run">The elements of a run.</param>
    /// <param name="to">Where they go.</param>
    /// <exception cref="ArgumentOutOfRangeException">A run is not within the elements.</exception>
    /// <exception cref="IndexOutOfRangeException">The same, where a run is one element.</exception>
    [MethodImpl(Kernel.Hot)]
    public static void Put<T>(ReadOnlySpan<T> from, ReadOnlySpan<int> places, int run, Span<T> to)
    {
        if (run == 1)
        {
            for (int i = 0; i < places.Length; i++)
                to[places[i]] = from[i];
            return;
        }
        for (int i = 0; i < places.Length; i++)
            from.Slice(i * run, run).CopyTo(to.Slice(places[i], run));
    }

    /// <summary>The i-th run is added to what is where places[i] says, in their order.</summary>
    /// <param name="from">The runs, one after the other.</param>
    /// <param name="places">Where each run goes.</param>
    /// <param name="run">The elements of a run.</param>
    /// <param name="to">What they are added to.</param>
    /// <exception cref="ArgumentOutOfRangeException">A run is not within the elements.</exception>
    /// <exception cref="IndexOutOfRangeException">The same, where a run is one element.</exception>
    [MethodImpl(Kernel.Hot)]
    public static void Add(ReadOnlySpan<float> from, ReadOnlySpan<int> places, int run, Span<float> to)
    {
        if (run == 1)
        {
            for (int i = 0; i < places.Length; i++)
                to[places[i]] += from[i];
            return;
        }
        for (int i = 0; i < places.Length; i++)
        {
            var added = from.Slice(i * run, run);
            var sum = to.Slice(places[i], run);
            for (int j = 0; j < sum.Length; j++)
                sum[j] += added[j];
        }
    }
}
