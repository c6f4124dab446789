using LinRegPS.Plots.Drawing;

namespace LinRegPS.Plots.Figures;

/// <summary>The loss over two numbers as a landscape, and the way that training took through it.</summary>
internal static class SurfaceFigure
{
    // What is less than this part of the greatest has the darkest colour.
    private const double Depth = 1e-6;
    // Pixels for a point of the grid, either way.
    private const int Finer = 3;

    /// <summary>The figure.</summary>
    /// <param name="surface">The losses.</param>
    /// <param name="epochs">When the training was where; empty where there is no training.</param>
    /// <param name="path">Where it was.</param>
    /// <param name="others">What is said of the numbers that the surface is not over.</param>
    public static Figure Of(LossSurface surface, double[] epochs, IReadOnlyList<(double First, double Second)> path, string others)
    {
        double[] finite = [.. surface.Values.Cast<double>().Where(double.IsFinite)];
        if (finite.Length == 0)
            throw PlotErrors.Nothing("Loss surface", "the loss is finite nowhere around the path");
        bool isLog = Axis.LogHelps(finite);
        var losses = new Axis(isLog ? "loss (log)" : "loss", isLog ? finite.Select(value => Math.Max(value, finite.Max() * Depth)) : finite, isLog);
        var scale = new ColorScale(losses);
        var panel = new Panel(surface.X, surface.Y) { HasGrid = false, Colors = scale };
        panel.Marks.Add(new RasterMark(Pixels(surface.Values, losses), ColorScale.Palette));
        panel.Marks.Add(new ContourMark(surface.Xs, surface.Ys, surface.Values, scale.Borders.Where((_, i) => i % 2 == 1)));
        if (path.Count > 0)
            panel.Marks.Add(new TrailMark(epochs, path));
        string steps = path.Count == 0 ? string.Empty : FormattableString.Invariant($"; white: the way of the training, epochs {epochs[0]} to {epochs[^1]}");
        return new Figure($"Loss over {surface.X.Title} and {surface.Y.Title}", $"darker is lower{steps}{others}", [panel]) { Width = 760, Height = 560 };
    }

    // Finer than the grid, and between its points as on the axis, so that borders of colours are smooth.
    private static byte[,] Pixels(double[,] values, Axis losses)
    {
        int rows = values.GetLength(0), columns = values.GetLength(1);
        byte[,] pixels = new byte[rows * Finer, columns * Finer];
        for (int row = 0; row < rows * Finer; row++)
        {
            for (int column = 0; column < columns * Finer; column++)
            {
                var (top, down) = Between(row, rows);
                var (left, right) = Between(column, columns);
                double place = ((1 - down) * (((1 - right) * Place(top, left)) + (right * Place(top, left + 1)))) + (down * (((1 - right) * Place(top + 1, left)) + (right * Place(top + 1, left + 1))));
                pixels[(rows * Finer) - 1 - row, column] = ColorScale.At(place);
            }
        }
        return pixels;

        double Place(int row, int column) => values[row, column] is var value && !double.IsFinite(value) ? 1 : losses.Place(value) is var place && double.IsNaN(place) ? 0 : place;
    }

    // The grid's point before a pixel, and how far the pixel is from it; before the first and behind the last the line goes on.
    private static (int First, double Share) Between(int pixel, int count)
    {
        double at = ((pixel + 0.5) / Finer) - 0.5;
        int first = Math.Clamp((int)Math.Floor(at), 0, count - 2);
        return (first, at - first);
    }
}

/// <summary>A way with rings at some epochs: 1, 2, 5, 10 and so on, where they are far enough from each other to be told apart.</summary>
/// <param name="epochs">When it was where.</param>
/// <param name="path">Where it was.</param>
internal sealed class TrailMark(double[] epochs, IReadOnlyList<(double First, double Second)> path) : Mark
{
    private const double Apart = 30;

    /// <inheritdoc/>
    public override void Draw(Svg svg, Frame frame)
    {
        new CurveMark([.. path.Select(point => point.First)], [.. path.Select(point => point.Second)]) { Look = "trail" }.Draw(svg, frame);
        var rings = new List<(double X, double Y)>();
        // The end first: it has a ring in any case.
        foreach (int i in Enumerable.Range(0, path.Count).Where(i => i == path.Count - 1 || IsRound(epochs[i])).OrderByDescending(i => i == path.Count - 1))
        {
            if (frame.At(path[i].First, path[i].Second) is not { } at || rings.Exists(ring => Math.Max(Math.Abs(ring.X - at.X), 2 * Math.Abs(ring.Y - at.Y)) < Apart))
                continue;
            rings.Add(at);
            svg.Circle(at.X, at.Y, 4, "ring", FormattableString.Invariant($"epoch {epochs[i]}: {path[i].First:G6}, {path[i].Second:G6}"));
            string label = FormattableString.Invariant($"{(rings.Count == 1 || i == 0 ? "epoch " : string.Empty)}{epochs[i]}");
            bool isRight = at.X < frame.Width - 20 - Svg.Width(label, 11);
            svg.Text(at.X + (isRight ? 7 : -7), Math.Clamp(at.Y - 5, 12, frame.Height - 4), label, "onmap", isRight ? "start" : "end");
        }
    }

    private static bool IsRound(double epoch)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(epoch, 1)) + 1e-9)), first = epoch / unit;
        return first is 1 or 2 or 5;
    }
}
