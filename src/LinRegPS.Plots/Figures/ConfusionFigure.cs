using LinRegPS.Plots.Drawing;

namespace LinRegPS.Plots.Figures;

/// <summary>Which classes were taken for which.</summary>
internal static class ConfusionFigure
{
    // Beyond it no number has room in a cell.
    private const int MostClasses = 40;

    /// <summary>The figure.</summary>
    /// <param name="counts">[class, given]: how many rows of each class were given each.</param>
    /// <param name="labels">What the classes are called.</param>
    public static Figure Of(int[,] counts, IReadOnlyList<string> labels)
    {
        int classes = counts.GetLength(0);
        if (classes > MostClasses)
            throw PlotErrors.Nothing("Confusion table", $"{classes} classes are more than a picture of {MostClasses} rows holds");
        var x = new Axis("given by the model", [-0.5, classes - 0.5]) { Names = labels };
        var y = new Axis("class", [-0.5, classes - 0.5]) { Names = labels, IsReversed = true };
        long all = counts.Cast<int>().Sum(count => (long)count), right = Enumerable.Range(0, classes).Sum(i => (long)counts[i, i]);
        if (all == 0)
            throw PlotErrors.Nothing("Confusion table", "it counts no row");
        var panel = new Panel(x, y) { HasGrid = false };
        panel.Marks.Add(new CellMark(counts, (row, column) => $"{labels[row]} taken for {labels[column]}: {counts[row, column]}"));
        int side = Math.Clamp(150 + (44 * classes), 380, 860);
        return new Figure("Which classes were taken for which", FormattableString.Invariant($"{right} of {all} right, {100.0 * right / all:0.0} %; colour is the share of a row"), [panel])
        {
            Width = side + 40,
            Height = side,
        };
    }
}
