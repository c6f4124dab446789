namespace LinRegPS.Plots.Drawing;

/// <summary>Something drawn in a panel.</summary>
internal abstract class Mark
{
    /// <summary>What the legend calls it; nothing for what needs none.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The number of its colour.</summary>
    public int Color { get; init; }

    /// <summary>Draws it.</summary>
    public abstract void Draw(Svg svg, Frame frame);

    /// <summary>Draws what the legend shows of it, in a row from a place on.</summary>
    public virtual void Key(Svg svg, double x, double y, double width)
    {
    }
}

/// <summary>A line through points.</summary>
internal sealed class CurveMark(IReadOnlyList<double> x, IReadOnlyList<double> y) : Mark
{
    // Points for each pixel of the width, beyond which none more is seen.
    private const int PointsPerPixel = 4;

    /// <summary>How it looks besides its colour: curve, thin, dash, dots, rule.</summary>
    public string Look { get; init; } = "curve";

    private string Class => Look.Contains("rule") || Look.Contains("trail") ? Look : $"{Drawing.Look.Stroke(Color)} {Look}";

    /// <inheritdoc/>
    public override void Draw(Svg svg, Frame frame)
    {
        var points = new List<(double X, double Y)?>(x.Count);
        for (int i = 0; i < x.Count; i++)
            points.Add(frame.At(x[i], y[i]));
        if (Look.Contains("trail"))
            svg.Path(Thinned(points, frame.Width), "under");
        svg.Path(Thinned(points, frame.Width), Class);
        // A point between gaps is no line.
        for (int i = 0; i < points.Count; i++)
        {
            if (points[i] is { } alone && (i == 0 || points[i - 1] is null) && (i + 1 == points.Count || points[i + 1] is null))
                svg.Circle(alone.X, alone.Y, 3, Drawing.Look.Fill(Color));
        }
    }

    /// <inheritdoc/>
    public override void Key(Svg svg, double x, double y, double width) => svg.Line(x, y, x + width, y, Class);

    // Of the points above a pixel the first, the least, the greatest and the last: the line looks the same. Only where x goes on rising.
    private static List<(double X, double Y)?> Thinned(List<(double X, double Y)?> points, double width)
    {
        if (points.Count <= PointsPerPixel * width || !IsRising(points))
            return points;
        var kept = new List<(double X, double Y)?>();
        for (int start = 0, end; start < points.Count; start = end)
        {
            if (points[start] is not { } first)
            {
                if (kept.Count > 0 && kept[^1] is not null)
                    kept.Add(null);
                end = start + 1;
                continue;
            }
            int least = start, greatest = start;
            for (end = start + 1; end < points.Count && points[end] is { } next && (int)next.X == (int)first.X; end++)
                (least, greatest) = (next.Y < points[least]!.Value.Y ? end : least, next.Y > points[greatest]!.Value.Y ? end : greatest);
            foreach (int place in new SortedSet<int> { start, least, greatest, end - 1 })
                kept.Add(points[place]);
        }
        return kept;
    }

    private static bool IsRising(List<(double X, double Y)?> points)
    {
        double last = double.NegativeInfinity;
        foreach (var point in points)
        {
            if (point is not { } at)
                continue;
            if (at.X < last)
                return false;
            last = at.X;
        }
        return true;
    }
}

/// <summary>Points, some of them with a label.</summary>
internal sealed class PointMark(IReadOnlyList<double> x, IReadOnlyList<double> y) : Mark
{
    // More than this are a cloud, in which those at the same pixel are one; from the other on they are smaller.
    private const int Few = 2000, Many = 150;
    private const double LabelSize = 10;

    /// <summary>How large they are.</summary>
    public double Radius { get; init; } = 3;

    /// <summary>Which points have labels, and what these are.</summary>
    public IReadOnlyDictionary<int, string> Labels { get; init; } = new Dictionary<int, string>();

    /// <summary>What a pointer above a point is told.</summary>
    public Func<int, string>? Tip { get; init; }

    /// <summary>The look where it is not that of the series.</summary>
    public string? Look { get; init; }

    private string Class => Look ?? $"{Drawing.Look.Fill(Color)} point";

    /// <inheritdoc/>
    public override void Draw(Svg svg, Frame frame)
    {
        var seen = new HashSet<(int, int)>();
        for (int i = 0; i < x.Count; i++)
        {
            if (frame.At(x[i], y[i]) is { } at && (x.Count <= Few || Labels.ContainsKey(i) || seen.Add(((int)at.X, (int)at.Y))))
                svg.Circle(at.X, at.Y, x.Count <= Many ? Radius : x.Count <= Few ? 0.75 * Radius : Radius / 2, Class, x.Count <= Few ? Tip?.Invoke(i) : null);
        }
        var taken = new List<(double X, double Y, double Width)>();
        foreach (var (i, label) in Labels)
        {
            if (frame.At(x[i], y[i]) is { } at)
                DrawLabel(svg, frame, at, label, taken);
        }
    }

    // At one of the sides of its point, where no other label is and it has room; else not at all, since nobody could read both.
    private static void DrawLabel(Svg svg, Frame frame, (double X, double Y) at, string label, List<(double X, double Y, double Width)> taken)
    {
        double width = Svg.Width(label, LabelSize);
        foreach (var (left, down) in new[] { (at.X + 6, -3.0), (at.X - 6 - width, -3.0), (at.X - (width / 2), -7.0), (at.X - (width / 2), 14.0), (at.X + 6, 12.0), (at.X - 6 - width, 12.0) })
        {
            double y = at.Y + down;
            if (left < 0 || left + width > frame.Width || y < LabelSize - 1 || y > frame.Height - 1 || taken.Exists(other => left < other.X + other.Width && other.X < left + width && Math.Abs(y - other.Y) < LabelSize))
                continue;
            taken.Add((left, y, width));
            svg.Text(left, y, label, "small halo");
            return;
        }
    }

    /// <inheritdoc/>
    public override void Key(Svg svg, double x, double y, double width) => svg.Circle(x + (width / 2), y, Radius + 0.5, Class);
}

/// <summary>The area between two lines.</summary>
internal sealed class BandMark(IReadOnlyList<double> x, IReadOnlyList<double> low, IReadOnlyList<double> high) : Mark
{
    /// <summary>How much of it is seen.</summary>
    public double Opacity { get; init; } = 0.2;

    /// <inheritdoc/>
    public override void Draw(Svg svg, Frame frame)
    {
        var upper = x.Select((at, i) => frame.At(at, high[i])).Where(point => point is not null).ToList();
        var lower = x.Select((at, i) => frame.At(at, low[i])).Where(point => point is not null).Reverse();
        if (upper.Count == 0)
            return;
        svg.Raw($"<g opacity=\"{Svg.Number(Opacity)}\">");
        svg.Path(upper.Concat(lower), "area " + Look.Fill(Color), isClosed: true);
        svg.Raw("</g>\n");
    }

    /// <inheritdoc/>
    public override void Key(Svg svg, double x, double y, double width) => svg.Rectangle(x, y - 6, width, 12, Look.Fill(Color), opacity: Opacity);
}

/// <summary>The bars of a histogram.</summary>
internal sealed class BarMark(Histogram histogram) : Mark
{
    /// <inheritdoc/>
    public override void Draw(Svg svg, Frame frame)
    {
        for (int i = 0; i < histogram.Counts.Length; i++)
        {
            double left = histogram.Low + (i * histogram.Width), top = frame.Y(histogram.Counts[i]);
            if (histogram.Counts[i] == 0)
                continue;
            double from = frame.X(left), to = frame.X(left + histogram.Width), gap = to - from > 4 ? 1 : 0;
            svg.Rectangle(from, top, to - from - gap, frame.Y(0) - top, Look.Fill(Color), $"{Tick.Short(left)} to {Tick.Short(left + histogram.Width)}: {histogram.Counts[i]}");
        }
    }
}

/// <summary>A straight line across the panel.</summary>
internal sealed class RuleMark(double? x = null, double? y = null, double slope = 0, double intercept = 0) : Mark
{
    /// <summary>How it looks.</summary>
    public string Look { get; init; } = "rule dots";

    /// <inheritdoc/>
    public override void Draw(Svg svg, Frame frame)
    {
        if (x is { } at)
            svg.Line(frame.X(at), 0, frame.X(at), frame.Height, Look);
        else if (y is { } height)
            svg.Line(0, frame.Y(height), frame.Width, frame.Y(height), Look);
        else
            svg.Line(0, frame.Y(intercept + (slope * frame.XAxis.Low)), frame.Width, frame.Y(intercept + (slope * frame.XAxis.High)), Look);
    }

    /// <inheritdoc/>
    public override void Key(Svg svg, double x, double y, double width) => svg.Line(x, y, x + width, y, Look);
}

/// <summary>Text at a point.</summary>
internal sealed class TextMark(double x, double y, string text) : Mark
{
    /// <summary>From where it goes: start, middle or end.</summary>
    public string Anchor { get; init; } = "start";

    /// <summary>How it looks.</summary>
    public string Look { get; init; } = "small halo";

    /// <summary>How far from the point, in pixels.</summary>
    public (double X, double Y) Offset { get; init; }

    /// <inheritdoc/>
    public override void Draw(Svg svg, Frame frame)
    {
        if (frame.At(x, y) is { } at)
            svg.Text(at.X + Offset.X, at.Y + Offset.Y, text, Look, Anchor);
    }
}
