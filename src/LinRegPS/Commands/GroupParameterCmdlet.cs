using System.Management.Automation;
using LinRegPS.Groups;

namespace LinRegPS.Commands;

/// <summary>A cmdlet that brings parameters together that all ranks of a process group have.</summary>
public abstract class GroupParameterCmdlet : ParameterCmdlet
{
    /// <summary>The process group, from Enter-ProcessGroup.</summary>
    [Parameter(Position = 1, Mandatory = true)]
    [AllowNull]
    public object? ProcessGroup { get; set; }

    /// <inheritdoc/>
    protected sealed override void Change(Tensor tensor, object target) => Bring(ToGroup(ProcessGroup), [tensor]);

    /// <inheritdoc/>
    protected sealed override void Change(Module model) => Bring(ToGroup(ProcessGroup), [.. TensorsOf(model)]);

    /// <summary>What of a model is meant.</summary>
    private protected abstract IEnumerable<Tensor> TensorsOf(Module model);

    /// <summary>The work on some of them, in one message.</summary>
    private protected abstract void Bring(ProcessGroup group, IReadOnlyList<Tensor> parameters);
}
