using System.Management.Automation;
using LinRegPS.Files.Models;

namespace LinRegPS.Commands;

/// <summary>Writes a model's parameters and buffers to a file of safetensors, as PyTorch's own state_dict (pt, pth), or the whole model as ONNX.</summary>
/// <remarks>
/// Safetensors are read by PyTorch too, and only they say how the model is made. In Python a file of the extension pt or pth is loaded by model.load_state_dict(torch.load('model.pt')).
///
/// The names are those of the model's StateDict(), which are PyTorch's: in Python, model.load_state_dict(safetensors.torch.load_file('model.safetensors')). How the model is made is in the file where it can be said, for all layers of this module and models of them; Import-Model makes it anew from the file alone then. What a class or a script block of yours computes is not in a file.
///
/// A file of the extension onnx is the model as it is used rather than trained, for ONNX Runtime and the like, which knows nothing of this module; it can't be read back here. New-SequentialModel's layers can be in it but for group norm, recurrent layers, attention, and some settings: the error names the layer.
///
/// The file is written under another name beside it, and gets its own when all of it is on the disk: a crash on the way leaves an old file as it was. An existing file is kept unless -Force is given.
/// </remarks>
/// <example>
///   <summary>Save a model, and have it again</summary>
///   <code>
///   $file = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-line.safetensors'
///   $model = New-LinearModel 1 1 -Weight 2 -Bias 0.5
///   $model | Export-Model $file -Force
///   Invoke-Model (Import-Model $file) (, 3)
///   Remove-Item $file
///   </code>
/// </example>
/// <example>
///   <summary>What would be written where?</summary>
///   <code>New-LinearModel 1 1 | Export-Model line.safetensors -WhatIf</code>
/// </example>
/// <seealso cref="ImportModelCommand"/>
/// <seealso cref="ExportCheckpointCommand"/>
[Cmdlet(VerbsData.Export, "Model", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class ExportModelCommand : FileCmdlet
{
    /// <summary>The model.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public object? Model { get; set; }

    /// <summary>Overwrites an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var model = ToModel(Model);
        string path = FullPath;
        if (ShouldProcess(path))
            ModelFile.Save(path, model, Force);
    }
}
