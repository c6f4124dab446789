using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;
using LinRegPS.Diagnosis.Traces;
using LinRegPS.Formatting;
using LinRegPS.Reporting;
using LinRegPS.Training;

namespace LinRegPS.Conversion;

/// <summary>
/// Traces of trainings from what recorded them: training records, rows that a script's loop made, or Import-Csv's.
/// </summary>
internal static partial class TraceConversion
{
    // Columns that rows often have, and that are no parameters.
    private static readonly HashSet<string> s_others = new(StringComparer.OrdinalIgnoreCase)
    {
        "Epoch", "Loss", "Elapsed", "Time", "LearningRate", "Rate", "lr", "Prediction", "Output",
    };

    /// <summary>A trace of records; a map gives columns other names.</summary>
    public static TrainingTrace From(IEnumerable<object?> records, string name, IReadOnlyDictionary<string, string> map, CultureInfo? culture = null)
    {
        Dictionary<string, object?>[] rows = [.. records.Select(record => Row(record, map))];
        string[] columns = [.. rows.SelectMany(row => row.Keys).Distinct(StringComparer.OrdinalIgnoreCase)];
        var gradients = Gradients(columns);
        // Where gradients are recorded by name, they say which columns are parameters.
        string[] parameters = [.. columns.Where(column => IsParameter(column, rows, gradients))];
        if (gradients.Remove(string.Empty, out string? only) && parameters.Length == 1)
            gradients[parameters[0]] = only;
        return new TrainingTrace(name, parameters, rows.Select((row, i) => new TracePoint(
            Epoch(row, name),
            Cell(row, "Loss", name, i, culture) is { } loss ? loss.Item() : null,
            [.. parameters.Select(parameter => Cell(row, parameter, name, i, culture))],
            [.. parameters.Select(parameter => gradients.TryGetValue(parameter, out string? gradient) ? Cell(row, gradient, name, i, culture) : null)])));
    }

    // weight.grad, weight_grad and grad_weight are gradients of weight; grad or gradient alone is that of the only parameter.
    private static Dictionary<string, string> Gradients(string[] columns)
    {
        var gradients = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string column in columns)
        {
            var match = GradientName().Match(column);
            if (match.Success)
                gradients.TryAdd(match.Groups["of"].Value, column);
        }
        return gradients;
    }

    private static bool IsParameter(string column, Dictionary<string, object?>[] rows, Dictionary<string, string> gradients)
    {
        if (s_others.Contains(column) || GradientName().IsMatch(column))
            return false;
        bool named = gradients.Keys.Any(name => name.Length > 0);
        return named ? gradients.ContainsKey(column) : rows.Any(row => row.TryGetValue(column, out object? value) && IsNumeric(value));
    }

    private static bool IsNumeric(object? value) => value switch
    {
        null or "" or TimeSpan or DateTime or bool => false,
        string text => Numbers().IsMatch(text),
        _ => true,
    };

    private static Dictionary<string, object?> Row(object? record, IReadOnlyDictionary<string, string> map)
    {
        var row = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (column, value) in Columns(record))
            row[map.TryGetValue(column, out string? other) ? other : Renamed(column, map)] = Wrapping.Unwrap(value) is PSCustomObject ? value : Wrapping.Unwrap(value);
        return row;
    }

    // A gradient is renamed with its parameter.
    private static string Renamed(string column, IReadOnlyDictionary<string, string> map)
    {
        var match = GradientName().Match(column);
        return match.Success && map.TryGetValue(match.Groups["of"].Value, out string? other) ? other + ".grad" : column;
    }

    private static IEnumerable<(string Name, object? Value)> Columns(object? record)
    {
        switch (Wrapping.Unwrap(record))
        {
            case TrainingRecord training:
                return [
                    ("Epoch", training.Epoch), ("Loss", training.Loss),
                    .. training.Parameters.Select(parameter => (parameter.Name, (object?)parameter.Value)),
                    .. training.Parameters.Select(parameter => (parameter.Name + ".grad", (object?)parameter.Gradient)),
                ];
            case IDictionary entries:
                return Records.Entries(entries);
            case null:
                return [];
            default:
                return PSObject.AsPSObject(record).Properties.Where(property => property.IsGettable).Select(property => (property.Name, Records.Value(property)));
        }
    }

    private static int Epoch(Dictionary<string, object?> row, string name) =>
        row.TryGetValue("Epoch", out object? value)
        && double.TryParse(Convert.ToString(value, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture, out double epoch)
        && epoch == Math.Round(epoch) && Math.Abs(epoch) < int.MaxValue
            ? (int)epoch : throw CallErrors.NoEpoch(name, row.Keys);

    private static Tensor? Cell(Dictionary<string, object?> row, string column, string name, int index, CultureInfo? culture)
    {
        string what = $"{name}, record {index}, {column}";
        object? cell = row.GetValueOrDefault(column);
        // JSON writes properties.
        if (cell is PSObject { BaseObject: PSCustomObject } record && record.Properties[nameof(TensorValue.Text)] is { Value: string written })
            cell = written;
        return cell switch
        {
            null or "" => null,
            // Nested arrays, as a CSV file has a parameter of several elements.
            string text when text.StartsWith('[') => TensorConversion.From(
                text.Split(['[', ']', ',', ' '], StringSplitOptions.RemoveEmptyEntries), what, allowNaN: true),
            var value => TensorConversion.From(value, what, allowNaN: true, culture: culture),
        };
    }

    [GeneratedRegex(@"^(?:(?<of>.+)[._]grad(?:ient)?|grad(?:ient)?[._](?<of>.+)|grad(?:ient)?(?<of>))$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex GradientName();

    [GeneratedRegex(@"^\s*(\[.*\]|[-+\u2212]?(\d+[.,]?\d*|[.,]\d+)(e[-+\u2212]?\d+)?|nan|-?(infinity|∞))\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();
}
