using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using LinRegPS.Reporting;
using LinRegPS.Training;

namespace LinRegPS.Conversion;

/// <summary>Rows from what people give where data are meant: a data set, a data loader, or input and target.</summary>
internal static class DataArgument
{
    /// <summary>The rows of a data set, of a loader, or of a table with a target; null of anything else.</summary>
    public static DataSet? Rows(object? argument) => Wrapping.Unwrap(argument) switch
    {
        DataSet rows => rows,
        DataLoader loader => loader.Data,
        var other => IsTable(other) ? NamedColumns.OfTarget(other) : null,
    };

    /// <summary>Input and names of a data set, of a loader, or of a table, which need no target; null of anything else.</summary>
    public static DataSet? Input(object? argument) => Rows(argument) ?? (IsTable(Wrapping.Unwrap(argument)) ? NamedColumns.Of(argument) : null);

    // By its name: the assembly of files is not loaded to see that there is none.
    private static bool IsTable([NotNullWhen(true)] object? value) => value?.GetType().Name == "TensorTable";

    /// <summary>The rows of a data set, of a loader, or of an array of input and target.</summary>
    /// <param name="argument">What was given.</param>
    /// <param name="toTensor">Makes a tensor of what is called so.</param>
    /// <param name="parameter">For which parameter.</param>
    public static DataSet Read(object? argument, Func<object?, string, Tensor> toTensor, string parameter) => Rows(argument)
        ?? (Wrapping.Unwrap(argument) is IList { Count: 2 } items && items.Cast<object?>().ToArray() is [var input, var target] && !IsNumber(input) && !IsNumber(target)
            ? new DataSet(toTensor(input, parameter), toTensor(target, parameter))
            : throw CallErrors.NotRows(Wrapping.Unwrap(argument), parameter));

    // Two numbers are no rows; nor is a matrix of two.
    private static bool IsNumber(object? item) => Wrapping.Unwrap(item) is null or ValueType or string;
}

/// <summary>Makes a loader of a data set, so that one parameter takes both, and nothing else.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DataRowsAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether it makes a data set of a loader instead, where batches are the cmdlet's own.</summary>
    public bool AsDataSet { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Wrapping.Unwrap(inputData) switch
    {
        DataLoader loader when AsDataSet => loader.Data,
        DataSet rows when AsDataSet => rows,
        DataSet { IsInFile: true } rows => new DataLoader(rows, null, null),
        var table when DataArgument.Rows(table) is { } rows && table is not (DataSet or DataLoader) => AsDataSet ? rows : new DataLoader(rows.Input, rows.Target) { Names = rows.Names },
        DataSet rows => new DataLoader(rows.Input, rows.Target) { Names = rows.Names },
        // Nothing is for another parameter, which says what is missing.
        null => string.Empty,
        var other => other,
    };
}
