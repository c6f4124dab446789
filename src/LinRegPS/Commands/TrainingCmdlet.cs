using System.Globalization;
using System.Management.Automation;
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

    /// <summary>The size of a step: plain gradient descent multiplies the gradient by it. Finite, and not negative.</summary>
    [Parameter(Position = 3, Mandatory = true, ParameterSetName = ModelSet)]
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
        var model = ToModel(Model);
        var (input, target) = Property is { } columns ? FromObjects(columns) : (ToData(InputObject, nameof(InputObject)), ToData(Target, nameof(Target)));
        var shuffle = !Shuffle ? null : IsBound(nameof(Seed)) ? new Generator(Seed) : Generator.Default;
        return new TrainingLoop(model, new DataLoader(input, target, IsBound(nameof(BatchSize)) ? BatchSize : null, shuffle), ToOptimizer(model))
        {
            // What is left out needs no search by name.
            Loss = IsBound(nameof(Loss)) ? ToLoss() : LossFunction.Mse(AllowBroadcast),
            Epochs = Epoch,
            FirstEpoch = firstEpoch,
            LossScale = LossScale,
        };
    }

    private LossFunction ToLoss()
    {
        object? loss = Unwrap(Loss);
        if (loss is not (LossFunction or ScriptBlock))
            return LossFunction.Named($"{loss}", AllowBroadcast);
        if (AllowBroadcast)
            throw CallErrors.Conflict(nameof(AllowBroadcast), nameof(Loss));
        return loss as LossFunction ?? new LossFunction("ScriptBlock", (prediction, target) =>
        {
            var results = ((ScriptBlock)loss).Invoke(prediction, target);
            return results.Count == 1 && Unwrap(results[0]) is Tensor result
                ? result
                : throw CallErrors.LossResult(results.Count == 0 ? null : Unwrap(results[^1]));
        });
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
        if (!IsBound(nameof(Optimizer)))
            return new Sgd(model, LearningRate);
        if (Unwrap(Optimizer) is not Optimizer optimizer)
            return LinRegPS.Optimizer.Named($"{Unwrap(Optimizer)}", model, LearningRate);
        optimizer.LearningRate = LearningRate;
        return optimizer;
    }
}
