using System.Management.Automation;

namespace LinRegPS.Commands;

/// <summary>
/// What all cmdlets share: a bad record from the pipeline is reported and the pipeline goes on; a call with arguments
/// alone that can't be carried out ends. Parameters that take a tensor or a model are typed object and converted here,
/// so that every error has an id of this module rather than of PowerShell's binder.
/// </summary>
public abstract class LinRegCmdlet : PSCmdlet
{
    /// <summary>The work on one record.</summary>
    protected virtual void Process()
    {
    }

    /// <summary>The work after the last record.</summary>
    protected virtual void Finish()
    {
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        try
        {
            Process();
        }
        catch (Exception exception) when (EngineError(exception) is not null)
        {
            Report(EngineError(exception)!);
        }
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        try
        {
            Finish();
        }
        catch (Exception exception) when (EngineError(exception) is not null)
        {
            ThrowTerminatingError(Record(EngineError(exception)!));
        }
    }

    /// <summary>Reports one bad record, or ends a call that has nothing but its arguments.</summary>
    protected void Report(LinRegException error)
    {
        if (MyInvocation.ExpectingInput)
            WriteError(Record(error));
        else
            ThrowTerminatingError(Record(error));
    }

    /// <summary>Ends a call whose arguments no record can be used with.</summary>
    protected void ThrowUnusable(Exception error) => ThrowTerminatingError(Record((LinRegException)error));

    /// <summary>The model in an argument.</summary>
    protected static Module ToModel(object? argument) =>
        Unwrap(argument) as Module ?? throw Errors.NotAModel(Unwrap(argument));

    /// <summary>The tensor that an argument is or can be made into.</summary>
    protected static Tensor ToTensor(object? argument, string parameter) =>
        Conversion.TensorConversion.From(argument, parameter);

    /// <summary>The object itself, without PowerShell's wrapper.</summary>
    protected static object? Unwrap(object? argument) => Conversion.Wrapping.Unwrap(argument);

    /// <summary>Whether the user gave the parameter.</summary>
    protected bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private ErrorRecord Record(LinRegException error) => new(
        error,
        error.ErrorId,
        error switch
        {
            ShapeMismatchException => ErrorCategory.InvalidArgument,
            AutogradException => ErrorCategory.InvalidOperation,
            _ => ErrorCategory.InvalidData,
        },
        targetObject: null);

    // A model's Forward may be script, and PowerShell wraps what the engine throws there.
    private static LinRegException? EngineError(Exception exception) => exception switch
    {
        LinRegException error => error,
        RuntimeException { InnerException: not null } => exception.GetBaseException() as LinRegException,
        _ => null,
    };
}
