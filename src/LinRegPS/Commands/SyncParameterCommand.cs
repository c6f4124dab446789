using System.Management.Automation;
using LinRegPS.Groups;

namespace LinRegPS.Commands;

/// <summary>Gives all ranks of a process group the parameters of rank 0.</summary>
/// <remarks>
/// Of a model it takes parameters and buffers. Before a loop of one's own under mpirun, where the model was made without a seed or read by rank 0 alone. Invoke-Training -ProcessGroup does it itself.
/// </remarks>
/// <example>
///   <summary>The same beginning on all ranks</summary>
///   <code>
///   $group = Enter-ProcessGroup
///   $model = New-LinearModel 3 1
///   $model | Sync-Parameter -ProcessGroup $group
///   </code>
/// </example>
/// <example>
///   <summary>A single tensor</summary>
///   <code>
///   $group = Enter-ProcessGroup
///   $w = New-Tensor $group.Rank, 1 -RequiresGrad
///   $w | Sync-Parameter -ProcessGroup $group -PassThru
///   </code>
/// </example>
/// <seealso cref="EnterProcessGroupCommand"/>
/// <seealso cref="SyncGradientCommand"/>
[Cmdlet(VerbsData.Sync, "Parameter")]
[OutputType(typeof(Tensor), typeof(ModelParameter), typeof(Module))]
public sealed class SyncParameterCommand : GroupParameterCmdlet
{
    private protected override IEnumerable<Tensor> TensorsOf(Module model) => model.NamedParameters().Concat(model.NamedBuffers()).Select(tensor => tensor.Value);

    private protected override void Bring(ProcessGroup group, IReadOnlyList<Tensor> parameters) => GroupGradients.Broadcast(group, parameters);
}
