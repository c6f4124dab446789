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
        Change(Unwrap(InputObject));
        if (PassThru)
            WriteObject(InputObject, enumerateCollection: true);
    }

    /// <summary>The work on one tensor; the name is for messages.</summary>
    protected abstract void Change(Tensor tensor, string name);

    /// <summary>The work on one model.</summary>
    protected abstract void Change(Module model);

    private void Change(object? target)
    {
        switch (target)
        {
            case Tensor tensor:
                Change(tensor, $"The tensor of shape {tensor.Shape}");
                break;
            case ModelParameter parameter:
                Change(parameter.Value, $"The parameter {parameter.Name}");
                break;
            case Module model:
                Change(model);
                break;
            case IEnumerable targets and not string:
                foreach (object? item in targets)
                    Change(Unwrap(item));
                break;
            default:
                throw Errors.NotAParameter(target);
        }
    }
}
