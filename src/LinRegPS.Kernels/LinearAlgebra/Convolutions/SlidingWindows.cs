namespace LinRegPS.Kernels.LinearAlgebra.Convolutions;

/// <summary>
/// Windows that slide along a dimension. Element e of window i is at i * stride + e * dilation - before, so elements whose
/// distances leave the same remainder by the stride, a phase, lie side by side from window to window once the phases are apart.
/// </summary>
/// <param name="Size">The dimension's size.</param>
/// <param name="Length">Elements of a window, at least 1.</param>
/// <param name="Stride">From a window to the next.</param>
/// <param name="Before">How far the first window begins before the dimension.</param>
/// <param name="Dilation">From an element of a window to the next.</param>
/// <param name="Count">How many windows there are, at least 1.</param>
public readonly record struct SlidingWindows(int Size, int Length, int Stride, int Before, int Dilation, int Count)
{
    /// <summary>How many phases have elements.</summary>
    internal int Phases => Math.Min(Length, Period);

    /// <summary>Places of a phase that windows read.</summary>
    internal int Extent => Count + Shift(Length - 1);

    // Elements of a window from one of a phase to its next.
    private int Period
    {
        get
        {
            int divisor = Stride;
            for (int rest = Dilation; rest != 0;)
                (divisor, rest) = (rest, divisor % rest);
            return Stride / divisor;
        }
    }

    /// <summary>Whether each place of the dimension is one of a phase's, and there is but one phase.</summary>
    internal bool IsWhole => Stride == 1 && Inside(0) is var (first, end) && end - first == Size;

    /// <summary>The phase of an element of a window.</summary>
    internal int Phase(int element) => element % Period;

    /// <summary>The element's place in its phase in the first window.</summary>
    internal int Shift(int element) => (int)((long)element * Dilation / Stride);

    /// <summary>Where the first place of a phase is in the dimension.</summary>
    internal int Start(int phase) => (int)((long)phase * Dilation % Stride) - Before;

    /// <summary>The first place of a phase that is in the dimension, and the one behind the last that is.</summary>
    internal (int First, int End) Inside(int phase)
    {
        int start = Start(phase), first = start >= 0 ? 0 : (Stride - 1 - start) / Stride;
        return (first, Math.Max(first, Math.Min(Extent, (Size - start + Stride - 1) / Stride)));
    }
}
