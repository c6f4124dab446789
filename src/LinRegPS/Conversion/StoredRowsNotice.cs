using System.Management.Automation;

namespace LinRegPS.Conversion;

/// <summary>
/// Input and Target of a data set in PowerShell, registered in LinRegPS.Types.ps1xml: where the rows are in a file there is nothing,
/// and a warning says why. PowerShell makes nothing of what a property throws.
/// </summary>
public static class StoredRowsNotice
{
    /// <summary>What goes into a model; null of rows in a file.</summary>
    /// <param name="data">The data set.</param>
    public static Tensor? Input(PSObject data) => Of(data, nameof(DataSet.Input), rows => rows.Input);

    /// <summary>What it should give; null of rows in a file.</summary>
    /// <param name="data">The data set.</param>
    public static Tensor? Target(PSObject data) => Of(data, nameof(DataSet.Target), rows => rows.Target);

    private static Tensor? Of(PSObject data, string name, Func<DataSet, Tensor> get)
    {
        ArgumentNullException.ThrowIfNull(data);
        var rows = (DataSet)data.BaseObject;
        if (!rows.IsInFile)
            return get(rows);
        ScriptBlock.Create("param($text) Microsoft.PowerShell.Utility\\Write-Warning $text")
            .Invoke($"The rows are in {rows.Source}, and none of the data set's {name} is in memory: $data.Load() reads them, where they fit; New-DataLoader reads them batch by batch.");
        return null;
    }
}
