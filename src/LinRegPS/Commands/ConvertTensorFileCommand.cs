using System.Management.Automation;
using LinRegPS.Conversion;
using LinRegPS.Files;
using LinRegPS.Files.Delimited;
using LinRegPS.Reporting;

namespace LinRegPS.Commands;

/// <summary>Makes a file of numbers of a table of text, once, for trainings over data that may be larger than memory.</summary>
/// <remarks>
/// The table (csv, tsv) is read row by row and written as safetensors: input and target as float32, classes as int64, with the names of columns and classes. Memory stays the same however long the table is. The numbers are those that Import-Tensor gives for the same -Property, -Target, -OneHot, -Code and -Missing; where there are categories, or values to fill, the table is read twice. The result is the data set of the new file, as New-DataSet -Path gives it.
///
/// The file is written under another name beside it, and gets its own when all of it is on the disk. An existing file is kept unless -Force is given.
/// </remarks>
/// <example>
///   <summary>Convert once, train from the file</summary>
///   <code>
///   $csv, $file = 'LinRegPS-growth.csv', 'LinRegPS-growth.safetensors' | ForEach-Object { Join-Path ([IO.Path]::GetTempPath()) $_ }
///   'kind,dose,growth', 'a,1,2.1', 'b,1,3.9', 'a,2,3.2', 'b,2,5.0', 'a,3,3.9' | Set-Content $csv
///   $data = Convert-TensorFile $csv $file -Target growth -OneHot kind -Force
///   Invoke-Training (New-LinearModel 3 1 -Seed 0) $data 0.01 10 -BatchSize 2 -Shuffle -Seed 0 -LogEvery 5
///   Remove-Item $csv, $file
///   </code>
/// </example>
/// <example>
///   <summary>Classes by name</summary>
///   <code>
///   $csv, $file = 'LinRegPS-iris.csv', 'LinRegPS-iris.safetensors' | ForEach-Object { Join-Path ([IO.Path]::GetTempPath()) $_ }
///   'length,width,species', '5.1,3.5,setosa', '7.0,3.2,versicolor', '4.9,,setosa' | Set-Content $csv
///   $null = Convert-TensorFile $csv $file -Target species -Code species -Missing Omit -Force
///   (New-DataSet -Path $file).ClassNames
///   Remove-Item $csv, $file
///   </code>
/// </example>
/// <seealso cref="NewDataSetCommand"/>
/// <seealso cref="ImportTensorCommand"/>
[Cmdlet(VerbsData.Convert, "TensorFile", SupportsShouldProcess = true)]
[OutputType(typeof(DataSet))]
public sealed class ConvertTensorFileCommand : TableFileCmdlet
{
    /// <summary>The file to write, whose extension is .safetensors.</summary>
    [Parameter(Position = 1, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = string.Empty;

    /// <summary>Overwrites an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        string path = FullPath, destination = FilePath.For(SessionState, Destination);
        var format = FormatFor(path);
        if (format is not (TensorFormat.Csv or TensorFormat.Tsv))
            throw CallErrors.WrongFormat(nameof(Path), "tables of text here", $"{format}");
        if (TensorFile.FormatOf(destination) is not TensorFormat.Safetensors and var other)
            throw CallErrors.WrongFormat(nameof(Destination), "safetensors", $"{other}");
        if (Target.Length == 0)
            throw FileErrors.NoTarget();
        if (!ShouldProcess(destination))
            return;
        var (omitted, rounded) = new TableConversion(path, TableOptions(format), Stop).Convert(destination, Force);
        if (omitted > 0)
            TellOmitted(omitted);
        TellRounded(rounded, OfIds);
        WriteObject(StoredData.Open(destination, null, StoredData.Input, StoredData.Target));
    }
}
