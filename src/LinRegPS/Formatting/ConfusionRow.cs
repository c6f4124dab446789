using System.Globalization;
using System.Management.Automation;

namespace LinRegPS.Formatting;

/// <summary>A row of a table of who was taken for whom, as it prints; its counts are properties that are added to it.</summary>
public sealed class ConfusionRow
{
    // As wide as a terminal; more classes are told by those that occur.
    private const int Width = 78;
    private readonly int _actual;
    private readonly int[,] _counts;
    private readonly string[] _names;

    private ConfusionRow(int actual, int[,] counts, string[] names) => (_actual, _counts, _names) = (actual, counts, names);

    /// <summary>The line above the rows.</summary>
    internal string Header => IsTable ? Label("Class") + string.Concat(_names.Select(Cell)) : "Class: how many were taken for which";

    /// <summary>The row's line.</summary>
    internal string Line => IsTable
        ? Label(_names[_actual]) + string.Concat(_names.Select((_, given) => Cell(_counts[_actual, given].ToString(CultureInfo.InvariantCulture))))
        : $"{this}";

    /// <summary>Whether the row is one of a table, or has something to tell.</summary>
    internal bool IsShown => IsTable || Enumerable.Range(0, _names.Length).Any(given => _counts[_actual, given] > 0);

    private int LabelWidth => Math.Max(5, _names.Max(name => name.Length));

    private int CellWidth => Math.Max(_names.Max(name => name.Length), _counts.Cast<int>().Max().ToString(CultureInfo.InvariantCulture).Length) + 2;

    private bool IsTable => LabelWidth + (_names.Length * CellWidth) <= Width;

    /// <summary>The rows of a table [class, given], each with Class and a property for each class that was given.</summary>
    internal static PSObject[] Rows(int[,] counts, IReadOnlyList<string> classNames)
    {
        int classes = counts.GetLength(0);
        // PowerShell's properties are alike whatever their case.
        bool named = classNames.Count == classes && classNames.Append("Class").Distinct(StringComparer.OrdinalIgnoreCase).Count() > classes;
        string[] names = named ? [.. classNames] : [.. Enumerable.Range(0, classes).Select(c => $"{c}")];
        return [.. Enumerable.Range(0, classes).Select(actual =>
        {
            var row = new PSObject(new ConfusionRow(actual, counts, names));
            row.Properties.Add(new PSNoteProperty("Class", named ? names[actual] : actual));
            for (int given = 0; given < classes; given++)
                row.Properties.Add(new PSNoteProperty(names[given], counts[actual, given]));
            return row;
        })];
    }

    /// <summary>The class, and how many of it were taken for which.</summary>
    public override string ToString() => $"{_names[_actual]}: " + string.Join(", ", Enumerable.Range(0, _names.Length)
        .Where(given => _counts[_actual, given] > 0)
        .OrderByDescending(given => _counts[_actual, given])
        .Select(given => FormattableString.Invariant($"{_counts[_actual, given]} as {_names[given]}")).DefaultIfEmpty("none"));

    private string Label(string text) => text.PadRight(LabelWidth);

    private string Cell(string text) => text.PadLeft(CellWidth);
}
