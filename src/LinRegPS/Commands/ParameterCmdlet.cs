using System.Collections;
using System.Management.Automation;
using LinRegPS.Conversion;
using LinRegPS.Reporting;

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
        object? given = Unwrap(InputObject);
        bool several = given is IEnumerable and not (string or Module);
        if (several)
            ChangeAll((IEnumerable)given!);
        else
            Change(given);
        if (PassThru)
            WriteObject(InputObject, enumerateCollection: several);
    }

    /// <summary>Throws where the work on a tensor can't be done.</summary>
    protected virtual void Check(Tensor tensor, object target)
    {
    }

    /// <summary>Throws where the work on a model can't be done.</summary>
    protected virtual void Check(Module model)
    {
    }

    /// <summary>The work on the tensor that a target is or has. Where it can't be done it throws, and changes nothing.</summary>
    protected abstract void Change(Tensor tensor, object target);

    /// <summary>The work on one model. Where it can't be done it throws, and changes nothing.</summary>
    protected abstract void Change(Module model);

    /// <summary>What messages call a target that is no model.</summary>
    protected static string NameOf(object target) =>
        target is ModelParameter parameter ? $"The parameter {parameter.Name}" : $"The tensor of shape {TensorOf(target).Shape}";

    // All are looked at before any is changed: a list with one that can't be changed leaves the others as they were.
    private void ChangeAll(IEnumerable items)
    {
        object[] targets = [.. ParameterArgument.Items(items, nameof(InputObject)).Select(item => Unwrap(item) ?? throw CallErrors.NotAParameter(null))];
        foreach (object target in targets)
            Check(target);
        foreach (object target in targets)
            Change(target);
    }

    private void Check(object target)
    {
        if (target is Module model)
            Check(model);
        else
            Check(TensorOf(target), target);
    }

    private void Change(object? target)
    {
        if (target is Module model)
            Change(model);
        else
            Change(TensorOf(target), target!);
    }

    private static Tensor TensorOf(object? target) => target switch
    {
        Tensor tensor => tensor,
        ModelParameter parameter => parameter.Value,
        _ => throw CallErrors.NotAParameter(target),
    };
}
