using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace LinRegPS.Benchmarks.Growth;

/// <summary>Time, the line it should be on, and added memory, against a size.</summary>
internal static class GrowthGraph
{
    private const string TimeSeries = "time", Memory = "memory";

    public static void Write(string file, string title, string sizeName, GrowthSize[] sizes, Func<GrowthSize, double> size, GrowthLine line)
    {
        var model = new PlotModel { Title = title, Background = OxyColors.White, DefaultFont = "Arial, sans-serif" };
        model.Legends.Add(new Legend { LegendPosition = LegendPosition.TopCenter, LegendLineSpacing = 6 });
        model.Axes.Add(new LogarithmicAxis { Position = AxisPosition.Bottom, Title = sizeName, MajorGridlineStyle = LineStyle.Dot });
        model.Axes.Add(new LogarithmicAxis
        {
            Position = AxisPosition.Left,
            Key = TimeSeries,
            Title = "ms a step",
            AxisTitleDistance = 14,
            MajorGridlineStyle = LineStyle.Dot,
            // Where all are equal the axis is not to show the noise alone.
            Minimum = sizes.Min(s => s.Best) * 1e3 / 2,
            Maximum = sizes.Max(s => s.Best) * 1e3 * 2,
        });
        model.Axes.Add(new LinearAxis
        {
            Position = AxisPosition.Right,
            Key = Memory,
            Title = "added memory, MB",
            AxisTitleDistance = 14,
            Minimum = 0,
            Maximum = Math.Max(12, sizes.Max(s => s.AddedBytes.Min()) / 1e6 * 1.1),
        });
        model.Series.Add(Line("a step", TimeSeries, OxyColors.SteelBlue, MarkerType.Circle, sizes.Select(s => new DataPoint(size(s), s.Best * 1e3))));
        model.Series.Add(Line("linear", TimeSeries, OxyColors.LightGray, MarkerType.None,
            sizes.Select(s => new DataPoint(size(s), line.At(s) * 1e3))));
        model.Series.Add(Line("memory", Memory, OxyColors.IndianRed, MarkerType.Square,
            sizes.Select(s => new DataPoint(size(s), s.AddedBytes.Min() / 1e6))));
        using var stream = File.Create(file);
        new SvgExporter { Width = 800, Height = 500, UseVerticalTextAlignmentWorkaround = true }.Export(model, stream);
    }

    private static LineSeries Line(string title, string axis, OxyColor color, MarkerType marker, IEnumerable<DataPoint> points)
    {
        var line = new LineSeries { Title = title, YAxisKey = axis, Color = color, MarkerType = marker, MarkerFill = color };
        line.Points.AddRange(points);
        return line;
    }
}
