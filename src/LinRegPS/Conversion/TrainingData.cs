using System.Globalization;

namespace LinRegPS.Conversion;

/// <summary>Input and target of a training from objects, whose columns are named.</summary>
internal static class TrainingData
{
    /// <summary>Reads them, at double precision: a row for each object, the target's column last.</summary>
    public static RowReader<double> Read(
        object? objects, string[] columns, string target, CultureInfo? culture, List<double[]> rows)
    {
        var reader = new RowReader<double>([.. columns, target], (record, property, row) => TensorConversion.Single(
            Records.Get(record, property, $"Training: {row}"), "Training", $"{row}, property '{property}'", allowNaN: false, culture));
        foreach (object? record in Records.In(objects))
        {
            if (reader.Add(record) is { } row)
                rows.Add(row);
        }
        return reader;
    }

    /// <summary>Columns of rows as a matrix.</summary>
    public static Tensor Matrix(List<double[]> rows, int first, int count)
    {
        float[] elements = new float[rows.Count * count];
        for (int i = 0; i < elements.Length; i++)
            elements[i] = (float)rows[i / count][first + (i % count)];
        return Tensor.From(elements, rows.Count, count);
    }
}
