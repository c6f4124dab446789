using System.Runtime.CompilerServices;
using LinRegPS.Files.Delimited;
using LinRegPS.Reporting;

namespace LinRegPS.Conversion;

/// <summary>Columns of numbers and their names, of data sets and tables; of tensors and numbers without names.</summary>
internal static class NamedColumns
{
    /// <summary>Input and names of what has both; null of tensors and numbers.</summary>
    public static DataSet? Of(object? argument) => Wrapping.Unwrap(argument) switch
    {
        DataSet data => data,
        not null when Records.In(argument).FirstOrDefault() is var first && Records.IsOne(first) && first is not Module => OfTable(first!),
        _ => null,
    };

    /// <summary>The data set that a table with a target is; null of one without.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static DataSet? OfTarget(object table) => table is TensorTable { Target: not null } whole ? whole.ToDataSet() : null;

    // What needs the assembly of files stands apart.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static DataSet OfTable(object value) => Wrapping.Unwrap(value) is TensorTable table
        ? table.Target is null ? new DataSet(table.Input, table.Input.Narrow(1, 0, 0), table.Column) : table.ToDataSet()
        : throw CallErrors.NoColumns(value, Records.Names(value));
}
