namespace LinRegPS.Plots.Drawing;

/// <summary>Colours that fill the panel.</summary>
/// <param name="pixels">[rows, columns] numbers of colours, the top row first.</param>
/// <param name="palette">The colours.</param>
internal sealed class RasterMark(byte[,] pixels, IReadOnlyList<(byte Red, byte Green, byte Blue)> palette) : Mark
{
    /// <summary>How much of it is seen.</summary>
    public double Opacity { get; init; } = 1;

    /// <inheritdoc/>
    public override void Draw(Svg svg, Frame frame) => svg.Raw(
        $"<image width=\"{Svg.Number(frame.Width)}\" height=\"{Svg.Number(frame.Height)}\" preserveAspectRatio=\"none\" opacity=\"{Svg.Number(Opacity)}\" href=\"data:image/png;base64,{Convert.ToBase64String(Png.Write(pixels, palette))}\"/>\n");
}

/// <summary>Lines along which a function has the same value, by marching squares.</summary>
/// <param name="xs">Where the columns lie.</param>
/// <param name="ys">Where the rows lie.</param>
/// <param name="values">[rows, columns] the function's values.</param>
/// <param name="levels">The values.</param>
internal sealed class ContourMark(double[] xs, double[] ys, double[,] values, IEnumerable<double> levels) : Mark
{
    /// <summary>How they look.</summary>
    public string Look { get; init; } = "iso";

    /// <inheritdoc/>
    public override void Draw(Svg svg, Frame frame)
    {
        foreach (double level in levels)
            svg.Path(Segments(level).SelectMany(segment => ((double X, double Y)?[])[frame.At(segment.A.X, segment.A.Y), frame.At(segment.B.X, segment.B.Y), null]), Look);
    }

    /// <summary>The pieces of a line, each within a square of four values.</summary>
    public IEnumerable<((double X, double Y) A, (double X, double Y) B)> Segments(double level)
    {
        for (int row = 0; row + 1 < ys.Length; row++)
        {
            for (int column = 0; column + 1 < xs.Length; column++)
            {
                var cuts = new List<(double X, double Y)>();
                Cut(row, column, row, column + 1);
                Cut(row, column + 1, row + 1, column + 1);
                Cut(row + 1, column + 1, row + 1, column);
                Cut(row + 1, column, row, column);
                for (int i = 0; i + 1 < cuts.Count; i += 2)
                    yield return (cuts[i], cuts[i + 1]);

                void Cut(int row1, int column1, int row2, int column2)
                {
                    double a = values[row1, column1] - level, b = values[row2, column2] - level;
                    if (a < 0 == b < 0 || !double.IsFinite(a + b))
                        return;
                    double share = a / (a - b);
                    cuts.Add((xs[column1] + (share * (xs[column2] - xs[column1])), ys[row1] + (share * (ys[row2] - ys[row1]))));
                }
            }
        }
    }
}

/// <summary>Numbers in a table of cells, the greater the fuller of colour.</summary>
/// <param name="counts">[rows, columns] the numbers.</param>
/// <param name="tips">What a pointer above a cell is told.</param>
internal sealed class CellMark(int[,] counts, Func<int, int, string> tips) : Mark
{
    // From so much colour on white letters are read better.
    private const double Full = 0.55;

    /// <inheritdoc/>
    public override void Draw(Svg svg, Frame frame)
    {
        int rows = counts.GetLength(0), columns = counts.GetLength(1);
        double width = frame.Width / columns, height = frame.Height / rows;
        for (int row = 0; row < rows; row++)
        {
            long sum = Enumerable.Range(0, columns).Sum(column => (long)counts[row, column]);
            for (int column = 0; column < columns; column++)
            {
                double share = sum == 0 ? 0 : counts[row, column] / (double)sum;
                // What is right has another colour than what is wrong.
                svg.Rectangle(column * width, row * height, width - 1, height - 1, Look.Fill(row == column ? 0 : 1), tips(row, column), Math.Max(0.04, share * 0.95));
                string text = counts[row, column].ToString(System.Globalization.CultureInfo.InvariantCulture);
                if (counts[row, column] > 0 && Svg.Width(text, 11) < width - 2 && height > 10)
                    svg.Text((column + 0.5) * width, ((row + 0.5) * height) + 4, text, share > Full ? "on" : "name", "middle");
            }
        }
    }
}
