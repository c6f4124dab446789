using LinRegPS.Kernels.LinearAlgebra.Planning;

namespace LinRegPS.Kernels.LinearAlgebra.Convolutions;

/// <summary>
/// What a convolution goes over: x of [images, groups, inner, rows' size, columns' size], a weight of [groups, outer, inner, rows' length,
/// columns' length], y of [images, groups, outer, rows' count, columns' count].
/// </summary>
/// <param name="Images">Images.</param>
/// <param name="Groups">Groups of channels.</param>
/// <param name="Inner">Channels of x in a group.</param>
/// <param name="Outer">Channels of y in a group.</param>
/// <param name="Rows">The windows down an image.</param>
/// <param name="Columns">The windows across it.</param>
public sealed record ConvolutionShape(int Images, int Groups, int Inner, int Outer, SlidingWindows Rows, SlidingWindows Columns)
{
    // Floats that the channels of an image may take once they are widened: 256 MB, of which each thread needs its own.
    private const long MostFloats = 1 << 26;

    /// <summary>
    /// Whether <see cref="DirectConvolution"/> is the way: its products are large ones, with the sums that a product of matrices has,
    /// and it does not compute much between the rows of windows that nobody asked for.
    /// </summary>
    public bool IsDirect => ProductPlan.Choose(Outer, Windows, Depth) == ProductPath.GemmInBlocks
        && ((Rows.Count - 1L) * Pitch) + Columns.Count <= 2L * Windows
        && (long)Inner * Rows.Phases * Columns.Phases * Rows.Extent * Pitch <= MostFloats && (long)Outer * (Rows.Extent + 1) * Pitch <= MostFloats;

    /// <summary>Elements of a window of all channels.</summary>
    internal int Depth => Inner * Elements;

    /// <summary>Elements of a window of one channel.</summary>
    internal int Elements => Rows.Length * Columns.Length;

    /// <summary>Windows over an image.</summary>
    internal int Windows => Rows.Count * Columns.Count;

    /// <summary>Images and groups, each of which is a product for itself.</summary>
    internal int Products => Images * Groups;

    /// <summary>Elements of an image's channel.</summary>
    internal int Plane => Rows.Size * Columns.Size;

    /// <summary>From a row of windows to the next, of widened channels.</summary>
    internal int Pitch => Columns.Extent;

    /// <summary>Floats of a widened channel of x: its phases, one behind the other, with the zeros of the padding.</summary>
    internal int WidePlane => Rows.Phases * Columns.Phases * Phase;

    /// <summary>Floats before the first window of a widened channel of y, which are zeros.</summary>
    internal int Lead => ((Rows.Extent - Rows.Count) * Pitch) + Columns.Extent - Columns.Count;

    /// <summary>Floats of a widened channel of y, whose rows have zeros behind them.</summary>
    internal int WideGradient => Lead + (Rows.Count * Pitch);

    private int Phase => Rows.Extent * Pitch;

    /// <summary>Where the elements of the first window are in widened channels, in the weight's order: of as many channels.</summary>
    internal int[] Places(int channels)
    {
        int[] places = new int[channels * Elements];
        int at = 0;
        for (int channel = 0; channel < channels; channel++)
        {
            for (int row = 0; row < Rows.Length; row++)
            {
                for (int column = 0; column < Columns.Length; column++)
                {
                    int phase = (Rows.Phase(row) * Columns.Phases) + Columns.Phase(column);
                    places[at++] = (channel * WidePlane) + (phase * Phase) + (Rows.Shift(row) * Pitch) + Columns.Shift(column);
                }
            }
        }
        return places;
    }

    /// <summary>Widens channels of an image into memory that holds zeros.</summary>
    internal unsafe void Widen(float* x, int channels, float* wide)
    {
        int rowPhases = Rows.Phases, columnPhases = Columns.Phases;
        for (int phase = 0; phase < rowPhases * columnPhases; phase++)
        {
            int rowPhase = phase / columnPhases, columnPhase = phase % columnPhases, plane = rowPhases * columnPhases * Phase;
            var (firstRow, endRow) = Rows.Inside(rowPhase);
            var (first, end) = Columns.Inside(columnPhase);
            float* from = x + ((nint)(Rows.Start(rowPhase) + (firstRow * Rows.Stride)) * Columns.Size) + Columns.Start(columnPhase) + (first * Columns.Stride);
            float* to = wide + ((nint)phase * Phase) + (firstRow * Pitch) + first;
            for (int channel = 0; channel < channels; channel++, from += Plane, to += plane)
                Runs.Gather(from, (nint)Rows.Stride * Columns.Size, Columns.Stride, to, Pitch, endRow - firstRow, end - first);
        }
    }

    /// <summary>Widens channels of y into memory that holds zeros.</summary>
    internal unsafe void WidenGradient(float* y, float* wide)
    {
        for (int channel = 0; channel < Outer; channel++, y += Windows)
            Runs.Copy(y, Columns.Count, wide + ((nint)channel * WideGradient) + Lead, Pitch, Rows.Count, Columns.Count);
    }
}
