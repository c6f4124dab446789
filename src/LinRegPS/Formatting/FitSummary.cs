using System.Globalization;
using System.Text;
using LinRegPS.Statistics.Fits;

namespace LinRegPS.Formatting;

/// <summary>A linear fit as text, in the order of R's summary.</summary>
public static class FitSummary
{
    /// <summary>The formula, the residuals' quartiles, the coefficients, and the model's statistics.</summary>
    public static string Of(LinearFit fit)
    {
        var text = new StringBuilder();
        text.Append(fit.Formula).Append("\n\n");
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
            [.. new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(share => Number(Quantile(residuals, share)))]]);
    }

    private static void AppendCoefficients(StringBuilder text, LinearFit fit)
    {
        string percent = Number(100 * fit.ConfidenceLevel);
        text.Append("\nCoefficients\n");
        AppendTable(text, [
            ["Term", "Estimate", "Std.Error", "t", "p", $"{percent}% from", "to"],
            .. fit.Coefficient.Select(c => (string[])[
                c.Term, Number(c.Estimate), Number(c.StandardError), Number(c.TValue), P(c.PValue),
                Number(c.Lower), Number(c.Upper)])]);
    }

    private static void AppendModel(StringBuilder text, LinearFit fit)
    {
        text.Append($"\nResidual standard error {Number(fit.Sigma)} on {fit.ResidualDegreesOfFreedom} degrees of freedom, {fit.Observations} rows\n");
        text.Append($"R squared {Number(fit.RSquared)}, adjusted {Number(fit.AdjustedRSquared)}");
        if (fit.DegreesOfFreedom > 0)
            text.Append($"\nF {Number(fit.FStatistic)} on {fit.DegreesOfFreedom} and {fit.ResidualDegreesOfFreedom} degrees of freedom, p {P(fit.PValue)}");
        text.Append($"\nLog-likelihood {Number(fit.LogLikelihood)}, AIC {Number(fit.Aic)}, BIC {Number(fit.Bic)}");
        text.Append($"\nDurbin-Watson {Number(fit.DurbinWatson)}, Jarque-Bera {Number(fit.JarqueBera)} (p {P(fit.JarqueBeraPValue)})\nCondition number {Number(fit.ConditionNumber)}");
    }

    // The first column is words, the others are numbers.
    private static void AppendTable(StringBuilder text, string[][] lines)
    {
        bool words = lines[0][0] == "Term";
        int[] widths = [.. lines[0].Select((_, column) => lines.Max(line => line[column].Length))];
        foreach (string[] line in lines)
        {
            var cells = line.Select((cell, column) => column == 0 && words ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]));
            text.Append("  ").AppendJoin("  ", cells).Append('\n');
        }
    }

    // R's default, type 7.
    private static double Quantile(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        return below == sorted.Length - 1 ? sorted[below] : sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
    }

    // The shell would break long lines inside a word.
    private static string Wrap(string sentence)
    {
        const int width = 78;
        var text = new StringBuilder();
        int line = 0;
        foreach (string word in sentence.Split(' '))
        {
            bool fits = line + 1 + word.Length <= width;
            if (line > 0)
                text.Append(fits ? ' ' : '\n');
            line = fits && line > 0 ? line + 1 + word.Length : word.Length;
            text.Append(word);
        }
        return text.ToString();
    }

    private static string Number(double value) => double.IsNaN(value) ? "-" : View.Number(value);

    // R prints no p below the rounding of 1.
    private static string P(double p) =>
        double.IsNaN(p) ? "-" : p < double.BitIncrement(1) - 1 ? "< 2.2e-16" : p.ToString("G4", CultureInfo.InvariantCulture);
}
