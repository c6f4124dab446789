using System.Management.Automation;
using LinRegPS.Files.Models;

namespace LinRegPS.Commands;

/// <summary>Puts a training back to where Export-Checkpoint saved it.</summary>
/// <remarks>
/// Model, optimizer and schedule are to be made as those that were saved; all they keep, and the random numbers that they and the session draw next, become those of the file. Where one does not fit, the error says what differs, and nothing is changed. What is written says how many epochs were run, and which comes next.
/// </remarks>
/// <example>
///   <summary>Go on where a training stopped</summary>
///   <code>
///   $file = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-resume.ckpt'
///   $model = New-LinearModel 1 1 -Seed 0
///   $adam = New-Optimizer Adam $model
///   Export-Checkpoint $file $model $adam -Epoch 5 -Force
///   $resumed = Import-Checkpoint $file $model $adam
///   $resumed.StartEpoch
///   Remove-Item $file
///   </code>
/// </example>
/// <example>
///   <summary>Plain gradient descent, which keeps nothing but the model</summary>
///   <code>
///   $file = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-plain.ckpt'
///   Export-Checkpoint $file (New-LinearModel 1 1) -Epoch 100 -Force
///   Import-Checkpoint $file (New-LinearModel 1 1)
///   Remove-Item $file
///   </code>
/// </example>
/// <seealso cref="ExportCheckpointCommand"/>
/// <seealso cref="ImportModelCommand"/>
[Cmdlet(VerbsData.Import, "Checkpoint")]
[OutputType("LinRegPS.Files.Models.CheckpointInfo")]
public sealed class ImportCheckpointCommand : CheckpointCmdlet
{
    /// <inheritdoc/>
    protected override void Process() => WriteObject(Checkpoint.Load(FullPath, ToModel(Model), ToOptimizer(), ToSchedule()));
}
