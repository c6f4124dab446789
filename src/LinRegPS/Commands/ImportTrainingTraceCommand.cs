using System.Management.Automation;
using LinRegPS.Files.Traces;
using LinRegPS.Formatting;
using LinRegPS.Training;

namespace LinRegPS.Commands;

/// <summary>Reads a training that something else has recorded, as the records that a training here would have.</summary>
/// <remarks>
/// examples/pytorch/training_trace.py records each step of a training in PyTorch, of any nn.Module: loss, parameters and gradients, to a file of npz or safetensors. Each step is a record then, with Epoch counting steps from 1, so that Compare-Training says why that training and one here part, and Should -MatchTraining makes it a test. Record a training here that has one batch in an epoch, as Invoke-Training without -BatchSize has.
///
/// Tables that trainers log are read too: metrics.csv of Lightning, whose rows of one epoch become one record, and that of Keras's CSVLogger. Their epochs are counted from 1 then, val_loss is ValidationLoss, and the other columns keep their names. Parameters are not in them, so Compare-Training compares losses.
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
/// <seealso cref="CompareTrainingCommand"/>
/// <seealso cref="InvokeTrainingCommand"/>
[Cmdlet(VerbsData.Import, "TrainingTrace")]
[OutputType(typeof(TrainingRecord))]
public sealed class ImportTrainingTraceCommand : FileCmdlet
{
    /// <summary>Of a table, the column with the loss; loss, train_loss and the like are found.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Loss { get; set; }

    /// <summary>Of a table with a column step, a record for each step that has a loss, rather than for each epoch.</summary>
    [Parameter]
    public SwitchParameter Step { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (var record in TraceFile.Read(FullPath, Loss, Step))
            WriteObject(RecordProperties.Add(record));
    }
}
