using System.Management.Automation;
using LinRegPS.Reporting;

namespace LinRegPS.Commands;

/// <summary>A cmdlet that writes or reads the state of a training.</summary>
public abstract class CheckpointCmdlet : FileCmdlet
{
    /// <summary>The model.</summary>
    [Parameter(Position = 1, Mandatory = true)]
    [AllowNull]
    public object? Model { get; set; }

    /// <summary>The optimizer, an object from New-Optimizer. Plain gradient descent keeps nothing, and needs none.</summary>
    [Parameter(Position = 2)]
    [AllowNull]
    public object? Optimizer { get; set; }

    /// <summary>The schedule of the learning rate, an object from New-LearningRateSchedule.</summary>
    [Parameter]
    [AllowNull]
    public object? Schedule { get; set; }

    /// <summary>The schedule in the argument; null where there is none.</summary>
    private protected LearningRateSchedule? ToSchedule() => Unwrap(Schedule) switch
    {
        null => null,
        LearningRateSchedule schedule => schedule,
        var other => throw CallErrors.NotASchedule(other),
    };

    /// <summary>The optimizer in the argument; null where there is none.</summary>
    private protected Optimizer? ToOptimizer() => Unwrap(Optimizer) is null ? null : ToOptimizer(Optimizer);
}
