using System.Management.Automation;

namespace LinRegPS.Commands;

/// <summary>Trains a model: repeats forward pass, mean squared error, backward pass and step of gradient descent.</summary>
/// <remarks>
/// The same as the loop you would write with Invoke-Model, Measure-MseLoss, Clear-Gradient, Invoke-Backward and Step-Sgd, to the bit, but compiled.
///
/// Each logged epoch gives a record while training goes on: Epoch, Loss, Elapsed, and a property for each parameter and its gradient by name (weight, weight.grad). Numbers have full precision, so Export-Csv loses nothing; parameters of several elements are written as nested arrays. Loss and gradients are those computed in the epoch; parameters are those after its step.
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
    public double LearningRate { get; set; }

    /// <summary>How many times to go over the data.</summary>
    [Parameter(Position = 4, Mandatory = true)]
    public int Epoch { get; set; }

    /// <summary>Writes a record only every so many epochs, and for the first and the last.</summary>
    [Parameter]
    public int LogEvery { get; set; } = 1;

    /// <summary>A factor for the loss, and so for every gradient.</summary>
    [Parameter]
    public double LossScale { get; set; } = 1;

    /// <summary>Allows prediction and target of shapes that differ and broadcast.</summary>
    [Parameter]
    public SwitchParameter AllowBroadcast { get; set; }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <inheritdoc/>
    protected override void Process()
    {
        ProgressRecord? shown = null;
        var loop = new TrainingLoop(
            ToModel(Model), ToTensor(InputObject, nameof(InputObject)), ToTensor(Target, nameof(Target)))
        {
            LearningRate = LearningRate,
            Epochs = Epoch,
            LogEvery = LogEvery,
            LossScale = LossScale,
            AllowBroadcast = AllowBroadcast,
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
        foreach (var record in loop.Run(_stop.Token))
            WriteObject(Formatting.RecordProperties.Add(record));
        if (shown is not null && !_stop.IsCancellationRequested)
            WriteProgress(new ProgressRecord(1, "Training", shown.StatusDescription) { RecordType = ProgressRecordType.Completed });
    }
}
