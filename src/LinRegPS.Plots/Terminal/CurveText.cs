using LinRegPS.Plots.Drawing;
using LinRegPS.Plots.Figures;

namespace LinRegPS.Plots.Terminal;

/// <summary>Curves of trainings in a terminal, each with a letter on it that the head explains, in colours where there are any.</summary>
internal static class CurveText
{
    // Columns between two letters on a curve.
    private const int LetterEvery = 16;
    private const char Lost = '!';

    /// <summary>The plot's lines.</summary>
    /// <param name="curves">At least one.</param>
    /// <param name="log">Whether the losses' axis is logarithmic; where that shows more, if it is not said.</param>
    /// <param name="rows">How many rows the curves have.</param>
    /// <param name="style">What the terminal can show.</param>
    public static IEnumerable<string> Draw(IReadOnlyList<TrainingCurve> curves, bool? log, int rows, TextStyle style)
    {
        if (curves.Count == 0 || curves.All(curve => curve.Values.Length == 0))
            throw PlotErrors.Nothing("Training plot", "no record has a loss");
        var values = curves.SelectMany(curve => curve.Values);
        bool isLog = log ?? Axis.LogHelps(values);
        var x = new Axis("epoch", curves.SelectMany(curve => curve.Epochs)) { IsWhole = true };
        var y = new Axis(TrainingCurve.Title(curves), values, isLog);
        var frame = new TextFrame(x, y, rows, style);
        for (int i = 0; i < curves.Count; i++)
            Draw(frame, curves[i], i, Letter(curves, i, style));
        if (curves.Count > 1)
        {
            for (int i = 0; i < curves.Count; i++)
                PutLetters(frame, curves[i], i, curves.Count);
        }
        for (int i = 0; i < curves.Count; i++)
            PutLost(frame, curves[i], i, isLog);
        var gaps = curves.SelectMany(curve => curve.Gaps(isLog)).Select(gap => $"{Lost} {gap}");
        return frame.Lines(Head(curves, y, style), gaps);
    }

    private static IEnumerable<(string, int)> Head(IReadOnlyList<TrainingCurve> curves, Axis y, TextStyle style)
    {
        yield return ($"{y.Title}{(y.IsLog ? " (log)" : string.Empty)}", curves.Count == 1 ? 0 : TextStyle.Plain);
        if (curves.Count == 1)
        {
            if (curves[0].Run.Length > 0)
                yield return (curves[0].Run, 0);
            yield break;
        }
        for (int i = 0; i < curves.Count; i++)
            yield return ($"{Letter(i)} {curves[i].Name}{(curves[i].IsValidation && !style.IsAscii ? " (dotted)" : string.Empty)}", i);
    }

    private static void Draw(TextFrame frame, TrainingCurve curve, int color, char letter)
    {
        (int X, int Y)? last = null;
        for (int i = 0; i < curve.Values.Length; i++)
        {
            var dot = frame.Dot(curve.Epochs[i], curve.Values[i]);
            if (dot is { } to)
                frame.Canvas.Line(last ?? to, to, color, letter, curve.IsValidation && last is not null);
            // A point between gaps is no more than a dot, which nobody sees.
            if (dot is { } alone && last is null && (i + 1 == curve.Values.Length || frame.Dot(curve.Epochs[i + 1], curve.Values[i + 1]) is null))
                frame.Canvas.Point(alone, color);
            last = dot;
        }
    }

    // At steps of the width, which begin elsewhere for each curve, so that they do not cover each other.
    private static void PutLetters(TextFrame frame, TrainingCurve curve, int index, int curves)
    {
        var canvas = frame.Canvas;
        int next = Math.Max(1, LetterEvery * (index + 1) / (curves + 1)), times = 0;
        int cellWidth = canvas.Width / canvas.Columns, cellHeight = canvas.Height / canvas.Rows;
        (int X, int Y)? place = null;
        for (int i = 0; i < curve.Values.Length; i++)
        {
            if (frame.Dot(curve.Epochs[i], curve.Values[i]) is not { } dot)
                continue;
            place = (dot.X / cellWidth, dot.Y / cellHeight);
            if (place.Value.X < next || canvas.IsMarked(place.Value.X, place.Value.Y) && cellWidth > 1)
                continue;
            canvas.Mark(place.Value.X, place.Value.Y, Letter(index), index);
            (next, times) = (place.Value.X + LetterEvery, times + 1);
        }
        // A curve too short for a step has one at its end.
        if (times == 0 && place is { } end)
            canvas.Mark(end.X, end.Y, Letter(index), index);
    }

    // Where a number has no place, a mark at the top; at the bottom where it is too small for a logarithm.
    private static void PutLost(TextFrame frame, TrainingCurve curve, int index, bool isLog)
    {
        for (int i = 0; i < curve.Values.Length; i++)
        {
            bool isBelow = isLog && curve.Values[i] <= 0 && double.IsFinite(curve.Values[i]);
            if (double.IsFinite(curve.Values[i]) && !isBelow)
                continue;
            frame.Canvas.Mark(frame.Column(curve.Epochs[i]), isBelow ? frame.Canvas.Rows - 1 : 0, Lost, index);
        }
    }

    private static char Letter(int index) => (char)('a' + (index % 26));

    private static char Letter(IReadOnlyList<TrainingCurve> curves, int index, TextStyle style) => curves.Count == 1 && style.IsAscii ? '*' : Letter(index);
}
