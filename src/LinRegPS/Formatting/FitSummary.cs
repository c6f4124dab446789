using System.Globalization;
using System.Text;
using LinRegPS.Numerics;
using LinRegPS.Statistics.Fits;

namespace LinRegPS.Formatting;

/// <summary>A linear fit as text, in the order of R's summary.</summary>
public static class FitSummary
{
    private const int LineWidth = 78;

    /// <summary>The formula, the residuals' quartiles, the coefficients, and the model's statistics.</summary>
    public static string Of(LinearFit fit)
    {
        var text = new StringBuilder();
        text.Append(fit.Formula).Append("\n\n");
        if (fit.HasResiduals)
            AppendResiduals(text, fit);
        AppendCoefficients(text, fit);
        AppendModel(text, fit);
        if (fit.Distance is { } distance)
            text.Append("\n\n").Append(Wrap(distance.Finding)).Append('\n').Append(Wrap(distance.Evidence));
        return text.ToString();
    }

    private static void AppendResiduals(StringBuilder text, LinearFit fit)
    {
        double[] residuals = fit.Residuals();
        Array.Sort(residuals);
        text.Append("Residuals\n");
        AppendTable(text, [
            ["Min", "1Q", "Median", "3Q", "Max"],
            [.. new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(share => Number(Quantile.Of(residuals, share)))]]);
    }

    private static void AppendCoefficients(StringBuilder text, LinearFit fit)
    {
        string percent = Number(100 * fit.ConfidenceLevel);
        text.Append("\nCoefficients\n");
        // As many digits as a terminal of 80 columns has room for.
        string[][] lines = Lines(7);
        for (int digits = 6; digits >= 3 && Width(lines, 1) > LineWidth; digits--)
            lines = Lines(digits);
        AppendTable(text, lines);

        string[][] Lines(int digits) =>
        [
            ["Term", "Estimate", "Std.Error", "t", "p", $"{percent}% from", "to"],
            .. fit.Coefficient.Select(c => (string[])[
                c.Term, Number(c.Estimate, digits), Number(c.StandardError, digits), Number(c.TValue, digits), P(c.PValue),
                Number(c.Lower, digits), Number(c.Upper, digits)]),
        ];
    }

    private static int Width(string[][] lines, int gap) => lines[0].Select((_, column) => gap + lines.Max(line => line[column].Length)).Sum();

    private static void AppendModel(StringBuilder text, LinearFit fit)
    {
        text.Append($"\nResidual standard error {Number(fit.Sigma)} on {fit.ResidualDegreesOfFreedom} degrees of freedom, {fit.Observations} rows\n");
        if (fit.OmittedRows.Count > 0)
            text.Append(Wrap($"Left out for missing values: {Count(fit.OmittedRows.Count)}, {string.Join(", ", fit.OmittedRows.Take(Shown))}{(fit.OmittedRows.Count > Shown ? ", ..." : "")}")).Append('\n');
        text.Append($"R squared {Number(fit.RSquared)}, adjusted {Number(fit.AdjustedRSquared)}");
        if (fit.RSquared < AboutZero)
            text.Append($"\nR squared is about 0: the model explains next to nothing of {fit.Target}");
        if (fit.DegreesOfFreedom > 0)
            text.Append($"\nF {Number(fit.FStatistic)} on {fit.DegreesOfFreedom} and {fit.ResidualDegreesOfFreedom} degrees of freedom, p {P(fit.PValue)}");
        text.Append($"\nLog-likelihood {Number(fit.LogLikelihood)}, AIC {Number(fit.Aic)}, BIC {Number(fit.Bic)}");
        text.Append(fit.HasResiduals
            ? $"\nDurbin-Watson {Number(fit.DurbinWatson)}, Jarque-Bera {Number(fit.JarqueBera)} (p {P(fit.JarqueBeraPValue)})"
            : "\nWhat needs the residuals is computed by another pass over the file when asked\nfor: DurbinWatson, JarqueBera, Row; Measure-LinearModel -View Row streams rows");
        text.Append($"\nCondition number {Number(fit.ConditionNumber)}");
    }

    private static string Count(int rows) => rows == 1 ? "1 row" : $"{rows} rows";

    // Of the rows that were left out.
    private const int Shown = 20;

    // Less than a hundredth of the variance.
    private const double AboutZero = 0.01;

    // The first column is words, the others are numbers.
    private static void AppendTable(StringBuilder text, string[][] lines)
    {
        bool words = lines[0][0] == "Term";
        string gap = Width(lines, 2) > LineWidth ? " " : "  ";
        int[] widths = [.. lines[0].Select((_, column) => lines.Max(line => line[column].Length))];
        foreach (string[] line in lines)
        {
            var cells = line.Select((cell, column) => column == 0 && words ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]));
            text.Append(gap).AppendJoin(gap, cells).Append('\n');
        }
    }

    // The shell would break long lines inside a word.
    private static string Wrap(string sentence)
    {
        var text = new StringBuilder();
        int line = 0;
        foreach (string word in sentence.Split(' '))
        {
            bool fits = line + 1 + word.Length <= LineWidth;
            if (line > 0)
                text.Append(fits ? ' ' : '\n');
            line = fits && line > 0 ? line + 1 + word.Length : word.Length;
            text.Append(word);
        }
        return text.ToString();
    }

    private static string Number(double value, int digits = 7) =>
        double.IsNaN(value) ? "-" : value.ToString($"G{digits}", CultureInfo.InvariantCulture);

    // R prints no p below the rounding of 1.
    private static string P(double p) =>
        double.IsNaN(p) ? "-" : p < double.BitIncrement(1) - 1 ? "< 2.2e-16" : p.ToString("G4", CultureInfo.InvariantCulture);
}
