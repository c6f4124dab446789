using System.Globalization;

namespace LinRegPS.Conversion;

/// <summary>Rows of numbers at double precision, from properties of records.</summary>
internal static class RecordTable
{
    /// <summary>One number of a record.</summary>
    public static double Number(object? record, string property, string row, CultureInfo? culture = null) =>
        TensorConversion.Double(Records.Get(record, property, row), string.Empty, $"{row}, property '{property}'", culture);

    /// <summary>The numbers of a record that properties name.</summary>
    public static double[] Row(object? record, string[] properties, string row, CultureInfo? culture = null) =>
        Array.ConvertAll(properties, property => Number(record, property, row, culture));
}
