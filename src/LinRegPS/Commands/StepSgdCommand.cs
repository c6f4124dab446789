using System.Management.Automation;
using System.Runtime.CompilerServices;
using LinRegPS.Conversion;
using LinRegPS.Reporting;

namespace LinRegPS.Commands;

/// <summary>Takes one step of gradient descent: moves each parameter against its gradient.</summary>
/// <remarks>
/// w = w - LearningRate * gradient, in place and without recording, with the rounding of torch.optim.SGD. Of a model, the parameters that have a gradient are changed; it is an error if none has.
///
/// With -Momentum the gradients of the steps before count too. They are kept with each parameter, for as long as it lives: steps of the same parameter go on from there, whoever calls. New-Optimizer makes an object that keeps them instead, and other optimizers.
///
/// Too small a rate crawls; too large a rate makes the loss grow. For a line through the origin fitted to x, every rate below 1 / mean(x^2) goes down.
/// </remarks>
/// <example>
///   <summary>One step of a model</summary>
///   <code>
///   $model = New-LinearModel 1 1 -NoBias -Weight 0
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2,4,6,8 -Shape 4,1
///   Invoke-Model $model $X | Measure-MseLoss -Target $Y | Invoke-Backward
///   $model | Step-Sgd -LearningRate 0.01
///   $model.Weight
///   </code>
///   <para>The weight went from 0 to 0.3, that is 0.01 times 30.</para>
/// </example>
/// <example>
///   <summary>A tensor of your own</summary>
///   <code>
///   $w = New-Tensor 3 -RequiresGrad
///   $w.Square().Backward()
///   Step-Sgd $w -LearningRate 0.1
///   $w
///   </code>
/// </example>
/// <example>
///   <summary>Momentum</summary>
///   <code>
///   $w = New-Tensor 3 -RequiresGrad
///   foreach ($step in 1..20) {
///       $w.Grad = $null
///       $w.Square().Backward()
///       Step-Sgd $w -LearningRate 0.02 -Momentum 0.9
///   }
///   $w
///   </code>
/// </example>
/// <seealso cref="NewOptimizerCommand"/>
/// <seealso cref="InvokeBackwardCommand"/>
/// <seealso cref="InvokeTrainingCommand"/>
[Cmdlet(VerbsCommon.Step, "Sgd")]
[OutputType(typeof(Tensor), typeof(ModelParameter), typeof(Module))]
public sealed class StepSgdCommand : ParameterCmdlet
{
    // Not mandatory to PowerShell, which would not say that a rate after what comes down the pipeline needs its name.
    /// <summary>The size of the step: the gradient is multiplied by it. Finite, and not negative. It can't be left out.</summary>
    [Parameter(Position = 1)]
    [Number(typeof(double))]
    public double LearningRate { get; set; }

    /// <summary>What the moving gradient keeps from step to step; 0 for plain gradients, often 0.9.</summary>
    [Parameter]
    [Number(typeof(double))]
    public double Momentum { get; set; }

    /// <summary>What the moving gradient leaves out of each gradient but the first.</summary>
    [Parameter]
    [Number(typeof(double))]
    public double Dampening { get; set; }

    /// <summary>Looks ahead: Nesterov's momentum, which needs -Momentum and no -Dampening.</summary>
    [Parameter]
    public SwitchParameter Nesterov { get; set; }

    /// <summary>How much of a parameter is added to its gradient.</summary>
    [Parameter]
    [Number(typeof(double))]
    public double WeightDecay { get; set; }

    /// <summary>Goes up the gradient, to a larger loss.</summary>
    [Parameter]
    public SwitchParameter Maximize { get; set; }

    private bool IsPlain => Momentum == 0 && Dampening == 0 && WeightDecay == 0 && !Nesterov && !Maximize;

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (!IsBound(nameof(LearningRate)))
            ThrowUnusable(CallErrors.RateMissing(MyInvocation.MyCommand.Name));
    }

    // Without a gradient a step throws and changes nothing.

    /// <inheritdoc/>
    protected override void Check(Tensor tensor, object target)
    {
        if (tensor.Grad is null)
            Change(tensor, target);
    }

    /// <inheritdoc/>
    protected override void Check(Module model)
    {
        if (model.Parameters().All(parameter => parameter.Grad is null))
            Change(model);
    }

    /// <inheritdoc/>
    protected override void Change(Tensor tensor, object target)
    {
        if (IsPlain || tensor.Grad is null)
            Sgd.Step(tensor, tensor.Grad is null ? NameOf(target) : string.Empty, LearningRate);
        else
            Kept(tensor).Step();
    }

    /// <inheritdoc/>
    protected override void Change(Module model)
    {
        Tensor[] parameters = IsPlain ? [] : [.. model.Parameters().Where(parameter => parameter.Grad is not null)];
        if (parameters.Length == 0)
            Sgd.Step(model, LearningRate);
        foreach (var parameter in parameters)
            Kept(parameter).Step();
    }

    private Sgd Kept(Tensor parameter)
    {
        Sgd.CheckLearningRate(LearningRate);
        var sgd = Steps.ByParameter.GetValue(parameter, static one => new Sgd([one], 0));
        (sgd.LearningRate, sgd.Momentum, sgd.Dampening, sgd.Nesterov) = (LearningRate, Momentum, Dampening, Nesterov);
        (sgd.WeightDecay, sgd.Maximize) = (WeightDecay, Maximize);
        return sgd;
    }

    // Apart, so that a plain step makes no table.
    private static class Steps
    {
        public static readonly ConditionalWeakTable<Tensor, Sgd> ByParameter = [];
    }
}
