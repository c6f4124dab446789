namespace LinRegPS.Plots.Drawing;

/// <summary>Numbers as colours, from dark to bright, in steps: viridis, which is even to the eye and to the colour-blind.</summary>
/// <param name="axis">What the numbers are, and their range.</param>
internal sealed class ColorScale(Axis axis)
{
    private static readonly int[] s_anchors = [0x440154, 0x482878, 0x3E4989, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6DCD59, 0xB4DE2C, 0xFDE725];

    /// <summary>How many colours there are.</summary>
    public const int Steps = 24;

    /// <summary>The colours in their order.</summary>
    public static IReadOnlyList<(byte Red, byte Green, byte Blue)> Palette { get; } = [.. Enumerable.Range(0, Steps).Select(Color)];

    /// <summary>The number of the colour at a place of the axis, from 0 to 1.</summary>
    public static byte At(double place) => (byte)Math.Clamp(place * Steps, 0, Steps - 1);

    /// <summary>Where colours change, from the least on.</summary>
    public IEnumerable<double> Borders => Enumerable.Range(1, Steps - 1).Select(step => axis.At(step / (double)Steps));

    /// <summary>Draws the scale beside a panel.</summary>
    public void Draw(Svg svg, double x, double top, double width, double height)
    {
        for (int i = 0; i < Steps; i++)
        {
            var (red, green, blue) = Palette[i];
            svg.Raw($"<rect x=\"{Svg.Number(x)}\" y=\"{Svg.Number(top + ((Steps - 1 - i) * height / Steps))}\" width=\"{Svg.Number(width)}\" height=\"{Svg.Number((height / Steps) + 0.5)}\" fill=\"#{red:x2}{green:x2}{blue:x2}\"/>\n");
        }
        foreach (var tick in axis.Ticks((int)(height / 50)))
            svg.Label(x + width + 5, top + ((1 - axis.Place(tick.Value)) * height) + 4, tick, "muted", "start");
        svg.Text(x, top - 8, axis.Title, "small muted");
    }

    private static (byte Red, byte Green, byte Blue) Color(int step)
    {
        double at = step * (s_anchors.Length - 1) / (Steps - 1.0);
        int low = Math.Min((int)at, s_anchors.Length - 2);
        return (Part(16), Part(8), Part(0));

        byte Part(int shift) => (byte)Math.Round(((s_anchors[low] >> shift) & 255) + ((at - low) * (((s_anchors[low + 1] >> shift) & 255) - ((s_anchors[low] >> shift) & 255))));
    }
}
