using System.Management.Automation;
using LinRegPS.Completion;
using LinRegPS.Conversion;

namespace LinRegPS.Commands;

/// <summary>Makes a schedule: what changes an optimizer's learning rate as training goes on.</summary>
/// <remarks>
/// The names and rates are PyTorch's (torch.optim.lr_scheduler); Tab completes them. When the name is given, the settings of the schedule are parameters too, under their own names: New-LearningRateSchedule StepLR $sgd -StepSize 30 -Gamma 0.1. Where PyTorch has a default, so has this.
///
/// Making a schedule sets the rate of the first epoch. In a loop of your own call $schedule.Step() after each epoch; of OneCycleLR and CyclicLR after each batch; ReduceLROnPlateau takes the loss: $schedule.Step($loss). Invoke-Training -Schedule does so by itself. $schedule.GetLastLr() is the rate; StateDict() and LoadStateDict() save and restore where it is.
///
/// Functions of the epoch are script blocks: LambdaLR multiplies the first rate by what the block gives, MultiplicativeLR the last one.
/// </remarks>
/// <example>
///   <summary>Down along a cosine</summary>
///   <code>
///   $model = New-LinearModel 1 1 -Seed 0
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2,4,6,8 -Shape 4,1
///   $sgd = New-Optimizer Sgd $model 0.05
///   $schedule = New-LearningRateSchedule CosineAnnealingLR $sgd -TMax 50
///   Invoke-Training $model $X $Y -Optimizer $sgd -Schedule $schedule -Epoch 50 -LogEvery 10
///   </code>
/// </example>
/// <example>
///   <summary>A function of the epoch</summary>
///   <code>
///   $sgd = New-Optimizer Sgd (New-LinearModel 1 1) 0.1
///   $schedule = New-LearningRateSchedule LambdaLR $sgd -Factor { param($epoch) 1 / (1 + $epoch) }
///   foreach ($epoch in 1..3) { $schedule.Step(); $schedule.GetLastLr() }
///   </code>
///   <para>0.05, then 0.0333, then 0.025.</para>
/// </example>
/// <example>
///   <summary>A warm-up before another schedule</summary>
///   <code>
///   $adam = New-Optimizer Adam (New-LinearModel 1 1) 0.1
///   $warmUp = New-LearningRateSchedule LinearLR $adam -StartFactor 0.1 -TotalIters 5
///   $cosine = New-LearningRateSchedule CosineAnnealingLR $adam -TMax 45
///   $schedule = New-LearningRateSchedule SequentialLR $adam -Schedules $warmUp,$cosine -Milestones 5
///   $schedule.GetLastLr()
///   </code>
/// </example>
/// <seealso cref="NewOptimizerCommand"/>
/// <seealso cref="InvokeTrainingCommand"/>
[Cmdlet(VerbsCommon.New, "LearningRateSchedule")]
[OutputType(typeof(LearningRateSchedule))]
public sealed class NewLearningRateScheduleCommand : LinRegCmdlet, IDynamicParameters
{
    private RuntimeDefinedParameterDictionary _settings = [];

    /// <summary>The name: StepLR, MultiStepLR, ExponentialLR, ConstantLR, LinearLR, PolynomialLR, CosineAnnealingLR, CosineAnnealingWarmRestarts, OneCycleLR, CyclicLR, LambdaLR, MultiplicativeLR, ReduceLROnPlateau, SequentialLR, ChainedScheduler.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [ArgumentCompleter(typeof(ScheduleNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = string.Empty;

    /// <summary>The optimizer whose rates change, from New-Optimizer.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public object? Optimizer { get; set; }

    /// <summary>The settings of the schedule that is named.</summary>
    public object GetDynamicParameters() => _settings = SettingParameters.Parameters(LearningRateSchedule.SettingsOf(Name));

    /// <inheritdoc/>
    protected override void Process() =>
        WriteObject(LearningRateSchedule.Named(Name, ToOptimizer(Optimizer), SettingParameters.Given(_settings)));
}
