using System.Management.Automation;
using System.Runtime.CompilerServices;
using LinRegPS.Completion;
using LinRegPS.Conversion;
using LinRegPS.Training;

namespace LinRegPS.Commands;

// Who looks on at a training where that is asked for: validation, early stopping, script blocks.
public sealed partial class InvokeTrainingCommand
{
    /// <summary>Ends training after the first epoch whose loss is at most this.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Number(typeof(double))]
    public double StopAtLoss { get; set; }

    /// <summary>Ends training when the loss has not got better for so many epochs, and gives the model the parameters that had the best. Of whole data the loss of an epoch is that of the parameters it began with; with -BatchSize, those it ended with are taken.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Number(typeof(int))]
    public int Patience { get; set; }

    /// <summary>A data set that is not trained with: each record has its ValidationLoss, and -Patience goes by it.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [ValidateNotNull]
    public object? ValidationData { get; set; }

    /// <summary>What each record tells besides the loss: names, as Accuracy, and hashtables of a name and a script block that is given prediction and target. Of -ValidationData where there are any, as ValidationAccuracy, else of the data trained with.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [ArgumentCompleter(typeof(MetricNameCompleter))]
    [ValidateNotNullOrEmpty]
    public object[]? Metric { get; set; }

    /// <summary>Is run after each epoch. $_ has Epoch, Step, Loss, Model, Optimizer, and Stop(), which ends training after this epoch. What the block writes is dropped.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [ValidateNotNull]
    public ScriptBlock? OnEpoch { get; set; }

    /// <summary>Is run after each batch, with the same $_ as -OnEpoch.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [ValidateNotNull]
    public ScriptBlock? OnStep { get; set; }

    private TrainingObserver[] Asked() =>
        !IsBound(nameof(StopAtLoss)) && !IsBound(nameof(Patience)) && OnEpoch is null && OnStep is null && ValidationData is null && Metric is null ? [] : Observers();

    // Apart from the rest, so that nothing of it is loaded where nobody asks for it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private TrainingObserver[] Observers()
    {
        var observers = new List<TrainingObserver>();
        var validation = ValidationData is null && Metric is null ? null
            : new Validation(ValidationData is null ? null : ToDataSet(ValidationData), MetricArguments.Read(Metric ?? [], threshold: 0.5));
        if (validation is not null)
            observers.Add(validation);
        if (IsBound(nameof(StopAtLoss)))
            observers.Add(new StopAtLoss(StopAtLoss));
        if (IsBound(nameof(Patience)))
            observers.Add(new EarlyStopping(Patience, ValidationData is null ? null : validation));
        if (OnEpoch is not null || OnStep is not null)
            observers.Add(new TrainingCallback(Caller(OnEpoch), Caller(OnStep)));
        return [.. observers];
    }

    private static Action<TrainingMoment>? Caller(ScriptBlock? block) =>
        block is null ? null : moment => block.InvokeWithContext(null, [new PSVariable("_", moment)], moment);
}
