using System.Globalization;
using System.Management.Automation;
using System.Text;
using LinRegPS.Diagnosis.Convergence;
using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Training;

namespace LinRegPS.Formatting;

/// <summary>The texts in the columns of the format files. For the views alone: objects keep full precision.</summary>
public static class View
{
    // A text of no more digits than this looks like a number that is meant.
    private const int Round = 4;

    /// <summary>
    /// A float32 number to 7 significant digits; to 9, which tell it from its neighbours, where 7 would show a round number
    /// that it is not: 1.99999964 is not 2.
    /// </summary>
    public static string Number(float value)
    {
        string text = value.ToString("G7", CultureInfo.InvariantCulture);
        return float.IsFinite(value) && Digits(text) <= Round && float.Parse(text, CultureInfo.InvariantCulture) != value
            ? value.ToString("G9", CultureInfo.InvariantCulture) : text;
    }

    /// <summary>
    /// A number in a column: as many of 7 significant digits as it has room for. Where that is not all of them an exponent is
    /// short, 1.95E6, whose room digits need: 1950000 in 6 places was 2E+06.
    /// </summary>
    public static string InColumn(double value, int width)
    {
        string text = Number(value);
        for (int digits = 6; digits > 0 && text.Length > width; digits--)
            text = value.ToString($"G{digits}", CultureInfo.InvariantCulture).Replace("E+0", "E", StringComparison.Ordinal)
                .Replace("E+", "E", StringComparison.Ordinal).Replace("E-0", "E-", StringComparison.Ordinal);
        return text;
    }

    /// <summary>A number to 7 significant digits, or to 9 where 7 would show a round number that it is not; empty where there is none to give.</summary>
    public static string Number(double value)
    {
        string text = value.ToString("G7", CultureInfo.InvariantCulture);
        return double.IsNaN(value) ? string.Empty : Digits(text) <= Round ? value.ToString("G9", CultureInfo.InvariantCulture) : text;
    }

    // Without zeros at its ends, and without an exponent.
    private static int Digits(string text) =>
        new string([.. text.Split('E')[0].Where(char.IsAsciiDigit)]).Trim('0').Length;

    /// <summary>Sentences broken between words, to stand beside the labels of a list 80 columns wide.</summary>
    public static string Wrap(string text)
    {
        const int width = 58;
        var wrapped = new StringBuilder();
        int column = 0;
        foreach (string word in text.Split(' '))
        {
            bool breaks = column > 0 && column + 1 + word.Length > width;
            wrapped.Append(column == 0 ? "" : breaks ? "\n" : " ").Append(word);
            column = column == 0 || breaks ? word.Length : column + 1 + word.Length;
        }
        return wrapped.ToString();
    }

    /// <summary>What a rule found: finding, evidence and remedy, a paragraph each.</summary>
    public static string Finding(TrainingFinding finding) =>
        string.Join("\n", Wrap(finding.Finding), Wrap(finding.Evidence), Wrap(finding.Remedy), " ");

    /// <summary>The best fixed rate, and what it does to the error.</summary>
    public static string Best(ConvergenceReport report) => $"{Number(report.BestRate)} ({report.Best?.Shrink(7) ?? Number(report.BestContraction)} an epoch)";

    /// <summary>What an eigenvector is of, in units of its first parameter.</summary>
    public static string Direction(ConvergenceDirection direction) => direction.Mix();

    /// <summary>What Test-Model found, and under it who was taken for whom.</summary>
    public static string Test(PSObject test)
    {
        var properties = test.Properties.OfType<PSNoteProperty>().ToList();
        int width = properties.Max(property => property.Name.Length);
        return string.Join("\n", properties.Select(property => property.Value is PSObject[] rows
            ? $"{property.Name.PadRight(width)} : {string.Join("\n" + new string(' ', width + 3), rows.Select(row => (ConfusionRow)row.BaseObject).Where(row => row.IsShown).Select(row => row.Line).Prepend(Confusion(rows[0])))}"
            : $"{property.Name.PadRight(width)} : {(property.Value switch { float number => Number(number), double number => Number(number), var other => other })}"));
    }

    /// <summary>What stands above the rows of a table of who was taken for whom.</summary>
    public static string Confusion(PSObject row) => ((ConfusionRow)row.BaseObject).Header;

    /// <summary>A row of it.</summary>
    public static string ConfusionLine(PSObject row) => ((ConfusionRow)row.BaseObject).Line;

    /// <summary>Numbers to 7 significant digits, the first few of many.</summary>
    public static string Numbers(double[] values)
    {
        const int shown = 6;
        string numbers = string.Join(", ", values.Take(shown).Select(Number));
        return values.Length > shown ? numbers + ", ..." : numbers;
    }

    /// <summary>A tensor on one line: its number, its first elements, or nothing for none.</summary>
    public static string Brief(Tensor? tensor)
    {
        const int shown = 4;
        if (tensor is null)
            return string.Empty;
        if (tensor.Numel == 1)
            return Number(tensor.Item());
        string numbers = string.Join(", ", tensor.ToArray().Take(shown).Select(Number));
        return tensor.Numel > shown ? $"{{{numbers}, ...}}" : $"{{{numbers}}}";
    }

    /// <summary>A record's parameters: <c>weight = 1.846347, bias = 0.4517</c>.</summary>
    public static string Parameters(TrainingRecord record) => string.Join(
        ", ", record.GetParameterNames().Select(name => $"{name} = {Brief(record.GetParameter(name))}"));
}
