using System.Globalization;

namespace LinRegPS.Conversion;

/// <summary>Numbers at double precision, from properties of records.</summary>
internal static class RecordTable
{
    /// <summary>One number of a record.</summary>
    public static double Number(object? record, string property, string row, CultureInfo? culture = null) =>
        TensorConversion.Double(Records.Get(record, property, row), string.Empty, $"{row}, property '{property}'", culture);
}
