namespace LinRegPS.Plots;

/// <summary>Errors of plots: ids, facts and texts in one place.</summary>
internal static class PlotErrors
{
    /// <summary>Nothing to draw.</summary>
    internal static Exception Nothing(string plot, string why) => new InvalidValueException(
        "NothingToPlot", $"{plot}: there is nothing to draw: {why}.", "Check the source of the data.", operation: plot);

    /// <summary>Fewer points than the plot is about.</summary>
    internal static Exception TooFewPoints(string plot, long points, int needed, string why) => new InvalidValueException(
        "TooFewPoints", $"{plot}: {Count(points, "point")} of at least {needed}: {why}.", "Give more rows.", operation: plot, value: points);

    /// <summary>A tensor of a shape that the plot can't show.</summary>
    internal static Exception Shape(string plot, Shape shape, string needed) => new ShapeMismatchException(
        "ShapeMismatch", $"{plot}: a tensor of shape {shape} can't be shown so: {needed}.", operation: plot, shapes: [shape]);

    /// <summary>Two coordinates of which one has more points.</summary>
    internal static Exception Lengths(string plot, Shape x, Shape y) => new ShapeMismatchException(
        "ShapeMismatch", $"{plot}: {x.Numel} x of shape {x} for {y.Numel} y of shape {y}.", "Give as many of one as of the other.",
        operation: plot, shapes: [x, y]);

    /// <summary>A model whose parameters are not two numbers.</summary>
    internal static Exception NotTwoParameters(string model, IEnumerable<string> parameters, string remedy) => new InvalidValueException(
        "WrongModel", $"A loss surface lies over two numbers, and {model} learns {string.Join(", ", parameters)}.", remedy, name: model);

    /// <summary>An object that can't be drawn in a plot of a kind.</summary>
    internal static Exception WrongFit(string plot, string why, string remedy) => new InvalidValueException(
        "WrongFit", $"{plot}: {why}.", remedy, operation: plot);

    private static string Count(long count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
