using System.Management.Automation;
using System.Runtime.CompilerServices;
using LinRegPS.Completion;
using LinRegPS.Conversion;
using LinRegPS.Reporting;
using LinRegPS.Training;

namespace LinRegPS.Commands;

// Who looks on at a training where that is asked for: validation, early stopping, script blocks.
public sealed partial class InvokeTrainingCommand
{
    private DataSet? _kept;

    /// <summary>Ends training after the first epoch whose loss is at most this.</summary>
    [Parameter]
    [Number(typeof(double))]
    public double StopAtLoss { get; set; }

    /// <summary>Ends training when the loss has not got better for so many epochs, and gives the model the parameters that had the best. Of whole data the loss of an epoch is that of the parameters it began with; with -BatchSize, those it ended with are taken.</summary>
    [Parameter]
    [Number(typeof(int))]
    public int Patience { get; set; }

    /// <summary>Ends training after an epoch at whose end all parameters, and what the optimizer keeps for them, are what they were at its beginning: float32 takes no smaller step. It looks at whole epochs; with -BatchSize, steps that undo one another count as none. An epoch with a learning rate of 0, or after which a schedule takes another rate, does not count.</summary>
    [Parameter]
    public SwitchParameter StopWhenStill { get; set; }

    /// <summary>Rows that are not trained with: a data set, or input and target, as $X,$Y. Columns and classes of a data set are taken by their names, where both have some. Each record has their ValidationLoss, and -Patience goes by it.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? ValidationData { get; set; }

    /// <summary>Keeps this share of the rows for validation, as -ValidationData of them: the last rows; with -Seed rows that are drawn as Split-DataSet -TestShare -Seed draws them. Where rows are sorted, as by their class, give -Seed.</summary>
    [Parameter]
    [Number(typeof(double))]
    public double ValidationShare { get; set; }

    /// <summary>What each record tells besides the loss: names, as Accuracy, and hashtables of a name and a script block that is given prediction and target. Of -ValidationData where there are any, as ValidationAccuracy, else of the data trained with.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MetricNameCompleter))]
    [ValidateNotNullOrEmpty]
    public object[]? Metric { get; set; }

    /// <summary>Is run after each epoch. $_ has Epoch, Step, Loss, Model, Optimizer, and Stop(), which ends training after this epoch. What the block writes is dropped.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? OnEpoch { get; set; }

    /// <summary>Is run after each batch, with the same $_ as -OnEpoch.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? OnStep { get; set; }

    /// <summary>Is run after each epoch whose loss is the best so far, that of the validation where there is one: $_.Loss.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? OnImprovement { get; set; }

    private protected override (Tensor Input, Tensor Target) ToTrainOn(Tensor input, Tensor target)
    {
        _kept = null;
        if (!IsBound(nameof(ValidationShare)))
            return (input, target);
        var train = Split(new DataSet(input, target));
        return (train.Input, train.Target);
    }

    private protected override DataSet ToTrainOn(DataSet data)
    {
        _kept = null;
        return IsBound(nameof(ValidationShare)) ? Split(data) : data;
    }

    private DataSet Split(DataSet all)
    {
        if (ValidationData is not null)
            throw CallErrors.Conflict(nameof(ValidationData), nameof(ValidationShare));
        int[] lengths = DataSplit.Lengths(all.Count, [1 - ValidationShare, ValidationShare]);
        var split = IsBound(nameof(Seed)) ? DataSplit.Random(all, lengths, new Generator(Seed)) : DataSplit.InOrder(all, lengths);
        _kept = split.Test;
        return split.Train;
    }

    private TrainingObserver[] Asked(TrainingLoop loop) =>
        !IsBound(nameof(StopAtLoss)) && !IsBound(nameof(Patience)) && !StopWhenStill && OnEpoch is null && OnStep is null && OnImprovement is null
        && ValidationData is null && _kept is null && Metric is null ? [] : Observers(loop);

    // Apart from the rest, so that nothing of it is loaded where nobody asks for it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private TrainingObserver[] Observers(TrainingLoop loop)
    {
        var observers = new List<TrainingObserver>();
        var unseen = ValidationData is null ? _kept : ToUnseen(ValidationData, loop);
        var validation = unseen is null && Metric is null ? null : new Validation(unseen, MetricArguments.Read(Metric ?? [], MetricArguments.UsualThreshold(LossArgument.NameOf(Loss))));
        if (validation is not null)
            observers.Add(validation);
        if (IsBound(nameof(StopAtLoss)))
            observers.Add(new StopAtLoss(StopAtLoss));
        if (IsBound(nameof(Patience)))
            observers.Add(new EarlyStopping(Patience, unseen is null ? null : validation));
        if (StopWhenStill)
            observers.Add(new StopWhenStill());
        if (OnImprovement is not null)
            observers.Add(new ImprovementCallback(Caller(OnImprovement)!, unseen is null ? null : validation));
        if (OnEpoch is not null || OnStep is not null)
            observers.Add(new TrainingCallback(Caller(OnEpoch), Caller(OnStep)));
        return [.. observers];
    }

    private static Action<TrainingMoment>? Caller(ScriptBlock? block) =>
        block is null ? null : moment => block.InvokeWithContext(null, [new PSVariable("_", moment)], moment);
}
