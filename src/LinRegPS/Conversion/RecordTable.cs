namespace LinRegPS.Conversion;

/// <summary>Rows of numbers at double precision, from properties of records.</summary>
internal static class RecordTable
{
    /// <summary>One number of a record.</summary>
    public static double Number(object? record, string property, string what, string row) =>
        TensorConversion.Double(Records.Get(record, property, $"{what}: {row}"), what, $"{row}, property '{property}'");

    /// <summary>The numbers of a record that properties name.</summary>
    public static double[] Row(object? record, string[] properties, string what, string row) =>
        Array.ConvertAll(properties, property => Number(record, property, what, row));

    /// <summary>The rows of new objects; a bare number will do where there is one property.</summary>
    public static IReadOnlyList<double[]> Rows(object? objects, string[] properties)
    {
        const string what = "Predict";
        return [.. Records.In(objects).Select((record, i) =>
            properties.Length == 1 && Wrapping.Unwrap(record) is ValueType
                ? [TensorConversion.Double(record, what, $"row {i + 1}")]
                : Row(record, properties, what, $"row {i + 1}"))];
    }
}
