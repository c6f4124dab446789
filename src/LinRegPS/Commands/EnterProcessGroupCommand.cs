using System.Management.Automation;
using System.Runtime.CompilerServices;
using LinRegPS.Conversion;
using LinRegPS.Groups;
using LinRegPS.Mpi;

namespace LinRegPS.Commands;

/// <summary>Enters the group of processes that mpirun started, so that they work together.</summary>
/// <remarks>
/// mpirun -n 8 pwsh -File train.ps1 runs a script in eight processes, on one machine or on several. Each of them enters the group and so learns its Rank, from 0, and the Size of the group. Invoke-Training -ProcessGroup then trains one model in all of them, each with its share of the rows of each batch, and Measure-LinearModel -ProcessGroup fits the rows of all. For loops of one's own there is Sync-Gradient, and the group has the methods AllReduce (the sum over all ranks), AllGather, Broadcast and Barrier. All ranks run the same script: what one rank calls of these, all call, in the same order.
///
/// Sums are formed in float64 in the order of the ranks: as many ranks give the same bits always, whatever MPI does on the way.
///
/// MPI is the machine's: Open MPI (apt-get install openmpi-bin) or MPICH (apt-get install mpich), found when it is needed. A process that no mpirun started is a group of one rank, without any of it: the same script runs there too.
///
/// A rank that fails in a training ends it on all ranks with its message. A rank that ends with an error or is killed ends all processes, and so does one that waits longer than -TimeoutSecond for the others, as where a machine is cut off. Invoke-Training -CheckpointPath -Resume goes on from the last checkpoint, with any number of ranks.
/// </remarks>
/// <example>
///   <summary>A training in as many processes as there are</summary>
///   <code>
///   $group = Enter-ProcessGroup
///   $X = New-Tensor -Normal -Shape 1000,3 -Seed 1
///   $Y = $X.MatMul((New-Tensor 1,2,3 -Shape 3,1))
///   $model = New-LinearModel 3 1 -Seed 0
///   Invoke-Training $model $X $Y 0.1 50 -BatchSize 100 -Shuffle -Seed 0 -LogEvery 10 -ProcessGroup $group
///   </code>
///   <para>As train.ps1 it is started by mpirun -n 2 pwsh -File train.ps1; records come from rank 0 alone.</para>
/// </example>
/// <example>
///   <summary>The mean of what all ranks have</summary>
///   <code>
///   $group = Enter-ProcessGroup
///   $mine = New-Tensor $group.Rank, 1
///   $mean = $group.AllReduce($mine) / $group.Size
///   if ($group.Rank -eq 0) { $mean }
///   </code>
/// </example>
/// <seealso cref="InvokeTrainingCommand"/>
/// <seealso cref="SyncGradientCommand"/>
/// <seealso cref="MeasureLinearModelCommand"/>
[Cmdlet(VerbsCommon.Enter, "ProcessGroup")]
[OutputType(typeof(ProcessGroup))]
public sealed class EnterProcessGroupCommand : LinRegCmdlet
{
    /// <summary>The file of the MPI library, where it is not found by its name: libmpi.so.40 of Open MPI or libmpi.so.12 of MPICH, say.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LibraryPath { get; set; }

    /// <summary>How many seconds a rank waits for the others before all ends. The first call in a process decides.</summary>
    [Parameter]
    [Number(typeof(double))]
    public double TimeoutSecond { get; set; } = 1800;

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (!(TimeoutSecond > 0 && TimeoutSecond < int.MaxValue))
            throw Errors.NotAboveZero(nameof(TimeoutSecond), TimeoutSecond);
        WriteObject(Enter());
    }

    // Apart from the rest, so that nothing of MPI is loaded where a call is refused.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ProcessGroup Enter() =>
        MpiGroup.Enter(LibraryPath is null ? null : FilePath.For(SessionState, LibraryPath), TimeSpan.FromSeconds(TimeoutSecond));
}
