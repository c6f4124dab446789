using System.Collections;
using System.Globalization;
using System.Management.Automation;
using LinRegPS.Completion;
using LinRegPS.Conversion;
using LinRegPS.Reporting;
using LinRegPS.Training;

namespace LinRegPS.Commands;

/// <summary>A cmdlet that trains a model: what is trained, on what and how, and that it can be stopped.</summary>
public abstract partial class TrainingCmdlet : LinRegCmdlet
{
    /// <summary>The parameter set of all that belongs to training a model.</summary>
    protected const string ModelSet = "Model";

    /// <summary>The same, where the data are a data set.</summary>
    protected const string RowsSet = "Data";

    // A step that ends soon is waited for, so that gradients are those of a whole one; a long one is given up before it changes parameters.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _end = new();
    private readonly List<object?> _piped = [];
    private bool _isDataPiped, _hasTrained;

    /// <summary>The model to train. Invoke-Training changes it in place; Debug-Training leaves it as it was.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = ModelSet)]
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = RowsSet)]
    [AllowNull]
    public object? Model { get; set; }

    // Of each cmdlet: PowerShell tells it from the input by its place only in a default parameter set.
    /// <summary>A data set in place of input and target, or a data loader.</summary>
    private protected abstract DataLoader? Rows { get; }

    /// <summary>The processes that train together; null where this one trains alone.</summary>
    private protected virtual Groups.ProcessGroup? Group => null;

    /// <summary>Into how many parts batches are cut, where that is said.</summary>
    private protected virtual int? Parts => null;

    /// <summary>The input, one row for each sample: a tensor or numbers; or objects, as Import-Csv gives them, with -Property. It may come down the pipeline, where the model does not.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true, ParameterSetName = ModelSet)]
    [Alias("X")]
    [AllowNull]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>What the model should give for the input, in the shape of its output; with -Property the name of the property that holds it.</summary>
    [Parameter(Position = 2, ParameterSetName = ModelSet)]
    [Alias("Y")]
    [AllowNull]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    public object? Target { get; set; }

    /// <summary>Where the input is objects, the properties that are the model's features, in this order.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Property { get; set; }

    /// <summary>With -Property, the culture in which text in the objects was written, de-DE for instance; the invariant one where it is left out.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    public CultureInfo? Culture { get; set; }

    /// <summary>The size of a step: plain gradient descent multiplies the gradient by it. Finite, and not negative. It may be left out where -Optimizer or -Schedule has one. Auto takes what the data allow, and records tell it: for a line under the mean squared error the best fixed rate, as Measure-Convergence has it; else, for Sgd, 1 / the largest curvature of the loss where the parameters are.</summary>
    [Parameter(Position = 3, ParameterSetName = ModelSet)]
    [Parameter(Position = 2, ParameterSetName = RowsSet)]
    [Number(typeof(double), Word = "Auto")]
    public double LearningRate { get; set; }

    // Not mandatory to PowerShell, which would ask for it and not say why the arguments before it came to stand for others.
    /// <summary>How many times to go over the data. It can't be left out.</summary>
    [Parameter(Position = 4, ParameterSetName = ModelSet)]
    [Parameter(Position = 3, ParameterSetName = RowsSet)]
    [Number(typeof(int))]
    public int Epoch { get; set; }

    /// <summary>The loss: a name among the methods of [LinRegPS.Loss], for one with its usual settings; an object of [LinRegPS.LossFunction]; or a script block that takes prediction and target and writes the loss. The mean squared error where it is left out.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Parameter(ParameterSetName = RowsSet)]
    [ArgumentCompleter(typeof(LossNameCompleter))]
    [ValidateNotNullOrEmpty]
    public object Loss { get; set; } = nameof(LinRegPS.Loss.Mse);

    /// <summary>What each class counts in the loss: a number for each, in their order, or Balanced, by which rare classes count as much as frequent ones. For CrossEntropy, Nll, MultiMargin and the binary cross-entropies, by name.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Parameter(ParameterSetName = RowsSet)]
    [ArgumentCompleter(typeof(ClassWeightCompleter))]
    [ValidateNotNullOrEmpty]
    public object? ClassWeight { get; set; }

    /// <summary>The optimizer: a name, as Adam, for one with its usual settings, or an object such as [LinRegPS.Adam]::new($model), which keeps its state and takes the learning rate. Plain gradient descent where it is left out.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Parameter(ParameterSetName = RowsSet)]
    [ArgumentCompleter(typeof(OptimizerNameCompleter))]
    [ValidateNotNullOrEmpty]
    public object Optimizer { get; set; } = nameof(Sgd);

    /// <summary>Settings of the optimizer that -Optimizer names, by the names of New-Optimizer's parameters: @{ WeightDecay = 0.1; Beta1 = 0.8 }.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Parameter(ParameterSetName = RowsSet)]
    [ValidateNotNull]
    public IDictionary? OptimizerSetting { get; set; }

    /// <summary>How the learning rate changes: a schedule from New-LearningRateSchedule, whose optimizer then trains, or the name of one. It is stepped after each epoch; OneCycleLR and CyclicLR after each step. One that is named gets the training's length where it needs one, and OneCycleLR -LearningRate as its largest rate. Records then have a LearningRate, that of the epoch's first step.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Parameter(ParameterSetName = RowsSet)]
    [ArgumentCompleter(typeof(ScheduleNameCompleter))]
    [ValidateNotNullOrEmpty]
    public object? Schedule { get; set; }

    /// <summary>Settings of the schedule that -Schedule names, by the names of New-LearningRateSchedule's parameters: @{ StepSize = 10 }.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Parameter(ParameterSetName = RowsSet)]
    [ValidateNotNull]
    public IDictionary? ScheduleSetting { get; set; }

    /// <summary>Scales the gradients of each step alike, so that their norm, as that of one vector, is at most this; PyTorch's clip_grad_norm_.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Parameter(ParameterSetName = RowsSet)]
    [Number(typeof(double))]
    public double ClipNorm { get; set; }

    /// <summary>Makes each element of a gradient that is beyond this value, or below its negative, that value; PyTorch's clip_grad_value_.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Parameter(ParameterSetName = RowsSet)]
    [Number(typeof(double))]
    public double ClipValue { get; set; }

    /// <summary>Takes a step after so many batches, and at the end of an epoch after those that are left, by the mean of their gradients: each batch counts alike, as in PyTorch's loss / n, also a last one of fewer rows. Of batches of one size it is the step of one so many times as large.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Parameter(ParameterSetName = RowsSet)]
    [Number(typeof(int))]
    public int AccumulationStep { get; set; } = 1;

    /// <summary>How many rows of the data a step takes; all of them where it is left out. Mini-batches make more and cheaper steps of an epoch.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Parameter(ParameterSetName = RowsSet)]
    [Number(typeof(int))]
    public int BatchSize { get; set; }

    /// <summary>Takes the rows in a new random order in each epoch, PyTorch's for the same -Seed.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Parameter(ParameterSetName = RowsSet)]
    public SwitchParameter Shuffle { get; set; }

    /// <summary>Fixes the orders of -Shuffle, so that a training can be repeated to the bit.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Parameter(ParameterSetName = RowsSet)]
    [Number(typeof(long))]
    public long Seed { get; set; }

    /// <summary>A factor for the loss, and so for every gradient.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Parameter(ParameterSetName = RowsSet)]
    [Number(typeof(double))]
    public double LossScale { get; set; } = 1;

    /// <summary>Allows prediction and target of shapes that differ and broadcast; a diagnosis tells of it all the same.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Parameter(ParameterSetName = RowsSet)]
    public SwitchParameter AllowBroadcast { get; set; }

    /// <summary>Whether a model is trained, and not a script run.</summary>
    private protected virtual bool IsOfModel => true;

    private protected override CancellationToken End => _end.Token;

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        base.StopProcessing();
        _end.CancelAfter(s_patience);
    }

    /// <inheritdoc/>
    protected sealed override void Begin()
    {
        _isDataPiped = MyInvocation.ExpectingInput && IsBound(nameof(Model)) && !IsBound(nameof(InputObject)) && Rows is null;
        if (IsOfModel && !IsBound(nameof(Epoch)))
            RequireAll(() => throw EpochMissing());
        // In the places of both stand arguments.
        if (IsOfModel && MyInvocation.ExpectingInput && IsBound(nameof(InputObject)) && Unwrap(Model) is Module)
            ThrowUnusable(CallErrors.PlaceTaken(MyInvocation.MyCommand.Name + " $model", nameof(InputObject), InputObject, [nameof(Property), nameof(Target), nameof(LearningRate), nameof(Epoch)]));
    }

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        if (_isDataPiped && Rows is null)
            _piped.Add(InputObject);
        else
            TrainOnce();
    }

    /// <inheritdoc/>
    protected sealed override void Finish()
    {
        if (!_isDataPiped || (_hasTrained && _piped.Count == 0))
            return;
        InputObject = _piped.Count == 1 ? _piped[0] : _piped;
        Train();
    }

    private void TrainOnce()
    {
        _hasTrained = true;
        Train();
    }

    /// <summary>The work on one model and its data.</summary>
    protected abstract void Train();
}
