using System.Management.Automation;
using LinRegPS.Conversion;
using LinRegPS.Diagnosis.Lint;

namespace LinRegPS.Commands;

/// <summary>Trains a model: repeats forward pass, mean squared error, backward pass and step of gradient descent.</summary>
/// <remarks>
/// The same as the loop you would write with Invoke-Model, Measure-MseLoss, Clear-Gradient, Invoke-Backward and Step-Sgd, to the bit, but compiled.
///
/// With -BatchSize an epoch is a step for each batch of rows: its Loss is then the mean over the rows, and the gradients are those of the last batch.
///
/// Each logged epoch gives a record while training goes on: Epoch, Loss, Elapsed, and a property for each parameter and its gradient by name (weight, weight.grad). Numbers have full precision, so Export-Csv loses nothing; parameters of several elements are written as nested arrays. Loss and gradients are those computed in the epoch; parameters are those after its step.
///
/// With -Diagnose each mistake that Debug-Training knows of, where one is found, is a warning at the end: the records stay records that go to a file. The findings as objects are in the variable that -DiagnosticVariable names. Diagnosing changes no bit of the training, and costs a few forward and backward passes more to measure the loss's curvature.
///
/// Ctrl+C ends training between two steps; the model keeps what it has learned.
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
///   <summary>What is wrong with this rate?</summary>
///   <code>
///   $model = New-LinearModel 1 1 -NoBias -Weight 0
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2,4,6,8 -Shape 4,1
///   Invoke-Training $model $X $Y -LearningRate 0.2 -Epoch 10 -Diagnose -DiagnosticVariable findings
///   $findings[0].Remedy
///   </code>
/// </example>
/// <seealso cref="DebugTrainingCommand"/>
/// <seealso cref="StepSgdCommand"/>
/// <seealso cref="NewLinearModelCommand"/>
[Cmdlet(VerbsLifecycle.Invoke, "Training")]
[OutputType(typeof(TrainingRecord))]
public sealed class InvokeTrainingCommand : LinRegCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>The model to train. It is changed in place.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public object? Model { get; set; }

    /// <summary>The input, one row for each sample.</summary>
    [Parameter(Position = 1, Mandatory = true)]
    [Alias("X")]
    [AllowNull]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>What the model should give for the input, in the shape of its output.</summary>
    [Parameter(Position = 2, Mandatory = true)]
    [Alias("Y")]
    [AllowNull]
    [AllowEmptyCollection]
    public object? Target { get; set; }

    /// <summary>The size of a step: the gradient is multiplied by it. Finite, and not negative.</summary>
    [Parameter(Position = 3, Mandatory = true)]
    [Number<double>]
    public double LearningRate { get; set; }

    /// <summary>How many times to go over the data.</summary>
    [Parameter(Position = 4, Mandatory = true)]
    [Number<int>]
    public int Epoch { get; set; }

    /// <summary>Writes a record only every so many epochs, and for the first and the last.</summary>
    [Parameter]
    [Number<int>]
    public int LogEvery { get; set; } = 1;

    /// <summary>How many rows of the data a step takes; all of them where it is left out. Mini-batches make more and cheaper steps of an epoch.</summary>
    [Parameter]
    [Number<int>]
    public int BatchSize { get; set; }

    /// <summary>Takes the rows in a new random order in each epoch, PyTorch's for the same -Seed.</summary>
    [Parameter]
    public SwitchParameter Shuffle { get; set; }

    /// <summary>Fixes the orders of -Shuffle, so that a training can be repeated to the bit.</summary>
    [Parameter]
    [Number<long>]
    public long Seed { get; set; }

    /// <summary>A factor for the loss, and so for every gradient.</summary>
    [Parameter]
    [Number<double>]
    public double LossScale { get; set; } = 1;

    /// <summary>Allows prediction and target of shapes that differ and broadcast.</summary>
    [Parameter]
    public SwitchParameter AllowBroadcast { get; set; }

    /// <summary>Looks on, and warns of the mistakes found when training has ended.</summary>
    [Parameter]
    public SwitchParameter Diagnose { get; set; }

    /// <summary>The name of a variable for the findings, without the dollar sign. It implies -Diagnose.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DiagnosticVariable { get; set; }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <inheritdoc/>
    protected override void Process()
    {
        ProgressRecord? shown = null;
        var lint = Diagnose || DiagnosticVariable is not null ? new TrainingLint() : null;
        var loop = new TrainingLoop(
            ToModel(Model), ToTensor(InputObject, nameof(InputObject)), ToTensor(Target, nameof(Target)))
        {
            LearningRate = LearningRate,
            Epochs = Epoch,
            LogEvery = LogEvery,
            BatchSize = IsBound(nameof(BatchSize)) ? BatchSize : null,
            Shuffle = Shuffle,
            Seed = IsBound(nameof(Seed)) ? Seed : null,
            LossScale = LossScale,
            AllowBroadcast = AllowBroadcast,
            Lint = lint,
            Progress = (epoch, loss) =>
            {
                // A new one each time: whoever collects the stream keeps the objects.
                shown = new ProgressRecord(1, "Training", FormattableString.Invariant($"epoch {epoch} of {Epoch}, loss {loss:G7}"))
                {
                    PercentComplete = (int)(100L * epoch / Epoch),
                };
                WriteProgress(shown);
            },
        };
        try
        {
            foreach (var record in loop.Run(_stop.Token))
                WriteObject(Formatting.RecordProperties.Add(record));
        }
        catch (Exception error) when (error.GetBaseException() is LinRegException)
        {
            // An error is often what a finding explains.
            Report(lint);
            throw;
        }
        if (_stop.IsCancellationRequested)
            return;
        if (shown is not null)
            WriteProgress(new ProgressRecord(1, "Training", shown.StatusDescription) { RecordType = ProgressRecordType.Completed });
        Report(lint);
    }

    private void Report(TrainingLint? lint)
    {
        if (lint is null)
            return;
        var findings = lint.Findings();
        foreach (var finding in findings)
            WriteWarning($"{finding}\n  {finding.Evidence}\n  {finding.Remedy}");
        if (DiagnosticVariable is not null)
            SessionState.PSVariable.Set(DiagnosticVariable, findings.ToArray());
    }
}
