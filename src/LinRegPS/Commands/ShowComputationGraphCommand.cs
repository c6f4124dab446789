using System.Collections;
using System.Management.Automation;
using LinRegPS.Conversion;
using LinRegPS.Plots.Graphs;

namespace LinRegPS.Commands;

/// <summary>Shows what was recorded of a tensor as a tree: operations, their shapes, and the leaves they began with.</summary>
/// <remarks>
/// The tensor stands above; below each operation is what it was computed of. What is used twice is shown once, and named where it is used again. Leaves that get a gradient have the names that -Model gives its parameters, or those of -Name; of others a number is shown as itself, anything else as data.
///
/// A backward pass lets go of the graph: look before, or keep it with -RetainGraph.
/// </remarks>
/// <example>
///   <summary>The loss of a linear model</summary>
///   <code>
///   $model = New-LinearModel 1 1
///   $loss = Measure-MseLoss (Invoke-Model $model (New-Tensor 1,2,3 -Shape 3,1)) (New-Tensor 2,4,6 -Shape 3,1)
///   Show-ComputationGraph $loss -Model $model
///   </code>
/// </example>
/// <example>
///   <summary>A loop of one's own</summary>
///   <code>
///   $w = New-Tensor 3 -RequiresGrad
///   $b = New-Tensor 1 -RequiresGrad
///   ($w * 2 + $b).Exp() | Show-ComputationGraph -Name @{ w = $w; b = $b }
///   </code>
/// </example>
/// <seealso cref="ExportComputationGraphCommand"/>
/// <seealso cref="InvokeBackwardCommand"/>
[Cmdlet(VerbsCommon.Show, "ComputationGraph")]
[OutputType(typeof(string))]
public sealed class ShowComputationGraphCommand : TerminalCmdlet
{
    /// <summary>The tensor, a loss for instance.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>The model whose names the leaves have.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Model { get; set; }

    /// <summary>Names for leaves: @{ w = $w; b = $b }.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Name { get; set; }

    /// <summary>How many levels of the tree to show.</summary>
    [Parameter]
    [Number(typeof(int))]
    [ValidateRange(1, 200)]
    public int Depth { get; set; } = 20;

    /// <inheritdoc/>
    protected override void Process()
    {
        var names = LeafNames.Of(Model is null ? null : ToModel(Model), Name);
        Write(new GraphTree(new ComputationGraph(ToTensor(InputObject, nameof(InputObject)), names), Style()).Lines(Depth));
    }
}
