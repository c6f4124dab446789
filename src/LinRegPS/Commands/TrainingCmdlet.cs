using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using LinRegPS.Completion;
using LinRegPS.Conversion;
using LinRegPS.Reporting;
using LinRegPS.Training;

namespace LinRegPS.Commands;

/// <summary>A cmdlet that trains a model: what is trained, on what and how, and that it can be stopped.</summary>
public abstract class TrainingCmdlet : LinRegCmdlet, IDisposable
{
    /// <summary>The parameter set of all that belongs to training a model.</summary>
    protected const string ModelSet = "Model";

    private readonly CancellationTokenSource _stop = new();
    private readonly List<object?> _piped = [];
    private bool _isDataPiped;

    /// <summary>The model to train. Invoke-Training changes it in place; Debug-Training leaves it as it was.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = ModelSet)]
    [AllowNull]
    public object? Model { get; set; }

    /// <summary>The input, one row for each sample: a tensor or numbers; or objects, as Import-Csv gives them, with -Property. It may come down the pipeline, where the model does not.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true, ParameterSetName = ModelSet)]
    [Alias("X")]
    [AllowNull]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>What the model should give for the input, in the shape of its output; with -Property the name of the property that holds it.</summary>
    [Parameter(Position = 2, Mandatory = true, ParameterSetName = ModelSet)]
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

    /// <summary>The size of a step: plain gradient descent multiplies the gradient by it. Finite, and not negative. It may be left out where -Optimizer or -Schedule has one.</summary>
    [Parameter(Position = 3, ParameterSetName = ModelSet)]
    [Number(typeof(double))]
    public double LearningRate { get; set; }

    /// <summary>How many times to go over the data.</summary>
    [Parameter(Position = 4, Mandatory = true, ParameterSetName = ModelSet)]
    [Number(typeof(int))]
    public int Epoch { get; set; }

    /// <summary>The loss: a name among the methods of [LinRegPS.Loss], for one with its usual settings; an object of [LinRegPS.LossFunction]; or a script block that takes prediction and target and writes the loss. The mean squared error where it is left out.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [ArgumentCompleter(typeof(LossNameCompleter))]
    [ValidateNotNullOrEmpty]
    public object Loss { get; set; } = nameof(LinRegPS.Loss.Mse);

    /// <summary>The optimizer: a name, as Adam, for one with its usual settings, or an object such as [LinRegPS.Adam]::new($model), which keeps its state and takes the learning rate. Plain gradient descent where it is left out.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [ArgumentCompleter(typeof(OptimizerNameCompleter))]
    [ValidateNotNullOrEmpty]
    public object Optimizer { get; set; } = nameof(Sgd);

    /// <summary>Settings of the optimizer that -Optimizer names, by the names of New-Optimizer's parameters: @{ WeightDecay = 0.1; Beta1 = 0.8 }.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [ValidateNotNull]
    public IDictionary? OptimizerSetting { get; set; }

    /// <summary>How the learning rate changes: a schedule from New-LearningRateSchedule, whose optimizer then trains, or the name of one. It is stepped after each epoch; OneCycleLR and CyclicLR after each step. One that is named gets the training's length where it needs one, and OneCycleLR -LearningRate as its largest rate. Records then have a LearningRate, that of the epoch's first step.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [ArgumentCompleter(typeof(ScheduleNameCompleter))]
    [ValidateNotNullOrEmpty]
    public object? Schedule { get; set; }

    /// <summary>Settings of the schedule that -Schedule names, by the names of New-LearningRateSchedule's parameters: @{ StepSize = 10 }.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [ValidateNotNull]
    public IDictionary? ScheduleSetting { get; set; }

    /// <summary>Scales the gradients of each step alike, so that their norm, as that of one vector, is at most this; PyTorch's clip_grad_norm_.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Number(typeof(double))]
    public double ClipNorm { get; set; }

    /// <summary>Makes each element of a gradient that is beyond this value, or below its negative, that value; PyTorch's clip_grad_value_.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Number(typeof(double))]
    public double ClipValue { get; set; }

    /// <summary>Takes a step after so many batches, and at the end of an epoch, by the mean of their gradients: as a batch so many times as large would.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Number(typeof(int))]
    public int AccumulationStep { get; set; } = 1;

    /// <summary>How many rows of the data a step takes; all of them where it is left out. Mini-batches make more and cheaper steps of an epoch.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Number(typeof(int))]
    public int BatchSize { get; set; }

    /// <summary>Takes the rows in a new random order in each epoch, PyTorch's for the same -Seed.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    public SwitchParameter Shuffle { get; set; }

    /// <summary>Fixes the orders of -Shuffle, so that a training can be repeated to the bit.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Number(typeof(long))]
    public long Seed { get; set; }

    /// <summary>A factor for the loss, and so for every gradient.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Number(typeof(double))]
    public double LossScale { get; set; } = 1;

    /// <summary>Allows prediction and target of shapes that differ and broadcast; a diagnosis tells of it all the same.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    public SwitchParameter AllowBroadcast { get; set; }

    /// <summary>Is cancelled when the cmdlet is to stop.</summary>
    protected CancellationToken Stop => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <inheritdoc/>
    protected sealed override void Begin() => _isDataPiped = MyInvocation.ExpectingInput && IsBound(nameof(Model)) && !IsBound(nameof(InputObject));

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        if (_isDataPiped)
            _piped.Add(InputObject);
        else
            Train();
    }

    /// <inheritdoc/>
    protected sealed override void Finish()
    {
        if (!_isDataPiped)
            return;
        InputObject = _piped.Count == 1 ? _piped[0] : _piped;
        Train();
    }

    /// <summary>The work on one model and its data.</summary>
    protected abstract void Train();

    /// <summary>The training that the arguments ask for.</summary>
    /// <param name="firstEpoch">The number of its first epoch.</param>
    protected TrainingLoop ToLoop(int firstEpoch = 1)
    {
        if (IsBound(nameof(ClipNorm)) && IsBound(nameof(ClipValue)))
            throw CallErrors.Conflict(nameof(ClipNorm), nameof(ClipValue));
        var model = ToModel(Model);
        var (input, target) = Property is { } columns ? FromObjects(columns) : (ToData(InputObject, nameof(InputObject)), ToData(Target, nameof(Target)));
        var shuffle = !Shuffle ? null : IsBound(nameof(Seed)) ? new Generator(Seed) : Generator.Default;
        var data = new DataLoader(input, target, IsBound(nameof(BatchSize)) ? BatchSize : null, shuffle);
        var optimizer = ToOptimizer(model);
        return new TrainingLoop(model, data, optimizer)
        {
            // What is left out needs no search by name.
            Loss = IsBound(nameof(Loss)) ? LossArgument.Read(Loss, AllowBroadcast) : LossFunction.Mse(AllowBroadcast),
            Epochs = Epoch,
            FirstEpoch = firstEpoch,
            LossScale = LossScale,
            ClipNorm = IsBound(nameof(ClipNorm)) ? ClipNorm : null,
            ClipValue = IsBound(nameof(ClipValue)) ? ClipValue : null,
            AccumulationSteps = AccumulationStep,
            Observers = Schedule is null ? [] : Scheduled(optimizer, data.Count, firstEpoch),
        };
    }

    // Faults of rows are told one by one, the last of them by the error that ends the training.
    private (Tensor Input, Tensor Target) FromObjects(string[] columns)
    {
        string target = Unwrap(Target) as string ?? throw CallErrors.TargetName(Unwrap(Target));
        var rows = new List<double[]>();
        var reader = TrainingData.Read(InputObject, columns, target, Culture, rows);
        if (!reader.IsSound)
        {
            var faults = reader.Faults().ToList();
            foreach (var (error, record) in faults.SkipLast(1))
                WriteFault(error, record);
            WarnOfUntold(reader);
            throw faults[^1].Error;
        }
        if (rows.Count == 0)
            throw CallErrors.NoData(nameof(InputObject));
        double[] numbers = [.. rows.SelectMany(row => row)];
        MergedNumbers.Warn(numbers, numbers.Length, columns.Length + 1, column => $"Property '{(column < columns.Length ? columns[column] : target)}'", WriteWarning);
        return (TrainingData.Matrix(rows, 0, columns.Length), TrainingData.Matrix(rows, columns.Length, 1));
    }

    private Optimizer ToOptimizer(Module model)
    {
        var schedule = Unwrap(Schedule) as LearningRateSchedule;
        if (schedule is not null && IsBound(nameof(LearningRate)))
            throw CallErrors.Conflict(nameof(LearningRate), nameof(Schedule));
        double? rate = IsBound(nameof(LearningRate)) ? LearningRate : null;
        if (!IsBound(nameof(Optimizer)) && OptimizerSetting is null && schedule is null)
            return new Sgd(model, rate ?? throw Errors.NoUsualRate(nameof(Sgd)));
        object? chosen = IsBound(nameof(Optimizer)) || schedule is null ? Unwrap(Optimizer) : schedule.Optimizer;
        if (chosen is not Optimizer optimizer)
        {
            optimizer = LinRegPS.Optimizer.Named($"{chosen}", model, rate);
            SetUp(optimizer);
            return optimizer;
        }
        SetUp(optimizer);
        if (rate is { } given)
            optimizer.Restart(given);
        return optimizer;
    }

    private void SetUp(Optimizer optimizer)
    {
        if (OptimizerSetting is not null)
            optimizer.Set(SettingParameters.Read(OptimizerSetting, SettingParameters.Of(optimizer.GetType())));
    }

    // Apart from the rest: a training without a schedule needs nothing of it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private TrainingObserver[] Scheduled(Optimizer optimizer, int batches, int firstEpoch) =>
        [new ScheduleStepper(Unwrap(Schedule) as LearningRateSchedule ?? NamedSchedule($"{Unwrap(Schedule)}", optimizer, batches, firstEpoch))];

    // Where training goes on, the schedule is that of all of it, from its first rate.
    private LearningRateSchedule NamedSchedule(string name, Optimizer optimizer, int batches, int firstEpoch)
    {
        if (firstEpoch > 1 && !IsBound(nameof(LearningRate)))
            throw Errors.ScheduleArgument(name, $"-{nameof(LearningRate)}, that of the first epoch, where training goes on");
        var settings = SettingParameters.Read(ScheduleSetting ?? new Hashtable(), LearningRateSchedule.SettingsOf(name));
        var known = LearningRateSchedule.SettingsOf(name).Select(setting => setting.Name).ToList();
        int epochs = (int)Math.Min(int.MaxValue, firstEpoch - 1L + Epoch);
        long steps = ((long)batches + AccumulationStep - 1) / Math.Max(AccumulationStep, 1);
        Use("TMax", epochs);
        Use("TotalSteps", (int)Math.Min(int.MaxValue, epochs * steps));
        if (!known.Contains("BaseLearningRate"))
            Use("MaxLearningRate", new[] { optimizer.LearningRate });
        // PyTorch's five epochs would leave a rate of 0 for the rest.
        if (name.Equals(nameof(PolynomialLR), StringComparison.OrdinalIgnoreCase))
            Use("TotalIters", epochs);
        var schedule = LearningRateSchedule.Named(name, optimizer, settings);
        for (long step = (firstEpoch - 1) * (schedule.IsPerBatch ? steps : 1); step > 0; step--)
            schedule.Step();
        return schedule;

        void Use(string setting, object value)
        {
            if (known.Contains(setting))
                settings.TryAdd(setting, value);
        }
    }
}
