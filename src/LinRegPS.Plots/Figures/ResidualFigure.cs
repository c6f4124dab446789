using LinRegPS.Plots.Drawing;
using LinRegPS.Statistics.Fits;

namespace LinRegPS.Plots.Figures;

/// <summary>The four plots of R's plot(lm): whether a line was right, the errors normal and equally large, and which rows decide the fit.</summary>
internal static class ResidualFigure
{
    private const double Margin = 0.05;
    private const int Named = 3;
    // Of Cook's distance, at which R draws its lines.
    private static readonly double[] s_cook = [0.5, 1];

    /// <summary>Whether the fit leaves residuals that say something.</summary>
    public static bool CanDraw(LinearFit fit) => fit.ResidualDegreesOfFreedom > 0 && !fit.IsPerfect;

    /// <summary>The figure.</summary>
    public static Figure Of(LinearFit fit)
    {
        if (fit.ResidualDegreesOfFreedom < 1)
            throw PlotErrors.TooFewPoints("Residual plots", fit.Observations, fit.Coefficient.Length + 1, "a fit through every row leaves no residual");
        if (fit.IsPerfect)
            throw PlotErrors.WrongFit("Residual plots", "the fit is perfect but for rounding, and its residuals are rounding alone", "Draw the fit itself.");
        var numbers = new ResidualDiagnostics(fit);
        int left = numbers.Rows.Count - numbers.Standardized.Count;
        string note = left > 0 ? $"; {left} {(left == 1 ? "row" : "rows")} of leverage 1 not shown" : string.Empty;
        return new Figure(fit.Formula, $"residuals of {fit.Observations} rows{note}", [Residuals(numbers), Quantiles(numbers), Scale(numbers), Leverage(numbers)])
        {
            Columns = 2,
            Width = 960,
            Height = 780,
        };
    }

    private static Panel Residuals(ResidualDiagnostics numbers) => Smoothed(
        "Residuals vs fitted", "fitted values", "residuals", numbers.Rows, row => row.Fitted, row => row.Residual, row => Math.Abs(row.Residual), hasZero: true);

    private static Panel Scale(ResidualDiagnostics numbers) => Smoothed(
        "Scale-location", "fitted values", "√|standardized residuals|", numbers.Standardized, row => row.Fitted,
        row => Math.Sqrt(Math.Abs(row.StandardizedResidual)), row => Math.Abs(row.StandardizedResidual), hasZero: false);

    private static Panel Quantiles(ResidualDiagnostics numbers)
    {
        double[] y = [.. numbers.Standardized.Select(row => row.StandardizedResidual)];
        var panel = new Panel(new Axis("theoretical quantiles", numbers.Theoretical, margin: Margin), new Axis("standardized residuals", y, margin: Margin)) { Title = "Normal Q-Q" };
        panel.Marks.Add(new RuleMark(slope: numbers.QuantileSlope, intercept: numbers.QuantileIntercept));
        panel.Marks.Add(Points(numbers.Standardized, numbers.Theoretical, y, row => Math.Abs(row.StandardizedResidual)));
        return panel;
    }

    private static Panel Leverage(ResidualDiagnostics numbers)
    {
        double[] x = [.. numbers.Standardized.Select(row => row.Leverage)], y = [.. numbers.Standardized.Select(row => row.StandardizedResidual)];
        // From 0, where R begins it.
        var xAxis = new Axis("leverage", x.Append(0).Append(x.DefaultIfEmpty(0).Max() * (1 + Margin)));
        var yAxis = new Axis("standardized residuals", y, margin: Margin);
        var panel = new Panel(xAxis, yAxis) { Title = "Residuals vs leverage" };
        panel.Marks.Add(new RuleMark(y: 0));
        double[] grid = [.. Enumerable.Range(1, 100).Select(i => xAxis.At(i / 100.0)).Where(h => h is > 0 and < 1)];
        foreach (double distance in s_cook)
        {
            double[] border = [.. grid.Select(h => numbers.ResidualOfCook(distance, h))];
            string name = distance == s_cook[0] ? FormattableString.Invariant($"Cook's distance {s_cook[0]}, {s_cook[1]}") : string.Empty;
            panel.Marks.Add(new CurveMark(grid, border) { Look = "rule dash", Name = border.Any(r => r <= yAxis.High) || border.Any(r => -r >= yAxis.Low) ? name : string.Empty });
            panel.Marks.Add(new CurveMark(grid, [.. border.Select(r => -r)]) { Look = "rule dash" });
        }
        panel.Marks.Add(Points(numbers.Standardized, x, y, row => row.CooksDistance));
        AddSmooth(panel, x, y);
        return panel;
    }

    private static Panel Smoothed(
        string title, string xName, string yName, IReadOnlyList<FittedRow> rows, Func<FittedRow, double> across, Func<FittedRow, double> up, Func<FittedRow, double> extreme, bool hasZero)
    {
        double[] x = [.. rows.Select(across)], y = [.. rows.Select(up)];
        var panel = new Panel(new Axis(xName, x, margin: Margin), new Axis(yName, hasZero ? y : y.Append(0), margin: hasZero ? Margin : 0.02)) { Title = title };
        if (hasZero)
            panel.Marks.Add(new RuleMark(y: 0));
        panel.Marks.Add(Points(rows, x, y, extreme));
        AddSmooth(panel, x, y);
        return panel;
    }

    private static void AddSmooth(Panel panel, double[] x, double[] y)
    {
        var (at, smooth) = Lowess.Smooth(x, y);
        panel.Marks.Add(new CurveMark(at, smooth) { Color = 1, Look = "thin" });
    }

    // The rows that stand out most have their numbers.
    private static PointMark Points(IReadOnlyList<FittedRow> rows, double[] x, double[] y, Func<FittedRow, double> extreme) => new(x, y)
    {
        Color = 0,
        Labels = Enumerable.Range(0, rows.Count).OrderByDescending(i => extreme(rows[i])).Take(Named).ToDictionary(i => i, i => $"{rows[i].Row}"),
        Tip = i => FormattableString.Invariant($"row {rows[i].Row}: observed {rows[i].Observed:G6}, fitted {rows[i].Fitted:G6}, Cook's distance {rows[i].CooksDistance:G3}"),
    };
}
