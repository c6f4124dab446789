using System.Collections;
using System.Management.Automation;
using LinRegPS.Conversion;
using LinRegPS.Files;
using LinRegPS.Reporting;

namespace LinRegPS.Commands;

/// <summary>Writes tensors to a file: NumPy's npy and npz, safetensors, JSON, and tables of text (csv, tsv).</summary>
/// <remarks>
/// The extension tells the format. npy, csv and tsv hold one tensor; npz and safetensors hold tensors by name: give a hashtable, or parameters as Get-ModelParameter writes them. Numbers in text are invariant and the shortest that are read as the same float32.
///
/// The file is written under another name beside it, and gets its own when all of it is on the disk: a crash on the way leaves an old file as it was. An existing file is kept unless -Force is given.
/// </remarks>
/// <example>
///   <summary>For NumPy: numpy.load reads it</summary>
///   <code>
///   $file = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-example.npy'
///   New-Tensor (1,2),(3,4) | Export-Tensor $file -Force
///   Import-Tensor $file
///   Remove-Item $file
///   </code>
/// </example>
/// <example>
///   <summary>A table with names of its own</summary>
///   <code>
///   $file = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-example.csv'
///   New-Tensor (1,0.5),(3,0.1) | Export-Tensor $file -Property x, y -Force
///   Get-Content $file
///   Remove-Item $file
///   </code>
/// </example>
/// <seealso cref="ImportTensorCommand"/>
/// <seealso cref="ConvertFromTensorCommand"/>
[Cmdlet(VerbsData.Export, "Tensor", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class ExportTensorCommand : TensorFileCmdlet
{
    private readonly List<object?> _items = [];

    /// <summary>A tensor, numbers that make one, a hashtable of such by name, or parameters of a model.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>Names for the columns of a table; x1, x2 and so on where it is left out.</summary>
    [Parameter]
    public string[]? Property { get; set; }

    /// <summary>Deflates the arrays of an npz file, as numpy.savez_compressed does.</summary>
    [Parameter]
    public SwitchParameter Compress { get; set; }

    /// <summary>Overwrites an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process() => _items.Add(IsRecord(InputObject) ? InputObject : Unwrap(InputObject));

    /// <inheritdoc/>
    protected override void Finish()
    {
        string path = FullPath;
        var format = FormatFor(path);
        if (IsBound(nameof(Property)) && format is not (TensorFormat.Csv or TensorFormat.Tsv))
            throw CallErrors.WrongFormat(nameof(Property), "tables of text", $"{format}");
        if (Compress && format != TensorFormat.Npz)
            throw CallErrors.WrongFormat(nameof(Compress), "npz", $"{format}");
        var tensors = Collect();
        if (ShouldProcess(path))
            TensorFile.Write(path, format, tensors, Force, Compress, Property);
    }

    private NamedTensors Collect()
    {
        if (_items.Find(IsRecord) is { } record)
            throw CallErrors.NotTensors(nameof(InputObject), record, Records.Names(record));
        var tensors = new NamedTensors();
        if (_items is [IDictionary named])
        {
            foreach (DictionaryEntry entry in named)
                tensors.Add($"{entry.Key}", ToTensor(entry.Value, $"{entry.Key}"));
            return tensors;
        }
        object?[] items = _items is [object?[] several] ? [.. several.Select(Unwrap)] : [.. _items];
        if (items.Length > 0 && Array.TrueForAll(items, item => item is ModelParameter))
        {
            foreach (ModelParameter parameter in items.Cast<ModelParameter>())
                tensors.Add(parameter.Name, parameter.Value);
            return tensors;
        }
        return _items.Count == 1 && !MyInvocation.ExpectingInput || _items is [Tensor]
            ? NamedTensors.Of(ToTensor(_items[0], nameof(InputObject)))
            : NamedTensors.Of(TensorConversion.From(_items, nameof(InputObject)));
    }

    // Its columns are the wrapper's.
    private static bool IsRecord(object? item) => Unwrap(item) is PSCustomObject;
}
