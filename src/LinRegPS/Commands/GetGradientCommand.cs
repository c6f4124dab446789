using System.Management.Automation;

namespace LinRegPS.Commands;

/// <summary>Computes the gradients of a result by tensors that are named, which no tensor keeps.</summary>
/// <remarks>
/// Writes a gradient for each tensor of -By, of its shape; no tensor's Grad changes. As torch.autograd.grad. With -CreateGraph the gradients are recorded, so that they can be differentiated in turn: second derivatives are gradients of gradients.
///
/// [LinRegPS.Autograd]::Jacobian, ::Hessian, ::Hvp and ::Jvp take a script block and do the rest: [LinRegPS.Autograd]::Hessian({ param($x) $x.Pow(3).Sum() }, $x).
/// </remarks>
/// <example>
///   <summary>First and second derivative of a cube</summary>
///   <code>
///   $x = New-Tensor 2 -RequiresGrad
///   $slope = Get-Gradient $x.Pow(3) -By $x -CreateGraph
///   $slope
///   Get-Gradient $slope -By $x
///   </code>
///   <para>12, that is 3 x squared, and 12 again: 6 x.</para>
/// </example>
/// <example>
///   <summary>By several tensors</summary>
///   <code>
///   $w = New-Tensor 2 -RequiresGrad
///   $b = New-Tensor 1 -RequiresGrad
///   $forW, $forB = $w * 3 + $b | Get-Gradient -By $w, $b
///   </code>
/// </example>
/// <seealso cref="InvokeBackwardCommand"/>
[Cmdlet(VerbsCommon.Get, "Gradient")]
[OutputType(typeof(Tensor))]
public sealed class GetGradientCommand : LinRegCmdlet
{
    /// <summary>What is differentiated: a tensor of one element, or of any shape with -Gradient.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <summary>The tensors that it is differentiated by: leaves, or results on the way.</summary>
    [Parameter(Position = 1, Mandatory = true)]
    [AllowNull]
    public object?[]? By { get; set; }

    /// <summary>The gradient to start from, of the result's shape. A result of one element starts from 1.</summary>
    [Parameter]
    [AllowNull]
    public object? Gradient { get; set; }

    /// <summary>Keeps what the operations saved, so that another backward pass can follow.</summary>
    [Parameter]
    public SwitchParameter RetainGraph { get; set; }

    /// <summary>Records the pass itself, so that the gradients can be differentiated in turn. Keeps the graph too.</summary>
    [Parameter]
    public SwitchParameter CreateGraph { get; set; }

    /// <summary>Writes null for a tensor that the result was not made from, instead of an error.</summary>
    [Parameter]
    public SwitchParameter AllowUnused { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var by = Array.ConvertAll(By ?? [null], tensor => ToTensor(tensor, nameof(By)));
        var gradients = Autograd.Grad(
            ToTensor(InputObject, nameof(InputObject)), by, Gradient is null ? null : ToTensor(Gradient, nameof(Gradient)), RetainGraph, CreateGraph, AllowUnused);
        foreach (var gradient in gradients)
            WriteObject(gradient);
    }
}
