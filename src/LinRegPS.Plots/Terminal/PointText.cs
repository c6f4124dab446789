using LinRegPS.Plots.Drawing;

namespace LinRegPS.Plots.Terminal;

/// <summary>Numbers in a terminal: as points, as a line, as bars.</summary>
internal static class PointText
{
    private const char Stroke = '*', Filled = '#';
    // So many points are seen as such; more are a cloud of dots.
    private const int Few = 40;

    /// <summary>A point for each pair.</summary>
    public static IEnumerable<string> Scatter(string xName, string yName, double[] x, double[] y, int rows, TextStyle style) =>
        Points(xName, yName, x, y, isLine: false, rows, style);

    /// <summary>A line through the pairs, in their order.</summary>
    public static IEnumerable<string> Line(string xName, string yName, double[] x, double[] y, int rows, TextStyle style) =>
        Points(xName, yName, x, y, isLine: true, rows, style);

    /// <summary>A bar for each part of the range.</summary>
    public static IEnumerable<string> Bars(string name, double[] values, int? bins, int rows, TextStyle style)
    {
        var histogram = new Histogram(values, bins);
        if (histogram.Finite == 0)
            throw PlotErrors.Nothing("Histogram", values.Length == 0 ? "the tensor has no elements" : "no element is a finite number");
        double high = histogram.Low + (histogram.Width * histogram.Counts.Length);
        var frame = new TextFrame(new Axis(name, [histogram.Low, high]), new Axis("count", [0, histogram.Counts.Max()]) { IsWhole = true }, rows, style);
        var canvas = frame.Canvas;
        for (int i = 0; i < histogram.Counts.Length; i++)
        {
            if (histogram.Counts[i] == 0)
                continue;
            int left = canvas.Width * i / histogram.Counts.Length, right = Math.Max(left + 1, canvas.Width * (i + 1) / histogram.Counts.Length);
            // What is there is seen: a bar of one dot at least.
            int top = Math.Min(frame.Dot(histogram.Low, histogram.Counts[i])!.Value.Y, canvas.Height - 1);
            // A dot between bars, where they are wide enough for one.
            for (int x = left; x < (right - left > 3 ? right - 1 : right); x++)
            {
                for (int y = top; y < canvas.Height; y++)
                    canvas.Dot(x, y, 0, Filled);
            }
        }
        return frame.Lines(
            [("count", TextStyle.Plain), ($"{histogram.Finite} numbers in bars of {Tick.Short(histogram.Width)}", TextStyle.Plain)],
            Notes(histogram.Others, values.Length));
    }

    private static IEnumerable<string> Points(string xName, string yName, double[] x, double[] y, bool isLine, int rows, TextStyle style)
    {
        if (!x.Zip(y).Any(point => double.IsFinite(point.First) && double.IsFinite(point.Second)))
            throw PlotErrors.Nothing(isLine ? "Line" : "Scatter", x.Length == 0 ? "the tensor has no elements" : "no point is finite");
        var frame = new TextFrame(new Axis(xName, x), new Axis(yName, y), rows, style);
        (int X, int Y)? last = null;
        int lost = 0;
        for (int i = 0; i < x.Length; i++)
        {
            var dot = frame.Dot(x[i], y[i]);
            if (dot is { } to && isLine)
                frame.Canvas.Line(last ?? to, to, 0, Stroke, isDotted: false);
            else if (dot is { } point && (x.Length <= Few || style.IsAscii))
                frame.Canvas.Point(point, 0);
            else if (dot is { } among)
                frame.Canvas.Dot(among.X, among.Y, 0, Stroke);
            lost += dot is null ? 1 : 0;
            last = dot;
        }
        return frame.Lines([(yName, TextStyle.Plain)], Notes(lost, x.Length));
    }

    private static IEnumerable<string> Notes(int lost, int all) =>
        lost == 0 ? [] : [FormattableString.Invariant($"{lost} of {all} not finite, and not shown")];
}
