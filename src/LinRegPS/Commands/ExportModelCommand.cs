using System.Management.Automation;
using LinRegPS.Files.Models;
using LinRegPS.Reporting;

namespace LinRegPS.Commands;

/// <summary>Writes a model's parameters and buffers to a file of safetensors, as PyTorch's own state_dict (pt, pth), or the whole model as ONNX.</summary>
/// <remarks>
/// Safetensors are read by PyTorch too, and only they say how the model is made. In Python a file of the extension pt or pth is loaded by model.load_state_dict(torch.load('model.pt')).
///
/// The names are those of the model's StateDict(), which are PyTorch's: in Python, model.load_state_dict(safetensors.torch.load_file('model.safetensors')). How the model is made is in the file where it can be said, for all layers of this module and models of them; Import-Model makes it anew from the file alone then. What a class or a script block of yours computes is not in a file.
///
/// A file of the extension onnx is the model as it is used rather than trained, for ONNX Runtime and the like, which knows nothing of this module; it can't be read back here. New-SequentialModel's layers can be in it, recurrent ones, attention and encoder layers of transformers too, but for cells, pixel shuffles and some settings: the error names the layer. A recurrent layer or attention takes [steps, rows, features], or with batch first [rows, steps, features].
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
///   <summary>With the scaler: predictions in the units of the data</summary>
///   <code>
///   $file = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-houses.safetensors'
///   $rows = 'size,price', '1500,150', '1800,180', '2400,240', '1200,120', '2000,200' | ConvertFrom-Csv
///   $data = $rows | New-DataSet -Property size -Target price
///   $scaler, $prices = (New-Scaler $data), (New-Scaler $data.Target)
///   $scaled = New-DataSet $scaler.Transform($data.Input) $prices.Transform($data.Target)
///   $model = New-LinearModel 1 1 -Seed 0
///   $null = Invoke-Training $model $scaled -LearningRate 0.1 -Epoch 200
///   $model | Export-Model $file -Scaler $scaler -TargetScaler $prices -Force
///   'size', '1000', '3000' | ConvertFrom-Csv | Invoke-Model -Path $file -Property size
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

    /// <summary>The scaler of the input that the model was trained with: the file then is of a model that takes data as they are. It is Scaling, the model, and Scaling backwards where the target has a scaler.</summary>
    [Parameter]
    [ValidateNotNull]
    public Scaler? Scaler { get; set; }

    /// <summary>The scaler of the target, with which predictions are brought back to its units.</summary>
    [Parameter]
    [ValidateNotNull]
    public Scaler? TargetScaler { get; set; }

    /// <summary>Overwrites an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var model = ToModel(Model);
        if (TargetScaler is not null && Scaler is null)
            throw CallErrors.NeededWith(nameof(TargetScaler), nameof(Scaler));
        model = Scaler?.Wrap(model, TargetScaler) ?? model;
        string path = FullPath;
        if (ShouldProcess(path))
            ModelFile.Save(path, model, Force);
    }
}
