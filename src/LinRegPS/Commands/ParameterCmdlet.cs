using System.Collections;
using System.Management.Automation;

namespace LinRegPS.Commands;

/// <summary>A cmdlet that changes parameters: tensors, parameters of models, or whole models, one or several.</summary>
public abstract class ParameterCmdlet : LinRegCmdlet
{
    /// <summary>Tensors, parameters (from Get-ModelParameter) or models.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <summary>Writes what was given, for the next command of the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        // All are looked at before any is changed: a list with one that can't be changed leaves the others as they were.
        object[] targets = [.. Targets(Unwrap(InputObject))];
        foreach (object target in targets)
            Dispatch(target, Check, Check);
        foreach (object target in targets)
            Dispatch(target, Change, Change);
        if (PassThru)
            WriteObject(InputObject, enumerateCollection: true);
    }

    /// <summary>Throws where the work on a tensor can't be done.</summary>
    protected virtual void Check(Tensor tensor, string name)
    {
    }

    /// <summary>Throws where the work on a model can't be done.</summary>
    protected virtual void Check(Module model)
    {
    }

    /// <summary>The work on one tensor; the name is for messages.</summary>
    protected abstract void Change(Tensor tensor, string name);

    /// <summary>The work on one model.</summary>
    protected abstract void Change(Module model);

    private static void Dispatch(object target, Action<Tensor, string> onTensor, Action<Module> onModel)
    {
        switch (target)
        {
            case Tensor tensor:
                onTensor(tensor, $"The tensor of shape {tensor.Shape}");
                break;
            case ModelParameter parameter:
                onTensor(parameter.Value, $"The parameter {parameter.Name}");
                break;
            case Module model:
                onModel(model);
                break;
        }
    }

    private static IEnumerable<object> Targets(object? target) => target switch
    {
        Tensor or ModelParameter or Module => [target],
        IEnumerable targets and not string => targets.Cast<object?>().SelectMany(item => Targets(Unwrap(item))),
        _ => throw Errors.NotAParameter(target),
    };
}
