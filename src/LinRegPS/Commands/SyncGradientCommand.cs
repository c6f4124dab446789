using System.Management.Automation;
using LinRegPS.Conversion;
using LinRegPS.Groups;

namespace LinRegPS.Commands;

/// <summary>Gives all ranks of a process group the mean of their gradients.</summary>
/// <remarks>
/// For loops of one's own under mpirun: each rank computes the gradients of its share of a batch, this makes them those of the whole batch, and all ranks step alike. It stands between Invoke-Backward and the step. All gradients go in one message. Where shares are not of the same size, -RowCount says how many rows the gradients are the mean of, and they are weighted by it.
///
/// The parameters have to be the same on all ranks to begin with: by a seed, or by Sync-Parameter. Invoke-Training -ProcessGroup does all of this itself.
/// </remarks>
/// <example>
///   <summary>A loop of one's own</summary>
///   <code>
///   $group = Enter-ProcessGroup
///   $X = New-Tensor -Normal -Shape 100,3 -Seed 1
///   $Y = $X.MatMul((New-Tensor 1,2,3 -Shape 3,1))
///   $rows = [int][math]::Floor(100 / $group.Size)
///   $myX, $myY = $X, $Y | ForEach-Object { $_.Narrow(0, $group.Rank * $rows, $rows) }
///   $model = New-LinearModel 3 1 -Seed 0
///   foreach ($epoch in 1..20) {
///       $loss = Measure-MseLoss (Invoke-Model $model $myX) $myY
///       $model | Clear-Gradient
///       $loss | Invoke-Backward
///       $model | Sync-Gradient -ProcessGroup $group -RowCount $rows
///       $model | Step-Sgd -LearningRate 0.1
///   }
///   if ($group.Rank -eq 0) { $model.Weight }
///   </code>
/// </example>
/// <example>
///   <summary>Gradients of single tensors</summary>
///   <code>
///   $group = Enter-ProcessGroup
///   $w = New-Tensor 1,2 -RequiresGrad
///   ($w * $w).Sum() | Invoke-Backward
///   $w | Sync-Gradient -ProcessGroup $group
///   $w.Grad
///   </code>
/// </example>
/// <seealso cref="EnterProcessGroupCommand"/>
/// <seealso cref="SyncParameterCommand"/>
/// <seealso cref="InvokeTrainingCommand"/>
[Cmdlet(VerbsData.Sync, "Gradient")]
[OutputType(typeof(Tensor), typeof(ModelParameter), typeof(Module))]
public sealed class SyncGradientCommand : GroupParameterCmdlet
{
    /// <summary>How many rows this rank's gradients are the mean of; all ranks count alike where it is left out.</summary>
    [Parameter]
    [Number(typeof(double))]
    public double RowCount { get; set; } = 1;

    private protected override IEnumerable<Tensor> TensorsOf(Module model) => model.Parameters().Where(parameter => parameter.RequiresGrad);

    private protected override void Bring(ProcessGroup group, IReadOnlyList<Tensor> parameters) => GroupGradients.Average(group, parameters, RowCount);
}
