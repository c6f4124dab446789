using System.Management.Automation;
using LinRegPS.Conversion;
using LinRegPS.Files.Models;

namespace LinRegPS.Commands;

/// <summary>Writes all that a training needs to go on: model, optimizer, schedule, random numbers and epoch.</summary>
/// <remarks>
/// A training that goes on from the file has the bits of one that was never interrupted: Import-Checkpoint puts all of it back, into a model and an optimizer made as these were. Where rows are shuffled, train with -Seed and go on with -StartEpoch: the orders go on then, too. The file is one of safetensors, and PyTorch reads the tensors in it.
///
/// The file is written under another name beside it, and gets its own when all of it is on the disk: a training that is killed on the way leaves the checkpoint before it whole. An existing file is kept unless -Force is given.
/// </remarks>
/// <example>
///   <summary>Stop, and go on another day</summary>
///   <code>
///   $file = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-run.ckpt'
///   $X = New-Tensor -Normal -Shape 100,2 -Seed 1
///   $Y = $X.MatMul((New-Tensor 1,2 -Shape 2,1))
///   $model = New-LinearModel 2 1 -Seed 0
///   $adam = New-Optimizer Adam $model
///   $null = Invoke-Training $model $X $Y 0.1 5 -Optimizer $adam
///   Export-Checkpoint $file $model $adam -Epoch 5 -Force
///
///   $model = New-LinearModel 2 1
///   $adam = New-Optimizer Adam $model
///   $resumed = Import-Checkpoint $file $model $adam
///   Invoke-Training $model $X $Y 0.1 5 -Optimizer $adam -StartEpoch $resumed.StartEpoch
///   Remove-Item $file
///   </code>
/// </example>
/// <example>
///   <summary>A loop that saves every tenth epoch</summary>
///   <code>
///   $file = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-loop.ckpt'
///   $model = New-LinearModel 1 1 -Seed 0
///   $adam = New-Optimizer Adam $model
///   foreach ($epoch in 1..20) {
///       $adam.ZeroGrad()
///       (Measure-MseLoss $model.Forward((New-Tensor (1,2,3) -Shape 3,1)) (New-Tensor (2,4,6) -Shape 3,1)).Backward()
///       $adam.Step()
///       if ($epoch % 10 -eq 0) { Export-Checkpoint $file $model $adam -Epoch $epoch -Force }
///   }
///   Remove-Item $file
///   </code>
/// </example>
/// <seealso cref="ImportCheckpointCommand"/>
/// <seealso cref="ExportModelCommand"/>
[Cmdlet(VerbsData.Export, "Checkpoint", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class ExportCheckpointCommand : CheckpointCmdlet
{
    /// <summary>How many epochs the training has had.</summary>
    [Parameter]
    [Number(typeof(int))]
    public int Epoch { get; set; }

    /// <summary>Overwrites an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var (model, optimizer, schedule) = (ToModel(Model), ToOptimizer(), ToSchedule());
        string path = FullPath;
        if (ShouldProcess(path))
            Checkpoint.Save(path, model, optimizer, schedule, Epoch, Force);
    }
}
