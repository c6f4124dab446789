using System.Collections;
using System.Globalization;
using LinRegPS.Commands;
using LinRegPS.Plots.Figures;
using LinRegPS.Reporting;
using LinRegPS.Training;

namespace LinRegPS.Conversion;

/// <summary>What pictures of trainings need of the objects that people have: paths, gradients, counts.</summary>
internal static class TrainingPictures
{
    private const string What = "Training plot", Gradient = ".grad", Table = "Confusion", Class = "Class";
    // So that a sum of them is a number, too.
    private const int MostRows = 1_000_000_000;

    /// <summary>When two parameters were where, by records.</summary>
    public static (double[] Epochs, List<(double First, double Second)> Path) Path(object? records, ParameterElement first, ParameterElement second, CultureInfo? culture)
    {
        var epochs = new List<double>();
        var path = new List<(double First, double Second)>();
        foreach (object? record in Records.In(records))
        {
            epochs.Add(Epoch(record, epochs.Count + 1, culture));
            path.Add((Element(record, first, culture), Element(record, second, culture)));
        }
        return ([.. epochs], path);
    }

    /// <summary>The gradients of the last record, and its epoch.</summary>
    public static (List<(string Name, Tensor Gradient)> Gradients, double Epoch) LastGradients(object? records, CultureInfo? culture)
    {
        object?[] all = [.. Records.In(records)];
        object? last = all.LastOrDefault();
        double epoch = last is null ? 0 : Epoch(last, all.Length, culture);
        if (Wrapping.Unwrap(last) is TrainingRecord record)
            return ([.. record.Parameters.Where(p => p.Gradient is not null).Select(p => (p.Name, p.Gradient!))], epoch);
        var gradients = !IsRecord(last) ? []
            : Records.Names(last).Where(name => name.EndsWith(Gradient, StringComparison.OrdinalIgnoreCase))
                .Select(name => (name[..^Gradient.Length], Number(last, name, culture))).ToList();
        return (gradients, epoch);
    }

    /// <summary>A confusion table, Test-Model's or its rows alone: the counts, [class, given], and what the classes are called.</summary>
    public static (int[,] Counts, string[] Names) Confusion(object? given)
    {
        if (Wrapping.Unwrap(given) is ModelTest && !Records.Has(given, Table))
            throw CallErrors.NoConfusion();
        object?[] rows = [.. Records.In(IsRecord(given) && Records.Has(given, Table) ? Records.Get(given, Table, What) : given)];
        string[] names = [.. rows.Select((row, i) => IsRecord(row) && Records.Has(row, Class) ? $"{Wrapping.Unwrap(Records.Get(row, Class, What))}" : $"{i}")];
        int[,] counts = new int[rows.Length, rows.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            for (int column = 0; column < rows.Length; column++)
            {
                double count = RecordTable.Number(IsRecord(rows[row]) ? rows[row] : null, names[column], $"{What}: row {row + 1}");
                counts[row, column] = count >= 0 && count <= MostRows && count == Math.Floor(count) ? (int)count : throw CallErrors.NotACount(names[row], names[column], count);
            }
        }
        return (counts, names);
    }

    private static bool IsRecord(object? value) => Wrapping.Unwrap(value) is IDictionary or not (null or string or ValueType or Tensor or IEnumerable);

    private static double Epoch(object? record, int index, CultureInfo? culture) => Wrapping.Unwrap(record) is TrainingRecord training ? training.Epoch
        : IsRecord(record) && Records.Has(record, "Epoch") ? TensorConversion.Double(Records.Get(record, "Epoch", What), What, "Epoch", culture) : index;

    private static double Element(object? record, ParameterElement element, CultureInfo? culture)
    {
        var value = Wrapping.Unwrap(record) is TrainingRecord training ? training.GetParameter(element.Parameter.Name) : Number(record, element.Parameter.Name, culture);
        return value.Numel == element.Parameter.Value.Numel ? value.ToArray()[element.Index] : throw CallErrors.OtherParameter(element.Parameter, value.Shape);
    }

    private static Tensor Number(object? record, string name, CultureInfo? culture)
    {
        object? value = Records.Get(IsRecord(record) ? record : null, name, What);
        // Nested arrays, as a CSV file has a parameter of several elements.
        return Wrapping.Unwrap(value) is string text && text.StartsWith('[')
            ? TensorConversion.From(text.Split(['[', ']', ',', ' '], StringSplitOptions.RemoveEmptyEntries), $"{What}: {name}", allowNaN: true)
            : TensorConversion.From(value, $"{What}: {name}", allowNaN: true, culture: culture);
    }
}
