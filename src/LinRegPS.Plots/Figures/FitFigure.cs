using LinRegPS.Plots.Drawing;
using LinRegPS.Statistics.Fits;

namespace LinRegPS.Plots.Figures;

/// <summary>The data and the model: over one feature the line with its bands, over several what is observed against what is fitted.</summary>
internal static class FitFigure
{
    private const int Steps = 120;
    private const double Margin = 0.04;

    /// <summary>The figure.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="confidenceLevel">The probability with which the bands hold.</param>
    public static Figure Of(LinearFit fit, double confidenceLevel) => fit.Features.Count == 1 ? OverFeature(fit, confidenceLevel) : AgainstFitted(fit);

    private static Figure OverFeature(LinearFit fit, double level)
    {
        double[] x = fit.FeatureValues(0), y = Array.ConvertAll(fit.Row, row => row.Observed);
        var xAxis = new Axis(fit.Features[0], x, margin: Margin);
        double[] grid = [.. Enumerable.Range(0, Steps + 1).Select(i => xAxis.At(i / (double)Steps))];
        var line = fit.Predict([.. grid.Select(at => (double[])[at])], level);
        var yAxis = new Axis(fit.Target, y.Concat(line.Select(p => p.PredictionLower)).Concat(line.Select(p => p.PredictionUpper)), margin: 0.02);
        var panel = new Panel(xAxis, yAxis);
        string share = FormattableString.Invariant($"{100 * level:0.###} %");
        bool hasBands = line.Any(p => double.IsFinite(p.PredictionLower));
        if (hasBands)
        {
            panel.Marks.Add(new BandMark(grid, [.. line.Select(p => p.PredictionLower)], [.. line.Select(p => p.PredictionUpper)]) { Name = $"{share} prediction", Color = 5, Opacity = 0.22 });
            panel.Marks.Add(new BandMark(grid, [.. line.Select(p => p.Lower)], [.. line.Select(p => p.Upper)]) { Name = $"{share} confidence", Color = 0, Opacity = 0.3 });
        }
        panel.Marks.Add(new PointMark(x, y) { Name = "data", Color = 1, Tip = i => FormattableString.Invariant($"row {fit.Row[i].Row}: {fit.Features[0]} {x[i]:G6}, {fit.Target} {y[i]:G6}") });
        // Above the points, which may be many.
        panel.Marks.Add(new CurveMark(grid, [.. line.Select(p => p.Fitted)]) { Name = "fit", Color = 0 });
        return new Figure(fit.Formula, Summary(fit), [panel]);
    }

    private static Figure AgainstFitted(LinearFit fit)
    {
        double[] x = Array.ConvertAll(fit.Row, row => row.Fitted), y = Array.ConvertAll(fit.Row, row => row.Observed);
        var panel = new Panel(new Axis("fitted " + fit.Target, x, margin: Margin), new Axis(fit.Target, y, margin: Margin));
        panel.Marks.Add(new RuleMark(slope: 1) { Name = "observed = fitted", Look = "rule" });
        panel.Marks.Add(new PointMark(x, y) { Name = "data", Color = 1, Tip = i => FormattableString.Invariant($"row {fit.Row[i].Row}: fitted {x[i]:G6}, {fit.Target} {y[i]:G6}") });
        return new Figure(fit.Formula, Summary(fit), [panel]);
    }

    private static string Summary(LinearFit fit) => FormattableString.Invariant(
        $"{fit.Observations} rows, R² {fit.RSquared:0.####}, residual standard error {fit.Sigma:G4} on {fit.ResidualDegreesOfFreedom} degrees of freedom");
}
