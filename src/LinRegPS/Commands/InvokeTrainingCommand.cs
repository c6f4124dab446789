using System.Diagnostics;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using LinRegPS.Conversion;
using LinRegPS.Diagnosis.Lint;
using LinRegPS.Training;

namespace LinRegPS.Commands;

/// <summary>Trains a model: repeats forward pass, loss, backward pass and step.</summary>
/// <remarks>
/// The same as the loop you would write with Invoke-Model, Measure-MseLoss, Clear-Gradient, Invoke-Backward and Step-Sgd, to the bit, but compiled. With -Loss and -Optimizer it takes another loss than the mean squared error, and another optimizer than plain gradient descent: both are named as PyTorch names them, and Tab lists them.
///
/// With -BatchSize an epoch is a step for each batch of rows: its Loss is then the mean over the rows, and the gradients are those of the last batch.
///
/// Each logged epoch gives a record while training goes on: Epoch, Loss, Elapsed, and a property for each parameter and its gradient by name (weight, weight.grad). Numbers have full precision, so Export-Csv loses nothing (in a session whose culture writes 1,5 it does so too, and Compare-Training -Culture reads that); parameters of several elements are written as nested arrays. Loss and gradients are those computed in the epoch; parameters are those after its step. A parameter of the name of another column, as Loss or Epoch, is called parameter.Loss.
///
/// Format-Table rounds what it is told to show to two decimals, and so $records | Format-Table Epoch, Loss, weight shows 2.00 for 1.99999964: leave the names out, or write @{ e = 'weight'; f = 'G9' }.
///
/// A loss that is no longer finite gives one warning; -Diagnose says where it began.
///
/// With -Diagnose each mistake that Debug-Training knows of, where one is found, is a warning at the end: the records stay records that go to a file. The findings as objects are in the variable that -DiagnosticVariable names. Diagnosing changes no bit of the training, and costs a few forward and backward passes more to measure the loss's curvature.
///
/// Ctrl+C and errors, of a callback or of a loss that is a block for instance, leave model, optimizer and schedule as the last whole step made them, and a warning says with which -StartEpoch, -StartStep and -StartLoss to go on. An assignment ($records = Invoke-Training ...) is lost then, as PowerShell does it; -OutVariable records keeps what was written. To go on, train the same model with -StartEpoch, and with the same optimizer object where there is one: epochs count on, and -Shuffle -Seed goes on with the orders that an uninterrupted training would have had, so that the bits are the same. -OutVariable +records adds to the records.
///
/// In the background a training runs as a thread job, on a thread of this process and with the objects of this session: $job = Start-ThreadJob { Invoke-Training $using:model $using:data 0.1 1000 }; then Receive-Job $job for the records that came since the last time (with -Keep it may fail while the job writes), $job | Receive-Job -Wait for all. It trains $model itself, and Stop-Job leaves it as the last whole step made it. A module that is not installed is imported in the block. There is no -AsJob, which could not run script blocks, of a loss or a callback, on a thread that has a session of its own.
/// </remarks>
/// <example>
///   <summary>Fit a line through the origin</summary>
///   <code>
///   $model = New-LinearModel 1 1 -NoBias -Weight 0
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2,4,6,8 -Shape 4,1
///   Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch 100 -LogEvery 10
///   </code>
/// </example>
/// <example>
///   <summary>When does the loss go below one millionth?</summary>
///   <code>
///   $model = New-LinearModel 1 1 -NoBias -Weight 0
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2,4,6,8 -Shape 4,1
///   $records = Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch 100
///   ($records | Where-Object Loss -lt 1e-6)[0]
///   </code>
/// </example>
/// <example>
///   <summary>Mini-batches in random order</summary>
///   <code>
///   $X = New-Tensor -Normal -Shape 1000,3 -Seed 1
///   $Y = $X.MatMul((New-Tensor 1,2,3 -Shape 3,1))
///   $model = New-LinearModel 3 1 -Seed 0
///   Invoke-Training $model $X $Y -LearningRate 0.1 -Epoch 10 -BatchSize 50 -Shuffle -Seed 0 -LogEvery 5
///   </code>
///   <para>Twenty steps an epoch. The weights come near 1, 2 and 3.</para>
/// </example>
/// <example>
///   <summary>Adam, and a loss that outliers pull less</summary>
///   <code>
///   $model = New-LinearModel 1 1 -Seed 0
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2,4,6,80 -Shape 4,1
///   Invoke-Training $model $X $Y -LearningRate 0.1 -Epoch 200 -Optimizer Adam -Loss Huber -LogEvery 50
///   </code>
///   <para>An object instead of a name has settings of its own, and goes on where it was: $adam = [LinRegPS.Adam]::new($model); $adam.Beta1 = 0.8; then -Optimizer $adam.</para>
/// </example>
/// <example>
///   <summary>Objects down the pipeline, as Import-Csv gives them</summary>
///   <code>
///   $rows = 'speed,dist', '4,2', '7,4', '8,16', '9,10', '10,18' | ConvertFrom-Csv
///   $rows | Invoke-Training (New-LinearModel 1 1 -Seed 0) -Property speed -Target dist -LearningRate 0.01 -Epoch 100 -LogEvery 50
///   </code>
/// </example>
/// <example>
///   <summary>Go on with a training</summary>
///   <code>
///   $X = New-Tensor -Normal -Shape 1000,3 -Seed 1
///   $Y = $X.MatMul((New-Tensor 1,2,3 -Shape 3,1))
///   $model = New-LinearModel 3 1 -Seed 0
///   $null = Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch 5 -BatchSize 50 -Shuffle -Seed 0 -OutVariable records
///   $null = Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch 5 -BatchSize 50 -Shuffle -Seed 0 -StartEpoch 6 -OutVariable +records
///   $records
///   </code>
///   <para>Ten epochs, as if there had been no interruption.</para>
/// </example>
/// <example>
///   <summary>A training that may be killed</summary>
///   <code>
///   $file = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-training.ckpt'
///   $X = New-Tensor -Normal -Shape 1000,3 -Seed 1
///   $Y = $X.MatMul((New-Tensor 1,2,3 -Shape 3,1))
///   $training = @{ InputObject = $X; Target = $Y; Optimizer = 'Adam'; BatchSize = 50; Shuffle = $true; Seed = 0; LogEvery = 10; CheckpointPath = $file }
///   Invoke-Training (New-LinearModel 3 1 -Seed 0) @training -Epoch 20 -CheckpointEvery 5 -Force
///   Invoke-Training (New-LinearModel 3 1) @training -Epoch 40 -CheckpointEvery 5 -Resume
///   Remove-Item $file
///   </code>
///   <para>The second call goes on where the first ended, and would do so after a crash.</para>
/// </example>
/// <example>
///   <summary>What is wrong with this rate?</summary>
///   <code>
///   $model = New-LinearModel 1 1 -NoBias -Weight 0
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2,4,6,8 -Shape 4,1
///   Invoke-Training $model $X $Y -LearningRate 0.2 -Epoch 10 -Diagnose -DiagnosticVariable findings
///   $findings[0].Remedy
///   </code>
/// </example>
/// <example>
///   <summary>A rate that goes down, clipped gradients, and an end where nothing gets better</summary>
///   <code>
///   $model = New-LinearModel 1 1 -Seed 0
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2,4,6,8 -Shape 4,1
///   Invoke-Training $model $X $Y -LearningRate 0.05 -Epoch 200 -Schedule CosineAnnealingLR -ClipNorm 5 -StopAtLoss 1e-6 -Patience 20 -LogEvery 50
///   </code>
///   <para>The records have a LearningRate. -OptimizerSetting and -ScheduleSetting take what has no default: -Schedule StepLR -ScheduleSetting @{ StepSize = 50 }.</para>
/// </example>
/// <example>
///   <summary>A script block after each epoch</summary>
///   <code>
///   $model = New-LinearModel 1 1 -Seed 0
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2,4,6,8 -Shape 4,1
///   Invoke-Training $model $X $Y 0.05 100 -LogEvery 100 -OnEpoch { if ($_.Loss -lt 0.1) { $_.Stop() } }
///   </code>
/// </example>
/// <example>
///   <summary>How good is it on rows that it has not seen?</summary>
///   <code>
///   $X = New-Tensor -Normal -Shape 50,3 -Seed 1
///   $Y = $X.MatMul((New-Tensor 1,2,3 -Shape 3,1))
///   $split = New-DataSet $X $Y | Split-DataSet -Seed 0
///   $model = New-LinearModel 3 1 -Seed 0
///   Invoke-Training $model $split.Train 0.1 100 -ValidationData $split.Test -Metric R2 -Patience 5 -LogEvery 10 |
///       Format-Table Epoch, Loss, ValidationLoss, ValidationR2
///   </code>
///   <para>With -ValidationData, -Patience goes by its loss.</para>
/// </example>
/// <example>
///   <summary>Rare classes that count as much as frequent ones</summary>
///   <code>
///   $X = New-Tensor -Normal -Shape 60,2 -Seed 1
///   $Y = New-Tensor (0..59 | ForEach-Object { $_ % 10 -eq 0 ? 1 : 0 }) -DType Int64
///   $model = New-LinearModel 2 2 -Seed 0
///   Invoke-Training $model (New-DataSet $X $Y) 0.1 50 -Loss CrossEntropy -ClassWeight Balanced -ValidationShare 0.2 -Seed 0 -Metric Recall -LogEvery 25
///   </code>
/// </example>
/// <example>
///   <summary>As fast as the data allow, and until float32 can do no more</summary>
///   <code>
///   $X = New-Tensor -Normal -Shape 50,3 -Seed 1
///   $Y = $X.MatMul((New-Tensor 1,2,3 -Shape 3,1))
///   $records = Invoke-Training (New-LinearModel 3 1 -Seed 0) $X $Y Auto 5000 -StopWhenStill -LogEvery 5000
///   $records[-1] | Format-List Epoch, Loss, LearningRate, Stopped
///   </code>
/// </example>
/// <example>
///   <summary>Curves in TensorBoard</summary>
///   <code>
///   $folder = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-runs'
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $null = Invoke-Training (New-LinearModel 1 1 -Seed 0) $X (2 * $X) 0.01 50 -TensorBoardPath (Join-Path $folder 'a') -TensorBoardHistogram -Force
///   $null = Invoke-Training (New-LinearModel 1 1 -Seed 0) $X (2 * $X) 0.02 50 -TensorBoardPath (Join-Path $folder 'b') -TensorBoardHistogram -Force
///   Remove-Item $folder -Recurse
///   </code>
///   <para>tensorboard --logdir of that folder shows both, while they run too.</para>
/// </example>
/// <seealso cref="DebugTrainingCommand"/>
/// <seealso cref="NewOptimizerCommand"/>
/// <seealso cref="NewLearningRateScheduleCommand"/>
/// <seealso cref="StepSgdCommand"/>
/// <seealso cref="NewLinearModelCommand"/>
[Cmdlet(VerbsLifecycle.Invoke, "Training", DefaultParameterSetName = RowsSet, SupportsShouldProcess = true)]
[OutputType(typeof(TrainingRecord))]
public sealed partial class InvokeTrainingCommand : TrainingCmdlet
{
    private bool _hasWarned;

    /// <summary>A data set, as New-DataSet and Split-DataSet give it, or a table with a target, as Import-Tensor does, in place of input and target; or a data loader, which has its own batches and orders.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true, ParameterSetName = RowsSet)]
    [DataRows]
    public DataLoader? Data { get; set; }

    private protected override DataLoader? Rows => Data;

    /// <summary>Writes a record only every so many epochs, and for the first and the last.</summary>
    [Parameter]
    [Number(typeof(int))]
    public int LogEvery { get; set; } = 1;

    /// <summary>Looks on, and warns of the mistakes found when training has ended.</summary>
    [Parameter]
    public SwitchParameter Diagnose { get; set; }

    /// <summary>The name of a variable for the findings, without the dollar sign. It implies -Diagnose.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DiagnosticVariable { get; set; }

    /// <inheritdoc/>
    protected override void Train()
    {
        ProgressRecord? shown = null;
        _hasWarned = false;
        var clock = Stopwatch.StartNew();
        string change = CheckpointPath is null ? string.Empty : $", and write '{CheckpointPath}'";
        if (!ShouldProcess(ToModel(Model).GetType().Name, FormattableString.Invariant($"Train for {Epoch} epoch{(Epoch == 1 ? "" : "s")}{change}")))
            return;
        var (loop, asked) = SetUp();
        Tell(() => FormattableString.Invariant(
            $"Training {loop.Model.GetType().Name}, {loop.Parameters.Sum(p => (long)p.Value.Numel)} numbers in {loop.Parameters.Count} parameters, on {loop.Data.Shapes}: epochs {StartEpoch} to {loop.LastEpoch}, {(loop.Data.Count == 1 ? "a step" : $"{loop.Data.Count} steps")} each, {loop.Optimizer.GetType().Name} at rate {loop.Optimizer.LearningRate}, loss {Loss}."));
        loop.Model.Names = loop.Data.Names;
        if (IsBound(nameof(CheckpointPath)) && !AddCheckpoint(loop, ref asked))
            return;
        using var events = Together(() => IsTelling ? Log(loop) : null);
        var lint = Diagnose || DiagnosticVariable is not null ? Lint(asked) : null;
        var progress = new TrainingProgress((epoch, loss) =>
        {
            // A new one each time: whoever collects the stream keeps the objects.
            shown = new ProgressRecord(1, "Training", FormattableString.Invariant($"epoch {epoch} of {loop.LastEpoch}, loss {loss:G7}"))
            {
                PercentComplete = (int)(100L * (epoch - loop.FirstEpoch + 1) / loop.Epochs),
            };
            WriteProgress(shown);
            WarnOfNonFinite(epoch, loss, loop.Data.Count, lint);
        });
        try
        {
            if (!IsTelling)
                RunSilently(loop, asked);
            else
            {
                foreach (var record in loop.Records(LogEvery, [progress, .. asked, .. lint is null ? Array.Empty<TrainingObserver>() : [lint]], Stop, _log))
                {
                    WarnOfNonFinite(record.Epoch, record.Loss, loop.Data.Count, lint);
                    WriteObject(Formatting.RecordProperties.Add(record));
                }
            }
        }
        catch (PipelineStoppedException)
        {
            // A record was about to be written, or a block ran.
            TellWhereStopped(loop, byError: false);
            throw;
        }
        catch (Exception error)
        {
            // An error is often what a finding explains.
            if (error.GetBaseException() is LinRegException)
                Report(lint);
            TellWhereStopped(loop, byError: true);
            throw;
        }
        if (Stop.IsCancellationRequested)
        {
            TellWhereStopped(loop, byError: false);
            return;
        }
        RestoreBest(asked);
        if (shown is not null)
            WriteProgress(new ProgressRecord(1, "Training", shown.StatusDescription) { RecordType = ProgressRecordType.Completed });
        Tell(() => loop.StopReason is { } reason ? $"Ended early: {reason}."
            : FormattableString.Invariant($"{loop.Steps} steps in {clock.Elapsed.TotalSeconds:G3} s."));
        Report(lint);
    }

    // Apart from the rest, so that the diagnosis is not loaded where nobody asks for it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TrainingObserver Lint(TrainingObserver[] asked) => new TrainingLint
    {
        Validation = asked.OfType<Validation>().FirstOrDefault(),
        IsBestRestored = asked.OfType<EarlyStopping>().Any(),
    };

    private void Report(TrainingObserver? lint)
    {
        if (lint is not null)
            ReportFindings(lint);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReportFindings(TrainingObserver lint)
    {
        var findings = ((TrainingLint)lint).Findings();
        foreach (var finding in findings)
            WriteWarning($"{finding}\n  {finding.Evidence}\n  {finding.Remedy}");
        if (DiagnosticVariable is not null)
            SessionState.PSVariable.Set(DiagnosticVariable, findings.ToArray());
    }
}
