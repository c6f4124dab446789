using LinRegPS.Metrics;
using LinRegPS.Plots.Drawing;

namespace LinRegPS.Plots.Figures;

/// <summary>Which class a model of two features gives where, and the rows of each class.</summary>
internal static class DecisionFigure
{
    private const int Columns = 200, Rows = 150;
    private const double Margin = 0.06;
    private const string What = "Decision regions";

    /// <summary>The figure.</summary>
    /// <param name="predict">The model's scores of rows.</param>
    /// <param name="data">[rows, 2] the features, and the class of each row.</param>
    /// <param name="threshold">Above it one score alone means class 1.</param>
    public static Figure Of(Func<Tensor, Tensor> predict, DataSet data, double threshold)
    {
        var input = data.Input;
        if (input.Rank != 2 || input.Shape[1] != 2)
            throw PlotErrors.Shape(What, input.Shape, "they are over two features, [rows, 2]");
        float[] features = input.ToArray();
        double[] x = [.. features.Where((_, i) => i % 2 == 0)], y = [.. features.Where((_, i) => i % 2 == 1)];
        if (!Array.Exists(x, double.IsFinite) || !Array.Exists(y, double.IsFinite))
            throw PlotErrors.Nothing(What, "no feature is finite");
        var table = new ClassTable(What, predict(input), data.Target, threshold);
        var xAxis = new Axis(data.Features.Count == 2 ? data.Features[0] : "x1", x, margin: Margin);
        var yAxis = new Axis(data.Features.Count == 2 ? data.Features[1] : "x2", y, margin: Margin);
        var panel = new Panel(xAxis, yAxis) { HasGrid = false };
        int[] regions = Regions(predict, xAxis, yAxis, threshold);
        panel.Marks.Add(new RasterMark(Pixels(regions), Palette) { Opacity = 0.3 });
        for (int i = 0; i < table.Classes; i++)
        {
            int[] rows = [.. Enumerable.Range(0, x.Length).Where(row => table.Actual[row] == i)];
            string name = i < data.ClassNames.Count ? data.ClassNames[i] : $"class {i}";
            if (rows.Length > 0 || regions.Contains(i))
                panel.Marks.Add(new PointMark([.. rows.Select(row => x[row])], [.. rows.Select(row => y[row])]) { Color = i, Name = name, Radius = 3.5, Tip = at => $"row {rows[at] + 1}: {name}" });
        }
        int[] wrong = [.. Enumerable.Range(0, x.Length).Where(row => table.Predicted[row] != table.Actual[row])];
        if (wrong.Length > 0)
            panel.Marks.Add(new PointMark([.. wrong.Select(row => x[row])], [.. wrong.Select(row => y[row])]) { Name = "wrong", Look = "wrong", Radius = 6 });
        string repeated = table.Classes > Look.Colors ? $"; every {Look.Colors} classes the colours come again" : string.Empty;
        return new Figure(What, FormattableString.Invariant($"{x.Length - wrong.Length} of {x.Length} rows right, {100.0 * (x.Length - wrong.Length) / x.Length:0.0} %; the background is the class that the model gives{repeated}"), [panel]) { Height = 560 };
    }

    private static int[] Regions(Func<Tensor, Tensor> predict, Axis x, Axis y, double threshold)
    {
        float[] grid = new float[2 * Rows * Columns];
        for (int i = 0; i < Rows * Columns; i++)
        {
            grid[2 * i] = (float)x.At((i % Columns + 0.5) / Columns);
            grid[(2 * i) + 1] = (float)y.At(1 - ((i / Columns + 0.5) / Rows));
        }
        var scores = predict(Tensor.From(grid, Rows * Columns, 2));
        return new ClassTable(What, scores, Tensor.Zeros(Rows * Columns), threshold).Predicted;
    }

    // 0 is for what is no class.
    private static byte[,] Pixels(int[] classes)
    {
        byte[,] pixels = new byte[Rows, Columns];
        for (int i = 0; i < classes.Length; i++)
            pixels[i / Columns, i % Columns] = (byte)(classes[i] < 0 ? 0 : 1 + (classes[i] % Look.Colors));
        return pixels;
    }

    private static List<(byte Red, byte Green, byte Blue)> Palette => [(128, 128, 128), .. Enumerable.Range(0, Look.Colors).Select(Look.Rgb)];
}
