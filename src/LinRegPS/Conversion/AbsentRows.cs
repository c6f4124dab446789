using System.Management.Automation;
using LinRegPS.Training;

namespace LinRegPS.Conversion;

/// <summary>
/// Input and Target in PowerShell, registered in LinRegPS.Types.ps1xml, of what may have none: of a data set whose rows are in a
/// file, and of a data loader that is taken for one of its batches. There is nothing then, and a warning says why: PowerShell makes
/// nothing of what a property throws.
/// </summary>
public static class AbsentRows
{
    /// <summary>What goes into a model; null of rows in a file and of a loader.</summary>
    /// <param name="data">A data set, or a data loader.</param>
    public static Tensor? Input(PSObject data) => Of(data, nameof(DataSet.Input), rows => rows.Input);

    /// <summary>What it should give; null of rows in a file and of a loader.</summary>
    /// <param name="data">A data set, or a data loader.</param>
    public static Tensor? Target(PSObject data) => Of(data, nameof(DataSet.Target), rows => rows.Target);

    private static Tensor? Of(PSObject data, string name, Func<DataSet, Tensor> get)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.BaseObject is DataSet { IsInFile: false } rows)
            return get(rows);
        string text = data.BaseObject is DataLoader loader
            ? $"This is the data loader itself, {loader}, and no batch, of which {name} is: foreach ($batch in $loader) gives batches, and so does $loader | ForEach-Object; of New-DataLoader in the same line with parentheses around it."
            : $"The rows are in {((DataSet)data.BaseObject).Source}, and none of the data set's {name} is in memory: $data.Load() reads them, where they fit; New-DataLoader reads them batch by batch.";
        ScriptBlock.Create("param($text) Microsoft.PowerShell.Utility\\Write-Warning $text").Invoke(text);
        return null;
    }
}
