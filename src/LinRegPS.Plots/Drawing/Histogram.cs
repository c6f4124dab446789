using LinRegPS.Numerics;

namespace LinRegPS.Plots.Drawing;

/// <summary>How many of some numbers lie in each of several parts of their range, which are equally wide.</summary>
internal sealed class Histogram
{
    private const int MostBins = 60;

    /// <summary>Counts the finite ones.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="bins">Into how many parts; by the rule of Freedman and Diaconis where it is not said.</param>
    public Histogram(IReadOnlyList<double> values, int? bins = null)
    {
        double[] sorted = [.. values.Where(double.IsFinite)];
        Array.Sort(sorted);
        (Finite, Others) = (sorted.Length, values.Count - sorted.Length);
        if (sorted.Length == 0)
        {
            (Low, Width, Counts) = (0, 1, [0]);
            return;
        }
        double range = sorted[^1] - sorted[0];
        // One value alone, or several that are the same but for rounding, stand in the middle of one bar.
        if (!(range > Math.Max(Math.Abs(sorted[0]), Math.Abs(sorted[^1])) * 1e-12) || !double.IsFinite(range))
        {
            double around = sorted[0] == 0 ? 1 : Math.Abs(sorted[0]) / 10;
            (Low, Width, Counts) = (sorted[0] - (around / 2), around, [sorted.Length]);
            return;
        }
        Counts = new int[bins ?? Bins(sorted, range)];
        (Low, Width) = (sorted[0], range / Counts.Length);
        foreach (double value in sorted)
            Counts[Math.Min((int)((value - Low) / Width), Counts.Length - 1)]++;
    }

    /// <summary>Where the first bar begins.</summary>
    public double Low { get; }

    /// <summary>How wide a bar is.</summary>
    public double Width { get; }

    /// <summary>How many numbers are in each; one that is the greatest of all is in the last.</summary>
    public int[] Counts { get; }

    /// <summary>How many numbers were counted.</summary>
    public int Finite { get; }

    /// <summary>How many are NaN or infinite.</summary>
    public int Others { get; }

    private static int Bins(double[] sorted, double range)
    {
        double spread = Quantile.Of(sorted, 0.75) - Quantile.Of(sorted, 0.25);
        double width = 2 * spread / Math.Cbrt(sorted.Length);
        // Sturges' rule where half of the numbers are one.
        double bins = width > 0 ? range / width : Math.Log2(sorted.Length) + 1;
        return (int)Math.Clamp(Math.Ceiling(bins), 1, MostBins);
    }
}
