using LinRegPS.Plots.Drawing;

namespace LinRegPS.Plots.Figures;

/// <summary>How the gradients of each parameter are distributed.</summary>
internal static class GradientFigure
{
    private const int MostPanels = 12;

    /// <summary>The figure.</summary>
    /// <param name="gradients">The gradients by the names of their parameters.</param>
    /// <param name="when">When they were, for the title; nothing where they are those of now.</param>
    public static Figure Of(IReadOnlyList<(string Name, Tensor Gradient)> gradients, string when)
    {
        if (gradients.Count == 0)
            throw PlotErrors.Nothing("Gradient plot", "no parameter has a gradient");
        var panels = gradients.Take(MostPanels).Select(gradient => Panel(gradient.Name, gradient.Gradient)).ToList();
        int columns = Math.Min(panels.Count, 3), rows = (panels.Count + columns - 1) / columns;
        string left = gradients.Count > MostPanels ? $"; the first {MostPanels} of {gradients.Count} parameters" : string.Empty;
        return new Figure("Gradients" + when, $"how many elements of each parameter have which gradient{left}", panels)
        {
            Columns = columns,
            Width = Math.Max(520, 340 * columns),
            Height = 70 + (250 * rows),
        };
    }

    private static Panel Panel(string name, Tensor gradient)
    {
        double[] values = Array.ConvertAll(gradient.ToArray(), value => (double)value);
        var histogram = new Histogram(values);
        int zeros = values.Count(value => value == 0);
        var notes = new List<string>();
        if (values.Length > 1 && zeros > 0)
            notes.Add(FormattableString.Invariant($"{100.0 * zeros / values.Length:0.#} % are 0"));
        if (histogram.Others > 0)
            notes.Add($"{histogram.Others} not finite");
        var x = new Axis("gradient", [histogram.Low, histogram.Low + (histogram.Width * histogram.Counts.Length)], margin: 0.02);
        var y = new Axis("elements", [0, Math.Max(1, histogram.Counts.Max()) * 1.05]) { IsWhole = true };
        var panel = new Panel(x, y) { Title = $"{name} {gradient.Shape}{(notes.Count > 0 ? $": {string.Join(", ", notes)}" : string.Empty)}" };
        panel.Marks.Add(new BarMark(histogram));
        if (x.Low < 0 && x.High > 0)
            panel.Marks.Add(new RuleMark(x: 0));
        return panel;
    }
}
