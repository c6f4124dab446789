using System.Management.Automation;
using System.Runtime.CompilerServices;
using LinRegPS.Files.Delimited;
using LinRegPS.Reporting;

namespace LinRegPS.Conversion;

/// <summary>
/// The methods Transform and InverseTransform that a scaler has in PowerShell, registered in LinRegPS.Types.ps1xml: of all that may be
/// rows, where a method of .NET takes tensors and data sets alone.
/// </summary>
public static class ScalerRows
{
    /// <summary>Rows brought to the scale: a data set or a table as such, all else as a tensor.</summary>
    /// <param name="scaler">The scaler.</param>
    /// <param name="rows">A data set, a table, a tensor or numbers; or objects with the scaler's columns.</param>
    public static object Transform(PSObject scaler, object? rows) => Apply(scaler, rows, nameof(Transform), isInverse: false);

    /// <summary>Rows brought back from the scale.</summary>
    /// <param name="scaler">The scaler.</param>
    /// <param name="rows">A data set, a table, a tensor or numbers; or objects with the scaler's columns.</param>
    public static object InverseTransform(PSObject scaler, object? rows) => Apply(scaler, rows, nameof(InverseTransform), isInverse: true);

    private static object Apply(PSObject scaler, object? rows, string method, bool isInverse)
    {
        ArgumentNullException.ThrowIfNull(scaler);
        var by = (Scaler)scaler.BaseObject;
        return Wrapping.Unwrap(rows) switch
        {
            null => throw Errors.Null(method, "the table"),
            DataSet data => isInverse ? by.InverseTransform(data) : by.Transform(data),
            Tensor tensor => OfTensor(tensor),
            not null when Records.In(rows).FirstOrDefault() is var first && Records.IsOne(first) => OfObjects(Wrapping.Unwrap(first)!),
            _ => OfTensor(TensorConversion.From(rows, method, allowNaN: true)),
        };

        Tensor OfTensor(Tensor tensor) => isInverse ? by.InverseTransform(tensor) : by.Transform(tensor);

        // The one place that needs the assembly of files.
        [MethodImpl(MethodImplOptions.NoInlining)]
        object OfObjects(object first) => first is TensorTable table ? OfTable(table) : OfTensor(Columns(by, rows, method));

        TensorTable OfTable(TensorTable table)
        {
            var data = new DataSet(table.Input, table.Input.Narrow(1, 0, 0), table.Column);
            return table.With(isInverse ? by.InverseTransform(data).Input : by.Transform(data).Input);
        }
    }

    // In the scaler's order: others that the objects have are no business of its.
    private static Tensor Columns(Scaler scaler, object? rows, string method)
    {
        object?[] records = [.. Records.In(rows)];
        if (scaler.Column.Count == 0)
            throw CallErrors.PropertyNeeded(method, Records.Names(records[0]));
        double[] numbers = [.. records.SelectMany((record, i) => scaler.Column.Select(column => RecordTable.Number(record, column, $"{method}: row {i + 1}")))];
        return Tensor.From(Array.ConvertAll(numbers, number => (float)number), records.Length, scaler.Column.Count);
    }
}
