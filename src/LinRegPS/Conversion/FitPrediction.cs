using System.Globalization;
using System.Management.Automation;
using LinRegPS.Reporting;
using LinRegPS.Statistics.Fits;

namespace LinRegPS.Conversion;

/// <summary>
/// The method Predict that a fit has in PowerShell, registered in LinRegPS.Types.ps1xml: for objects with the features'
/// properties, or for numbers.
/// </summary>
public static class FitPrediction
{
    private const string Subject = "Predict";

    /// <summary>What a fitted model gives for new objects or numbers, with intervals.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="newObject">Objects with the features' properties; or numbers, a row for each prediction.</param>
    /// <param name="confidenceLevel">The probability with which the intervals are to hold; by default the fit's own.</param>
    public static LinearPrediction[] Predict(PSObject fit, object? newObject, object? confidenceLevel = null)
    {
        ArgumentNullException.ThrowIfNull(fit);
        return Predict((LinearFit)fit.BaseObject, newObject, confidenceLevel, culture: null);
    }

    /// <summary>The same, for text in a culture.</summary>
    internal static LinearPrediction[] Predict(LinearFit linear, object? newObject, object? confidenceLevel, CultureInfo? culture)
    {
        return linear.Predict(
            Rows(newObject, linear, culture),
            confidenceLevel is null ? linear.ConfidenceLevel : TensorConversion.Double(confidenceLevel, Subject, "the confidence level"));
    }

    private static IReadOnlyList<double[]> Rows(object? newObject, LinearFit fit, CultureInfo? culture)
    {
        var variables = fit.Variables;
        string[] names = [.. variables.Select(variable => variable.Name)];
        object?[] records = [.. Records.In(newObject)];
        if (!Array.Exists(records, Records.IsOne))
            return Numbers(newObject, fit.Features.Count);
        return [.. records.Select((record, i) =>
        {
            string row = $"row {i + 1}";
            return names.FirstOrDefault(feature => !Records.Has(record, feature)) is { } missing
                ? throw CallErrors.FeatureMissing($"{Subject}: {row}", missing, Records.Names(record), names)
                : Columns(variables, [.. variables.Select(variable => Cell(record, variable, $"{Subject}: {row}", culture))]);
        })];
    }

    /// <summary>A row of a model's columns, of a number or a level for each variable.</summary>
    internal static double[] Columns(IReadOnlyList<ModelVariable> variables, ReadOnlySpan<object> cells)
    {
        var columns = new List<double>();
        for (int i = 0; i < cells.Length; i++)
            columns.AddRange(variables[i].Columns(cells[i] as double? ?? 0, cells[i] as string));
        return [.. columns];
    }

    private static object Cell(object? record, ModelVariable variable, string row, CultureInfo? culture)
    {
        if (!variable.IsFactor)
            return RecordTable.Number(record, variable.Name, row, culture);
        string level = VariableColumn.Level(Wrapping.Unwrap(Records.Get(record, variable.Name, row)), culture);
        return variable.Levels.Contains(level) ? level : throw CallErrors.UnknownLevel(row, variable.Name, level, variable.Levels);
    }

    // A table, or one row, or where there is one feature a number for each row.
    private static IReadOnlyList<double[]> Numbers(object? value, int features)
    {
        var (numbers, sizes) = TensorConversion.Doubles(value, Subject);
        return NumberTable.Split(numbers, sizes.Length switch
        {
            0 => 1,
            1 => features == 1 ? 1 : sizes[0],
            _ => sizes[^1],
        });
    }
}
