using System.Globalization;
using LinRegPS.Plots.Drawing;

namespace LinRegPS.Plots.Figures;

/// <summary>Curves of trainings: a colour for each training, dashes for validation.</summary>
internal static class LossFigure
{
    private static readonly string[] s_digits = ["G5", "G9", "G13", "R"];

    /// <summary>The figure.</summary>
    /// <param name="curves">At least one.</param>
    /// <param name="log">Whether the axis of the losses is logarithmic; where that shows more, if it is not said.</param>
    public static Figure Of(IReadOnlyList<TrainingCurve> curves, bool? log)
    {
        if (curves.Count == 0 || curves.All(curve => curve.Values.Length == 0))
            throw PlotErrors.Nothing("Training plot", "no record has a loss");
        var values = curves.SelectMany(curve => curve.Values);
        bool isLog = log ?? Axis.LogHelps(values);
        string title = TrainingCurve.Title(curves);
        var x = new Axis("epoch", curves.SelectMany(curve => curve.Epochs), margin: 0.01) { IsWhole = true };
        var y = new Axis(isLog ? title + ", logarithmic" : title, values, isLog, margin: 0.04);
        var panel = new Panel(x, y);
        // Of one training each quantity has its colour; of several each training.
        var runs = curves.Select(curve => curve.Run).Distinct().ToList();
        for (int i = 0; i < curves.Count; i++)
        {
            var curve = curves[i];
            int color = runs.Count > 1 ? runs.IndexOf(curve.Run) : i;
            // Beyond the colours there are dashes.
            string look = curve.IsValidation ? "curve dash" : color >= Look.Colors ? "curve dots" : "curve";
            panel.Marks.Add(new CurveMark(curve.Epochs, curve.Values) { Name = curves.Count == 1 ? curve.Run : curve.Name, Color = color, Look = look });
            int lost = Array.FindIndex(curve.Values, value => !double.IsFinite(value));
            if (lost >= 0)
                panel.Marks.Add(new TextMark(curve.Epochs[lost], y.At(1), "×") { Offset = (0, 11), Anchor = "middle", Look = "name halo" });
        }
        var gaps = curves.SelectMany(curve => curve.Gaps(isLog)).ToList();
        string subtitle = gaps.Count > 0 ? string.Join("; ", gaps) : curves.Count == 1 ? Ends(curves[0]) : string.Empty;
        return new Figure(char.ToUpperInvariant(title[0]) + title[1..] + " by epoch", subtitle, [panel]);
    }

    // As many digits as tell the two apart.
    private static string Ends(TrainingCurve curve)
    {
        double first = curve.Values[0], last = curve.Values[^1];
        string format = first == last ? "G5" : Array.Find(s_digits, digits => Written(first, digits) != Written(last, digits))!;
        return FormattableString.Invariant($"from {Written(first, format)} at epoch {curve.Epochs[0]} to {Written(last, format)} at epoch {curve.Epochs[^1]}");
    }

    private static string Written(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
