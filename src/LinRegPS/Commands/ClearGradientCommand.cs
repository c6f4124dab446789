using System.Management.Automation;

namespace LinRegPS.Commands;

/// <summary>Forgets gradients, so that the next backward pass starts afresh.</summary>
/// <remarks>
/// Gradients add up over backward passes. Clear them once in every round of a training loop, as PyTorch's optimizer.zero_grad() does. Grad is null afterwards.
/// </remarks>
/// <example>
///   <summary>In a training loop</summary>
///   <code>
///   $w = New-Tensor 0 -RequiresGrad
///   $X = New-Tensor 1,2,3,4
///   $Y = New-Tensor 2,4,6,8
///   foreach ($epoch in 1..10) {
///       Measure-MseLoss ($w * $X) $Y | Invoke-Backward
///       $w | Step-Sgd -LearningRate 0.01 -PassThru | Clear-Gradient
///   }
///   $w
///   </code>
/// </example>
/// <example>
///   <summary>All gradients of a model</summary>
///   <code>
///   $model = New-LinearModel 1 1
///   Measure-MseLoss (Invoke-Model $model (, 3)) (, 6) | Invoke-Backward
///   $model | Clear-Gradient
///   $model.Weight.Grad -eq $null
///   </code>
/// </example>
/// <seealso cref="InvokeBackwardCommand"/>
/// <seealso cref="StepSgdCommand"/>
[Cmdlet(VerbsCommon.Clear, "Gradient")]
[OutputType(typeof(Tensor), typeof(ModelParameter), typeof(Module))]
public sealed class ClearGradientCommand : ParameterCmdlet
{
    /// <inheritdoc/>
    protected override void Change(Tensor tensor, object target) => tensor.Grad = null;

    /// <inheritdoc/>
    protected override void Change(Module model) => model.ZeroGrad();
}
