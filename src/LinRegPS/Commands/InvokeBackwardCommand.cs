using System.Management.Automation;

namespace LinRegPS.Commands;

/// <summary>Computes gradients: goes back from a loss through the recorded operations to every tensor that requires a gradient.</summary>
/// <remarks>
/// Each such tensor's Grad grows by the derivative of the loss with respect to it. Gradients add up over calls until Clear-Gradient forgets them, as in PyTorch: a loop that forgets to clear steps with the sum of all gradients so far.
///
/// What the operations saved is freed on the way. For a second backward pass through the same result pass -RetainGraph to the first.
/// </remarks>
/// <example>
///   <summary>The gradient of a square</summary>
///   <code>
///   $w = New-Tensor 3 -RequiresGrad
///   $loss = $w.Square()
///   $loss | Invoke-Backward
///   $w.Grad
///   </code>
///   <para>6, that is 2 w. $loss.Backward() does the same and is quicker in a loop.</para>
/// </example>
/// <example>
///   <summary>From a vector, with a gradient to start from</summary>
///   <code>
///   $x = New-Tensor 1,2,3 -RequiresGrad
///   Invoke-Backward ($x * $x) -Gradient 1,1,1
///   $x.Grad
///   </code>
/// </example>
/// <seealso cref="ClearGradientCommand"/>
/// <seealso cref="StepSgdCommand"/>
[Cmdlet(VerbsLifecycle.Invoke, "Backward")]
[OutputType(typeof(void))]
public sealed class InvokeBackwardCommand : LinRegCmdlet
{
    /// <summary>The loss: a tensor of one element, or of any shape with -Gradient.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <summary>The gradient to start from, of the tensor's shape. A tensor of one element starts from 1.</summary>
    [Parameter(Position = 1)]
    [AllowNull]
    public object? Gradient { get; set; }

    /// <summary>Keeps what the operations saved, so that another backward pass can follow.</summary>
    [Parameter]
    public SwitchParameter RetainGraph { get; set; }

    /// <summary>Records the pass itself, so that the gradients can be differentiated in turn. Keeps the graph too.</summary>
    [Parameter]
    public SwitchParameter CreateGraph { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ToTensor(InputObject, nameof(InputObject))
        .Backward(Gradient is null ? null : ToTensor(Gradient, nameof(Gradient)), RetainGraph, CreateGraph);
}
