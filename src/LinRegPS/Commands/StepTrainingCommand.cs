using System.Management.Automation;
using LinRegPS.Completion;
using LinRegPS.Conversion;
using LinRegPS.Reporting;
using LinRegPS.Training;

namespace LinRegPS.Commands;

/// <summary>Takes one whole step of a training: forward pass, loss, backward pass, update.</summary>
/// <remarks>
/// For loops of one's own, with the bits of Invoke-Training: what Invoke-Model, Measure-Loss, Clear-Gradient, Invoke-Backward and Step-Optimizer do, in one call. It writes the loss, a number, as it was before the step.
///
/// Batches of a data loader come down the pipeline: $loader | Step-Training $model -Optimizer $optimizer. With -LearningRate alone it is plain gradient descent; another optimizer is an object from New-Optimizer, which keeps its state from step to step.
/// </remarks>
/// <example>
///   <summary>A loop</summary>
///   <code>
///   $model = New-LinearModel 1 1 -NoBias -Weight 0
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2,4,6,8 -Shape 4,1
///   foreach ($epoch in 1..20) { $loss = Step-Training $model $X $Y -LearningRate 0.01 }
///   "loss $loss, weight $($model.Weight.Item())"
///   </code>
/// </example>
/// <example>
///   <summary>Batches down the pipeline</summary>
///   <code>
///   $X = New-Tensor -Normal -Shape 100,3 -Seed 1
///   $Y = $X.MatMul((New-Tensor 1,2,3 -Shape 3,1))
///   $model = New-LinearModel 3 1 -Seed 0
///   $adam = New-Optimizer Adam $model -LearningRate 0.1
///   $loader = New-DataSet $X $Y | New-DataLoader -BatchSize 20 -Shuffle -Seed 0
///   foreach ($epoch in 1..5) {
///       $losses = $loader | Step-Training $model -Optimizer $adam
///       "epoch ${epoch}: loss $(($losses | Measure-Object -Average).Average)"
///   }
///   </code>
/// </example>
/// <seealso cref="InvokeTrainingCommand"/>
/// <seealso cref="NewDataLoaderCommand"/>
/// <seealso cref="NewOptimizerCommand"/>
[Cmdlet(VerbsCommon.Step, "Training")]
[OutputType(typeof(float))]
public sealed class StepTrainingCommand : LinRegCmdlet
{
    private LossFunction? _loss;

    /// <summary>The model to train; it is changed in place.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [AllowNull]
    public object? Model { get; set; }

    /// <summary>The input, one row for each sample; or a batch of a data loader, a loader for all of its batches, or a data set, which have a target.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [Alias("X")]
    [AllowNull]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>What the model should give for the input.</summary>
    [Parameter(Position = 2)]
    [Alias("Y")]
    [AllowNull]
    [AllowEmptyCollection]
    public object? Target { get; set; }

    /// <summary>The size of a step of plain gradient descent.</summary>
    [Parameter(Position = 3)]
    [Number(typeof(double))]
    public double LearningRate { get; set; }

    /// <summary>What steps the parameters: an object from New-Optimizer.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Optimizer { get; set; }

    /// <summary>The loss: a name among the methods of [LinRegPS.Loss], a loss object, or a script block of prediction and target. The mean squared error where it is left out.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LossNameCompleter))]
    [ValidateNotNullOrEmpty]
    public object? Loss { get; set; }

    /// <summary>What each class counts in the loss: a number for each, in their order, or Balanced, of all rows of a data set or a loader.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ClassWeightCompleter))]
    [ValidateNotNullOrEmpty]
    public object? ClassWeight { get; set; }

    /// <summary>The largest norm of all gradients together; larger ones are scaled down to it.</summary>
    [Parameter]
    [Number(typeof(double))]
    public double ClipNorm { get; set; }

    /// <summary>The largest size of an element of a gradient.</summary>
    [Parameter]
    [Number(typeof(double))]
    public double ClipValue { get; set; }

    private protected override void Arrange()
    {
        if (IsBound(nameof(Target)) && IsRate(Target) && (Unwrap(InputObject) is Batch || DataArgument.Rows(InputObject) is not null))
            (LearningRate, Target) = (Move(nameof(Target), nameof(LearningRate)), null);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (IsBound(nameof(LearningRate)) == IsBound(nameof(Optimizer)))
            throw CallErrors.OneOf(nameof(LearningRate), nameof(Optimizer));
        if (IsBound(nameof(ClipNorm)) && IsBound(nameof(ClipValue)))
            throw CallErrors.Conflict(nameof(ClipNorm), nameof(ClipValue));
        var model = ToModel(Model);
        var optimizer = IsBound(nameof(Optimizer)) ? ToOptimizer(Optimizer) : null;
        if (optimizer is not null)
            TrainingLoop.RequireOwn(model, model.NamedParameters(), optimizer);
        // A loader that comes straight from its cmdlet is not taken apart by the pipeline.
        IEnumerable<Batch> batches = Unwrap(InputObject) switch
        {
            DataLoader loader => loader,
            Batch batch => [batch],
            _ when DataArgument.Rows(InputObject) is { } data => [new Batch(data.Input, data.Target)],
            _ when !IsBound(nameof(Target)) => throw TargetMissing(),
            var other => [new Batch(ToTensor(other, nameof(InputObject)), ToTensor(Target, nameof(Target)))],
        };
        // Of batches one by one nothing is known of all rows.
        _loss ??= Loss is null && ClassWeight is null ? LossFunction.Mse() : LossArgument.Read(
            Loss, allowBroadcast: false, ClassWeight, DataArgument.Rows(InputObject)?.Target ?? (IsBound(nameof(Target)) ? batches.First().Target : null));
        if (DataArgument.Rows(InputObject) is { } rows)
            model.Names = rows.Names;
        foreach (var (input, target) in batches)
            WriteObject(Step(model, optimizer, _loss, input, target));
    }

    private float Step(Module model, Optimizer? optimizer, LossFunction of, Tensor input, Tensor target)
    {
        var loss = of.Compute(model.Invoke(input), target);
        model.ZeroGrad();
        loss.Backward();
        if (IsBound(nameof(ClipNorm)))
            Clip.GradNorm(model, ClipNorm);
        else if (IsBound(nameof(ClipValue)))
            Clip.GradValue(model, ClipValue);
        if (optimizer is null)
            Sgd.Step(model, LearningRate);
        else
            optimizer.Step();
        return loss.Item();
    }
}
