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
            Rows(newObject, [.. linear.Features], culture),
            confidenceLevel is null ? linear.ConfidenceLevel : TensorConversion.Double(confidenceLevel, Subject, "the confidence level"));
    }

    private static IReadOnlyList<double[]> Rows(object? newObject, string[] features, CultureInfo? culture)
    {
        object?[] records = [.. Records.In(newObject)];
        if (!Array.Exists(records, Records.IsOne))
            return Numbers(newObject, features.Length);
        return [.. records.Select((record, i) =>
        {
            string row = $"row {i + 1}";
            return features.FirstOrDefault(feature => !Records.Has(record, feature)) is { } missing
                ? throw CallErrors.FeatureMissing($"{Subject}: {row}", missing, Records.Names(record), features)
                : RecordTable.Row(record, features, $"{Subject}: {row}", culture);
        })];
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
