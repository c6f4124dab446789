using System.Management.Automation;

namespace LinRegPS.Commands;

/// <summary>Takes one step of an optimizer: moves each parameter that has a gradient.</summary>
/// <remarks>
/// The same as $optimizer.Step(), in a pipeline. It is an error if no parameter has a gradient. What the optimizer keeps from step to step is in the object that New-Optimizer made.
///
/// LBFGS computes the loss several times in a step: give it -Closure, a block that clears the gradients, runs the forward and the backward pass, and gives the loss.
/// </remarks>
/// <example>
///   <summary>A step of Adam</summary>
///   <code>
///   $model = New-LinearModel 1 1 -Seed 0
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2,4,6,8 -Shape 4,1
///   $adam = New-Optimizer Adam $model
///   Invoke-Model $model $X | Measure-MseLoss -Target $Y | Invoke-Backward
///   $adam | Step-Optimizer
///   </code>
/// </example>
/// <example>
///   <summary>L-BFGS, which needs the loss itself</summary>
///   <code>
///   $model = New-LinearModel 1 1 -Seed 0
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2,4,6,8 -Shape 4,1
///   $lbfgs = New-Optimizer LBFGS $model -StrongWolfe
///   Step-Optimizer $lbfgs -Closure {
///       $lbfgs.ZeroGrad()
///       $loss = Invoke-Model $model $X | Measure-MseLoss -Target $Y
///       $loss.Backward()
///       $loss
///   }
///   $model.Weight
///   </code>
///   <para>The loss before the step is written.</para>
/// </example>
/// <seealso cref="NewOptimizerCommand"/>
/// <seealso cref="StepSgdCommand"/>
[Cmdlet(VerbsCommon.Step, "Optimizer")]
[OutputType(typeof(Tensor), typeof(Optimizer))]
public sealed class StepOptimizerCommand : LinRegCmdlet
{
    /// <summary>The optimizer, from New-Optimizer.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public object? Optimizer { get; set; }

    /// <summary>Clears the gradients, runs forward and backward, and writes the loss.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? Closure { get; set; }

    /// <summary>Writes the optimizer, for the next command of the pipeline, instead of the loss of a closure.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var optimizer = ToOptimizer(Optimizer);
        if (Closure is null)
            optimizer.Step();
        else if (optimizer.Step(Evaluate) is var loss && !PassThru)
            WriteObject(loss);
        if (PassThru)
            WriteObject(optimizer);
    }

    private Tensor Evaluate()
    {
        var written = InvokeCommand.InvokeScript(useLocalScope: false, Closure!, null, null);
        return written.Count == 1 && Unwrap(written[0]) is Tensor loss ? loss : throw Reporting.CallErrors.ClosureResult(written.Count);
    }
}
