using System.Management.Automation;
using LinRegPS.Conversion;
using LinRegPS.Files;
using LinRegPS.Files.Events;
using LinRegPS.Files.Traces;
using LinRegPS.Formatting;
using LinRegPS.Reporting;
using LinRegPS.Training;

namespace LinRegPS.Commands;

/// <summary>Reads a training that something else has recorded, as the records that a training here would have.</summary>
/// <remarks>
/// examples/pytorch/training_trace.py records each step of a training in PyTorch, of any nn.Module: loss, parameters and gradients, to a file of npz or safetensors. Each step is a record then, with Epoch counting steps from 1, so that Compare-Training says why that training and one here part, and Should -MatchTraining makes it a test. Record a training here that has one batch in an epoch, as Invoke-Training without -BatchSize has.
///
/// Tables that trainers log are read too: metrics.csv of Lightning, whose rows of one epoch become one record, and that of Keras's CSVLogger. Epochs that begin with 0 are counted from 1 then, val_loss is ValidationLoss, and the other columns keep their names. Parameters are not in them, so Compare-Training compares losses. A loss that is nan or inf is read as it stands.
///
/// So are TensorBoard's event files, as PyTorch's SummaryWriter, Keras, Lightning and Invoke-Training -TensorBoardPath write them: their scalars, a record for each step with a loss, or for each epoch where epochs are logged. A folder stands for all event files in it, which are one training that was interrupted. A last record that is not whole is left out with a warning; a wrong checksum is an error.
///
/// Where epochs or steps begin anew, as when Keras appends to a log, one file holds several trainings. They are never mixed: the error lists them, and -Run says which is meant.
/// </remarks>
/// <example>
///   <summary>Why do a training in PyTorch and one here part?</summary>
///   <code>
///   # In Python: trace = TrainingTrace(model); after each step trace.record(loss); at the end trace.save('run.npz').
///   $file = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-run.npz'
///   @{ loss = New-Tensor 30,20.5; 'parameter/weight' = New-Tensor 0.3,0.55 -Shape 2,1,1; 'gradient/weight' = New-Tensor -30,-25.5 -Shape 2,1,1 } | Export-Tensor $file -Force
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $records = Invoke-Training (New-LinearModel 1 1 -NoBias -Weight 0) $X (2 * $X) -LearningRate 0.01 -Epoch 2
///   Compare-Training (Import-TrainingTrace $file) $records -Name PyTorch, here
///   Remove-Item $file
///   </code>
/// </example>
/// <example>
///   <summary>A log of Keras</summary>
///   <code>
///   $file = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-keras.csv'
///   'epoch,loss,val_loss', '0,1.25,1.03', '1,0.9,0.85' | Set-Content $file
///   Import-TrainingTrace $file | Format-Table Epoch, Loss, ValidationLoss
///   Remove-Item $file
///   </code>
/// </example>
/// <example>
///   <summary>What TensorBoard shows</summary>
///   <code>
///   $folder = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-runs'
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $null = Invoke-Training (New-LinearModel 1 1 -Seed 0) $X (2 * $X) -LearningRate 0.01 -Epoch 20 -TensorBoardPath $folder -Force
///   Import-TrainingTrace $folder | Select-Object -Last 2 | Format-Table Epoch, Loss, LearningRate
///   Remove-Item $folder -Recurse
///   </code>
/// </example>
/// <seealso cref="CompareTrainingCommand"/>
/// <seealso cref="InvokeTrainingCommand"/>
[Cmdlet(VerbsData.Import, "TrainingTrace")]
[OutputType(typeof(TrainingRecord))]
public sealed class ImportTrainingTraceCommand : FileCmdlet
{
    /// <summary>Of a log, the column or tag with the loss; loss, train_loss and the like are found.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Loss { get; set; }

    /// <summary>Of a log with steps, a record for each step that has a loss, rather than for each epoch.</summary>
    [Parameter]
    public SwitchParameter Step { get; set; }

    /// <summary>Of a log that holds several trainings, which is read: 1 is the first.</summary>
    [Parameter]
    [Number(typeof(int))]
    public int Run { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        // A trace has its steps as they were, and one training.
        string path = FullPath;
        if (!EventFile.Is(path) && TensorFile.FormatOf(path) is TensorFormat.Npz or TensorFormat.Safetensors && Array.Find([nameof(Loss), nameof(Step), nameof(Run)], IsBound) is { } parameter)
            throw CallErrors.WrongFormat(parameter, "logs of trainings", $"a trace of steps, as {System.IO.Path.GetFileName(path)} is");
        foreach (var record in TraceFile.Read(path, new TraceOptions { Loss = Loss, BySteps = Step, Run = IsBound(nameof(Run)) ? Run : null, Warn = WriteWarning }))
            WriteObject(RecordProperties.Add(record));
    }
}
