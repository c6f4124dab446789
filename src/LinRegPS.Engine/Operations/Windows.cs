using LinRegPS.Kernels.LinearAlgebra.Convolutions;

namespace LinRegPS.Operations;

/// <summary>The windows along a dimension: for each, the places of its elements, -1 for those outside.</summary>
internal sealed class WindowAxis
{
    private readonly int[] _counts;

    private WindowAxis(int count, int length, int[] places, int[] counts) => (Count, Length, Places, _counts) = (count, length, places, counts);

    /// <summary>How many windows there are.</summary>
    public int Count { get; }

    /// <summary>The most elements of a window.</summary>
    public int Length { get; }

    /// <summary>[windows, elements].</summary>
    public int[] Places { get; }

    /// <summary>How many elements a window has, those in the padding counted or not.</summary>
    public int Elements(int window, bool countPadding) =>
        countPadding ? _counts[window] : Places.AsSpan(window * Length, Length).Length - Places.AsSpan(window * Length, Length).Count(-1);

    /// <summary>Windows of one length at equal distances.</summary>
    /// <param name="size">The dimension's size.</param>
    /// <param name="kernel">How far the windows reach.</param>
    /// <param name="count">How many there are; null for as many as fit.</param>
    /// <param name="ceil">Whether a last window that reaches beyond the padding counts, if it begins before it.</param>
    public static WindowAxis Sliding(int size, Kernel1d kernel, int? count = null, bool ceil = false)
    {
        int windows = count ?? kernel.Windows(size, ceil);
        int[] places = new int[windows * kernel.Length], counts = new int[windows];
        for (int window = 0; window < windows; window++)
        {
            int start = (window * kernel.Stride) - kernel.Before;
            counts[window] = Math.Min(start + kernel.Length, size + kernel.After) - start;
            for (int i = 0; i < kernel.Length; i++)
            {
                int place = start + (i * kernel.Dilation);
                places[(window * kernel.Length) + i] = place >= 0 && place < size ? place : -1;
            }
        }
        return new(windows, kernel.Length, places, counts);
    }

    /// <summary>So many windows that cover a dimension, as nearly of one size as can be; torch's adaptive pooling.</summary>
    public static WindowAxis Adaptive(int size, int count)
    {
        int length = 0;
        for (int window = 0; window < count; window++)
            length = Math.Max(length, End(window) - Start(window));
        int[] places = new int[count * length], counts = new int[count];
        Array.Fill(places, -1);
        for (int window = 0; window < count; window++)
        {
            counts[window] = End(window) - Start(window);
            for (int i = 0; i < counts[window]; i++)
                places[(window * length) + i] = Start(window) + i;
        }
        return new(count, length, places, counts);

        int Start(int window) => (int)((long)window * size / count);

        int End(int window) => (int)((((long)window + 1) * size + count - 1) / count);
    }

    /// <summary>The nearest element for each of so many; torch's interpolation by the nearest.</summary>
    /// <param name="size">The dimension's size.</param>
    /// <param name="count">How many there are to be.</param>
    /// <param name="factor">By how much the dimension was asked to grow; null for as much as it does.</param>
    /// <param name="exact">Whether the middles are nearest, rather than the beginnings: nearest-exact.</param>
    public static WindowAxis Nearest(int size, int count, double? factor = null, bool exact = false)
    {
        // In float32, as PyTorch has it.
        float scale = count == size ? 1 : count == 2 * size ? 0.5f : factor is { } f ? (float)(1 / f) : (float)size / count;
        int[] places = [.. Enumerable.Range(0, count).Select(i => Math.Min((int)MathF.Floor((exact ? i + 0.5f : i) * scale), size - 1))];
        return new(count, 1, places, places);
    }
}

/// <summary>A kernel along a dimension: its length, how far it steps, the padding before and after, the distance of its elements.</summary>
internal readonly record struct Kernel1d(int Length, int Stride, int Before, int After, int Dilation)
{
    /// <summary>From its first element to its last.</summary>
    public int Extent => (Dilation * (Length - 1)) + 1;

    /// <summary>So many windows over a dimension.</summary>
    public SlidingWindows Over(int size, int count) => new(size, Length, Stride, Before, Dilation, count);

    /// <summary>How many windows there are in a dimension; below 1 where it does not fit in.</summary>
    public int Windows(int size, bool ceil = false)
    {
        int room = size + Before + After - Extent + (ceil ? Stride - 1 : 0);
        if (room < 0)
            return 0;
        int windows = (room / Stride) + 1;
        return ceil && (windows - 1) * Stride >= size + Before ? windows - 1 : windows;
    }
}

/// <summary>Windows over planes of rows and columns; of sequences with one row.</summary>
internal sealed class Windows(WindowAxis rows, WindowAxis columns, int width)
{
    /// <summary>The windows in a column of them.</summary>
    public int Rows => rows.Count;

    /// <summary>The windows in a row of them.</summary>
    public int Columns => columns.Count;

    /// <summary>How many there are.</summary>
    public int Count => Rows * Columns;

    /// <summary>The elements of each.</summary>
    public int Elements => rows.Length * columns.Length;

    /// <summary>The places in a plane, [elements, windows]; -1 for those outside.</summary>
    public int[] Map()
    {
        int[] map = new int[Elements * Count];
        int at = 0;
        for (int r = 0; r < rows.Length; r++)
        {
            for (int c = 0; c < columns.Length; c++)
            {
                for (int row = 0; row < rows.Count; row++)
                {
                    int y = rows.Places[(row * rows.Length) + r];
                    for (int column = 0; column < columns.Count; column++)
                    {
                        int x = columns.Places[(column * columns.Length) + c];
                        map[at++] = y < 0 || x < 0 ? -1 : (y * width) + x;
                    }
                }
            }
        }
        return map;
    }

    /// <summary>How many elements each window has, [windows].</summary>
    public Tensor Sizes(bool countPadding)
    {
        var sizes = new Tensor(new Shape(Count));
        for (int i = 0; i < Count; i++)
            sizes.Data[i] = rows.Elements(i / Columns, countPadding) * columns.Elements(i % Columns, countPadding);
        return sizes;
    }
}
