namespace LinRegPS.Plots.Drawing;

/// <summary>A plot with two axes, and what is drawn in it.</summary>
internal sealed class Panel(Axis x, Axis y)
{
    private const double TickLength = 4, LabelSize = 11, LegendRow = 20, KeyWidth = 24, BarWidth = 14;
    // About what ticks and titles take beside the plot.
    private const double SidesWidth = 90;
    private const int MostLetters = 400, UsualRows = 4;

    /// <summary>What stands above; nothing where the figure's title says it.</summary>
    public string Title { get; init; } = string.Empty;

    /// <summary>What is drawn, one above the other.</summary>
    public List<Mark> Marks { get; } = [];

    /// <summary>Whether lines go from the ticks through the plot.</summary>
    public bool HasGrid { get; init; } = true;

    /// <summary>The scale of colours at the right, if any.</summary>
    public ColorScale? Colors { get; init; }

    /// <summary>How much higher it has to be for its names to leave room to the plot.</summary>
    public double Extra(double width) => LegendRow * Math.Max(0, Entries(width - SidesWidth).Select(entry => entry.Row + 1).LastOrDefault() - UsualRows);

    /// <summary>Draws it in a rectangle.</summary>
    public void Draw(Svg svg, double left, double top, double width, double height)
    {
        double right = left + width - (Colors is null ? 12 : 78), bottom = top + height - 40;
        Tick[] yTicks = [.. y.Ticks(Math.Max(3, (int)(height / 50))).Select(tick => tick with { Label = Fitted(tick.Label, width / 4, LabelSize) })];
        double area = left + 26 + yTicks.Select(tick => LabelWidth(tick)).DefaultIfEmpty(0).Max() + TickLength + 3;
        if (Title.Length > 0)
            svg.Text(area, (top += 16) - 3, Title, "head");
        top = Legend(svg, area, right, top) + 8;
        var frame = new Frame(x, y, right - area, bottom - top);
        var xTicks = Apart(x.Ticks(Math.Max(3, (int)(frame.Width / 70))), frame);
        if (HasGrid)
        {
            foreach (var tick in yTicks)
                svg.Line(area, top + frame.Y(tick.Value), right, top + frame.Y(tick.Value), "grid");
            foreach (var tick in xTicks)
                svg.Line(area + frame.X(tick.Value), top, area + frame.X(tick.Value), bottom, "grid");
        }
        // An inner picture cuts off what goes beyond it, and needs no name for that.
        svg.Raw($"<svg x=\"{Svg.Number(area)}\" y=\"{Svg.Number(top)}\" width=\"{Svg.Number(frame.Width)}\" height=\"{Svg.Number(frame.Height)}\">\n");
        foreach (var mark in Marks)
            mark.Draw(svg, frame);
        svg.Raw("</svg>\n");
        svg.Line(area, bottom, right, bottom, "axis");
        svg.Line(area, top, area, bottom, "axis");
        foreach (var tick in xTicks)
        {
            svg.Line(area + frame.X(tick.Value), bottom, area + frame.X(tick.Value), bottom + TickLength, "axis");
            // A long one at an end is moved inwards: what leaves the picture is cut off.
            double half = LabelWidth(tick) / 2, at = Math.Max(Math.Min(area + frame.X(tick.Value), left + width - half), left + half);
            svg.Label(at, bottom + TickLength + 12, tick, "muted", "middle");
        }
        foreach (var tick in yTicks)
        {
            svg.Line(area - TickLength, top + frame.Y(tick.Value), area, top + frame.Y(tick.Value), "axis");
            svg.Label(area - TickLength - 3, top + frame.Y(tick.Value) + 4, tick, "muted", "end");
        }
        svg.Text((area + right) / 2, bottom + 34, Fitted(x.Title, frame.Width), "name", "middle");
        svg.Text(left + 14, (top + bottom) / 2, Fitted(y.Title, frame.Height), "name", "middle", -90);
        Colors?.Draw(svg, right + 14, top, BarWidth, frame.Height);
    }

    private static double LabelWidth(Tick tick) => tick.Power is not null && tick.Label.Contains('E') ? 28 : Svg.Width(tick.Label, LabelSize);

    /// <summary>A text that is no longer than there is room for it.</summary>
    public static string Fitted(string text, double width, double size = 12)
    {
        // A name may be as long as a book: its first letters are enough to see that.
        string start = text.Length > MostLetters ? text[..MostLetters] : text;
        if (start.Length == text.Length && Svg.Width(text, size) <= width)
            return text;
        int letters = start.Length;
        while (letters > 1 && Svg.Width(start[..letters], size) > width - size)
            letters--;
        // Not within a pair.
        return start[..(char.IsHighSurrogate(start[letters - 1]) && letters > 1 ? letters - 1 : letters)] + "…";
    }

    // Ticks whose labels would run into each other are left out.
    private static Tick[] Apart(Tick[] ticks, Frame frame)
    {
        // Names are shortened instead.
        if (frame.XAxis.Names is { } names)
            return [.. ticks.Select(tick => tick with { Label = Fitted(tick.Label, (frame.Width / names.Count) - 6, LabelSize) })];
        double widest = ticks.Select(LabelWidth).DefaultIfEmpty(0).Max() + 8;
        double step = ticks.Length < 2 ? widest : Math.Abs(frame.X(ticks[1].Value) - frame.X(ticks[0].Value));
        int every = (int)Math.Max(1, Math.Ceiling(widest / Math.Max(step, 0.1)));
        return [.. ticks.Where((_, i) => i % every == 0)];
    }

    // Names with what they look like, and where they stand: in a row, or more where one does not hold them.
    private IEnumerable<(Mark Mark, string Name, double X, int Row)> Entries(double width)
    {
        double at = 0;
        int row = 0;
        foreach (var mark in Marks.Where(mark => mark.Name.Length > 0))
        {
            string name = Fitted(mark.Name, width - KeyWidth - 8);
            double taken = KeyWidth + 6 + Svg.Width(name, 12) + 16;
            if (at > 0 && at + taken > width + 16)
                (at, row) = (0, row + 1);
            yield return (mark, name, at, row);
            at += taken;
        }
    }

    private double Legend(Svg svg, double left, double right, double top)
    {
        double bottom = top;
        foreach (var (mark, name, x, row) in Entries(right - left))
        {
            double y = top + (row * LegendRow);
            mark.Key(svg, left + x, y + 12, KeyWidth);
            svg.Text(left + x + KeyWidth + 6, y + 16, name, "name");
            bottom = y + LegendRow;
        }
        return bottom;
    }
}

/// <summary>The inside of a panel: where numbers lie, in pixels.</summary>
/// <param name="XAxis">The axis below.</param>
/// <param name="YAxis">The axis at the left.</param>
/// <param name="Width">From left to right.</param>
/// <param name="Height">From top to bottom.</param>
internal sealed record Frame(Axis XAxis, Axis YAxis, double Width, double Height)
{
    /// <summary>From the left; NaN for what has no place.</summary>
    public double X(double value) => XAxis.Place(value) * Width;

    /// <summary>From the top; NaN for what has no place.</summary>
    public double Y(double value) => (1 - YAxis.Place(value)) * Height;

    /// <summary>A point, or null for one that has no place.</summary>
    public (double X, double Y)? At(double x, double y) => X(x) is var across && Y(y) is var down && double.IsNaN(across + down) ? null : (across, down);
}
