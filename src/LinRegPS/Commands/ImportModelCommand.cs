using System.Collections;
using System.Management.Automation;
using LinRegPS.Files.Models;

namespace LinRegPS.Commands;

/// <summary>Reads a model, or the parameters of one, from a file of safetensors, by PyTorch (pt, pth) or NumPy (npz).</summary>
/// <remarks>
/// With -Model the tensors are loaded into a model that is there, by name, as PyTorch's load_state_dict does: names that are missing, names that the model does not have and shapes that differ are one error that lists them, and nothing is loaded. Without it the model is made anew: as a file from Export-Model says, or the linear layer that a weight and a bias are. -AsDictionary gives the tensors themselves.
///
/// Of what torch.save wrote, tensors, dictionaries, lists, numbers and text are read. A file that names anything else, a whole model for instance, is refused by that name: nothing that a file names is run.
/// </remarks>
/// <example>
///   <summary>Into a model that is there</summary>
///   <code>
///   $file = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-trained.safetensors'
///   New-LinearModel 1 1 -Weight 2 -Bias 0.5 | Export-Model $file -Force
///   $model = New-LinearModel 1 1
///   Import-Model $file -Model $model
///   Get-ModelParameter $model
///   Remove-Item $file
///   </code>
/// </example>
/// <example>
///   <summary>What is in a file?</summary>
///   <code>
///   $file = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-layer.safetensors'
///   New-LinearModel 3 2 | Export-Model $file -Force
///   Import-Model $file -AsDictionary | ForEach-Object GetEnumerator | ForEach-Object { "$($_.Key) $($_.Value.Shape.ToString())" }
///   Remove-Item $file
///   </code>
/// </example>
/// <seealso cref="ExportModelCommand"/>
/// <seealso cref="ImportCheckpointCommand"/>
/// <seealso cref="ImportTensorCommand"/>
[Cmdlet(VerbsData.Import, "Model", DefaultParameterSetName = "New")]
[OutputType(typeof(Module), typeof(IDictionary))]
public sealed class ImportModelCommand : FileCmdlet
{
    /// <summary>The model to load the tensors into, in place.</summary>
    [Parameter(Position = 1, Mandatory = true, ParameterSetName = "Existing")]
    [AllowNull]
    public object? Model { get; set; }

    /// <summary>Loads what fits by name: names that are missing, or that the model does not have, are no error.</summary>
    [Parameter(ParameterSetName = "Existing")]
    public SwitchParameter Partial { get; set; }

    /// <summary>Writes the model, for the next command of the pipeline.</summary>
    [Parameter(ParameterSetName = "Existing")]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Writes a dictionary of the tensors by name instead of a model.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Tensors")]
    public SwitchParameter AsDictionary { get; set; }

    /// <summary>Of a file by PyTorch that holds several things, the one with the tensors: model_state_dict. Of several levels with slashes between them.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Key { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        string path = FullPath;
        if (AsDictionary)
        {
            WriteObject(ModelFile.ReadStateDict(path, Key));
            return;
        }
        if (!IsBound(nameof(Model)))
        {
            WriteObject(ModelFile.Load(path, Key));
            return;
        }
        var model = ToModel(Model);
        ModelFile.LoadInto(model, path, Key, strict: !Partial);
        if (PassThru)
            WriteObject(model);
    }
}
