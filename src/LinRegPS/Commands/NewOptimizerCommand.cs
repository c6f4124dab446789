using System.Management.Automation;
using LinRegPS.Completion;
using LinRegPS.Conversion;

namespace LinRegPS.Commands;

/// <summary>Makes an optimizer for a model: what steps its parameters by their gradients, and what it keeps from step to step.</summary>
/// <remarks>
/// The names, settings and defaults are PyTorch's (torch.optim); Tab completes them. When the name is given, the optimizer's own settings are parameters too: New-Optimizer Adam $model -Beta1 0.8, New-Optimizer Sgd $model 0.01 -Momentum 0.9 -Nesterov. A setting that the optimizer does not have is an unknown parameter.
///
/// The optimizer is for Step-Optimizer, for $optimizer.Step() and $optimizer.ZeroGrad() in a loop, and for Invoke-Training -Optimizer. It keeps its state: a second training goes on where the first has ended. $optimizer.StateDict() copies all of it, and $optimizer.LoadStateDict($state) goes on from there.
///
/// Parameters of one's own are given as they are: New-Optimizer Sgd $w, $b 0.01, or by name, New-Optimizer Sgd @{ w = $w; b = $b } 0.01. One optimizer steps several models: New-Optimizer Adam $encoder, $decoder; or a part of one: Get-ModelParameter $model | Where-Object Name -like 'head.*' | New-Optimizer Adam.
///
/// -NoDecay puts parameters into a group of their own without weight decay. More groups, with a learning rate and a weight decay of their own: $optimizer.AddParameterGroup([LinRegPS.ParameterGroup]::new($tensors)).
/// </remarks>
/// <example>
///   <summary>A loop of one's own</summary>
///   <code>
///   $model = New-LinearModel 1 1 -Seed 0
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2,4,6,8 -Shape 4,1
///   $adam = New-Optimizer Adam $model -LearningRate 0.1
///   foreach ($epoch in 1..100) {
///       $adam.ZeroGrad()
///       Invoke-Model $model $X | Measure-MseLoss -Target $Y | Invoke-Backward
///       $adam.Step()
///   }
///   $model.Weight
///   </code>
/// </example>
/// <example>
///   <summary>A training with AdamW whose bias does not decay</summary>
///   <code>
///   $model = New-LinearModel 1 1 -Seed 0
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2,4,6,8 -Shape 4,1
///   $adamw = New-Optimizer AdamW $model 0.1 -WeightDecay 0.1 -NoDecay bias
///   Invoke-Training $model $X $Y -Optimizer $adamw -Epoch 100 -LogEvery 50
///   </code>
/// </example>
/// <example>
///   <summary>Two tensors of one's own</summary>
///   <code>
///   $w = New-Tensor 0 -RequiresGrad
///   $b = New-Tensor 0 -RequiresGrad
///   $X = New-Tensor 1,2,3,4
///   $adam = New-Optimizer Adam $w, $b 0.1
///   foreach ($epoch in 1..200) {
///       $adam.ZeroGrad()
///       Measure-MseLoss ($w * $X + $b) (3 * $X - 1) | Invoke-Backward
///       $adam.Step()
///   }
///   $w, $b
///   </code>
/// </example>
/// <seealso cref="StepOptimizerCommand"/>
/// <seealso cref="NewLearningRateScheduleCommand"/>
/// <seealso cref="InvokeTrainingCommand"/>
[Cmdlet(VerbsCommon.New, "Optimizer")]
[OutputType(typeof(Optimizer))]
public sealed class NewOptimizerCommand : LinRegCmdlet, IDynamicParameters
{
    private readonly List<object?> _given = [];
    private RuntimeDefinedParameterDictionary _settings = [];

    /// <summary>The name: Adam, AdamW, Sgd, RMSprop, Adagrad, Adadelta, Adamax, Asgd, NAdam, RAdam, Rprop, LBFGS.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [ArgumentCompleter(typeof(OptimizerNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = string.Empty;

    /// <summary>What is to be stepped: a model; or tensors, parameters (from Get-ModelParameter) or models, several in a list or a hashtable.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [Alias("InputObject")]
    [AllowNull]
    public object? Model { get; set; }

    /// <summary>The size of a step; PyTorch's usual one where it is left out. Sgd has none.</summary>
    [Parameter(Position = 2)]
    [Number(typeof(double))]
    public double LearningRate { get; set; }

    /// <summary>The names of parameters without weight decay; wildcards are allowed: *bias.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ParameterNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? NoDecay { get; set; }

    /// <summary>The settings of the optimizer that is named.</summary>
    public object GetDynamicParameters() => _settings = SettingParameters.Parameters(
        LinRegPS.Optimizer.Find(Name) is { } type ? SettingParameters.Of(type) : []);

    /// <inheritdoc/>
    protected override void Process() => _given.Add(Model);

    /// <inheritdoc/>
    protected override void Finish()
    {
        // A pipeline without anything in it gives nothing.
        if (_given.Count == 0)
            return;
        var optimizer = Make(_given.Count == 1 ? _given[0] : _given);
        optimizer.Set(SettingParameters.Given(_settings));
        foreach (string pattern in NoDecay ?? [])
            optimizer.LeaveOutOfDecay(pattern, NamePattern.Of(pattern).IsMatch);
        WriteObject(optimizer);
    }
    private Optimizer Make(object? given)
    {
        double? rate = IsBound(nameof(LearningRate)) ? LearningRate : null;
        if (!ParameterArgument.Holds(given))
            return LinRegPS.Optimizer.Named(Name, ToModel(given), rate);
        object?[] items = [.. ParameterArgument.Items(given, nameof(Model))];
        if (items.Length == 0)
            throw Reporting.CallErrors.NotAParameter(given);
        return ParameterArgument.IsNameless(items)
            ? LinRegPS.Optimizer.Named(Name, Array.ConvertAll(items, item => (Tensor)Unwrap(item)!), rate)
            : LinRegPS.Optimizer.Named(Name, ParameterArgument.Named(items), rate);
    }
}
