using System.Management.Automation;
using LinRegPS.Conversion;

namespace LinRegPS.Commands;

/// <summary>Takes one step of gradient descent: moves each parameter against its gradient.</summary>
/// <remarks>
/// w = w - LearningRate * gradient, in place and without recording, with the rounding of torch.optim.SGD. Of a model, the parameters that have a gradient are changed; it is an error if none has.
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
/// <seealso cref="InvokeBackwardCommand"/>
/// <seealso cref="InvokeTrainingCommand"/>
[Cmdlet(VerbsCommon.Step, "Sgd")]
[OutputType(typeof(Tensor), typeof(ModelParameter), typeof(Module))]
public sealed class StepSgdCommand : ParameterCmdlet
{
    /// <summary>The size of the step: the gradient is multiplied by it. Finite, and not negative.</summary>
    [Parameter(Position = 1, Mandatory = true)]
    [Number(typeof(double))]
    public double LearningRate { get; set; }

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
    protected override void Change(Tensor tensor, object target) =>
        Sgd.Step(tensor, tensor.Grad is null ? NameOf(target) : string.Empty, LearningRate);

    /// <inheritdoc/>
    protected override void Change(Module model) => Sgd.Step(model, LearningRate);
}
