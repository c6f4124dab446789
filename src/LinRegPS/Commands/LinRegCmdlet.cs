using System.Globalization;
using System.Management.Automation;
using LinRegPS.Conversion;
using LinRegPS.Kernels.Threading;
using LinRegPS.Reporting;

namespace LinRegPS.Commands;

/// <summary>
/// What all cmdlets share: a bad record from the pipeline is reported and the pipeline goes on; a call with arguments
/// alone that can't be carried out ends. Parameters that take a tensor or a model are typed object and converted here,
/// so that every error has an id of this module rather than of PowerShell's binder.
/// </summary>
public abstract class LinRegCmdlet : PSCmdlet
{
    // It has nothing to dispose of: nobody waits for a handle of it.
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Is cancelled when the cmdlet is to stop.</summary>
    protected CancellationToken Stop => _stop.Token;

    /// <summary>Is cancelled when what the engine computes for it is to end between two parts.</summary>
    private protected virtual CancellationToken End => Stop;

    /// <summary>Brings arguments without names to their places, where what stands before them leaves one out or needs one more.</summary>
    private protected virtual void Arrange()
    {
    }

    /// <summary>The work before the first record.</summary>
    protected virtual void Begin()
    {
    }

    /// <summary>The work on one record.</summary>
    protected virtual void Process()
    {
    }

    /// <summary>The work after the last record.</summary>
    protected virtual void Finish()
    {
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing()
    {
        RequireAll(Arrange);
        if (RefusedArgument() is { } error)
            ThrowUnusable(error);
        Begin();
        if (PipelinePlace.Taken(this, ParameterSetName) is { } taken)
            ThrowUnusable(taken);
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        using var interruptible = Interruption.Begin(End);
        try
        {
            // A number may come down the pipeline, too.
            if (RefusedArgument() is { } error)
                throw error;
            Process();
        }
        catch (Exception exception) when (IsStopped(exception))
        {
            throw new PipelineStoppedException();
        }
        catch (Exception exception) when (EngineError(exception) is { } error)
        {
            Report(error, target: null);
        }
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        using var interruptible = Interruption.Begin(End);
        try
        {
            Finish();
        }
        catch (Exception exception) when (IsStopped(exception))
        {
            throw new PipelineStoppedException();
        }
        catch (Exception exception) when (EngineError(exception) is { } error)
        {
            ThrowTerminatingError(Record(error, target: null));
        }
    }

    /// <summary>Reports what could not be read of records, or ends a call that has nothing but its arguments.</summary>
    private protected void Report<T>(RowReader<T> records)
    {
        foreach (var (error, record) in records.Faults())
            Report(error, record);
        WarnOfUntold(records);
    }

    /// <summary>Says how many more rows have faults than were told.</summary>
    private protected void WarnOfUntold<T>(RowReader<T> records)
    {
        if (records.Untold > 0)
            WriteWarning($"{records.Untold} more row{(records.Untold == 1 ? " has a fault" : "s have faults")} of the same kinds.");
    }

    /// <summary>Warns where a model that was trained on scaled columns is given the same columns unscaled: its answers would look like any others.</summary>
    private protected void WarnOfScale(DataNames? trained, DataNames? given)
    {
        if (trained is { IsScaled: true } && given is { IsScaled: false, Features.Count: > 0 })
            WriteWarning("The model was trained on rows that a scaler had brought to its scale, and these have not been: give it $scaler.Transform(...) of them, or keep the scaler with the model by $scaler.Wrap($model).");
    }

    /// <summary>Reports a fault of a record without ending the call.</summary>
    private protected void WriteFault(LinRegException error, object? record) => WriteError(Record(error, record));

    /// <summary>Ends the call at a record that can't be used, where the others are of no use without it.</summary>
    private protected void RequireAll(Action read)
    {
        try
        {
            read();
        }
        catch (LinRegException error)
        {
            ThrowUnusable(error);
        }
    }

    /// <summary>Ends a call whose arguments no record can be used with.</summary>
    protected void ThrowUnusable(Exception error) => ThrowTerminatingError(Record((LinRegException)error, target: null));

    /// <summary>The model in an argument.</summary>
    protected static Module ToModel(object? argument)
    {
        if (Unwrap(argument) is not Module model)
            throw Serialization.IsRemnant(argument) ? CallErrors.ModelRemnant(argument!) : CallErrors.NotAModel(Unwrap(argument));
        model.CheckPlace();
        return model;
    }

    /// <summary>The data set in an argument, or that a table with a target is.</summary>
    protected static DataSet ToDataSet(object? argument) =>
        (Unwrap(argument) is Training.DataLoader ? null : DataArgument.Rows(argument)) ?? throw CallErrors.NotADataSet(Unwrap(argument));

    /// <summary>The process group in an argument.</summary>
    private protected static Groups.ProcessGroup ToGroup(object? argument) =>
        Unwrap(argument) as Groups.ProcessGroup ?? throw CallErrors.NotAGroup(Unwrap(argument));

    /// <summary>The optimizer in an argument.</summary>
    private protected static Optimizer ToOptimizer(object? argument) =>
        Unwrap(argument) as Optimizer ?? throw CallErrors.NotAnOptimizer(Unwrap(argument));

    /// <summary>The tensor that an argument is or can be made into.</summary>
    protected static Tensor ToTensor(object? argument, string parameter) =>
        TensorConversion.From(argument, parameter);

    /// <summary>The same for data: numbers that differ and became equal are warned of.</summary>
    protected Tensor ToData(object? argument, string parameter) =>
        TensorConversion.From(argument, parameter, allowNaN: false, WriteWarning);

    /// <summary>The object itself, without PowerShell's wrapper.</summary>
    protected static object? Unwrap(object? argument) => Wrapping.Unwrap(argument);

    /// <summary>Whether the user gave the parameter.</summary>
    protected bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>There is no target; or no input either, whose variable was never set.</summary>
    private protected Exception TargetMissing() => IsNull("InputObject") ? CallErrors.InputNull() : CallErrors.TargetMissing();

    /// <summary>Whether null was given for a parameter.</summary>
    private protected bool IsNull(string parameter) => MyInvocation.BoundParameters.TryGetValue(parameter, out object? given) && Unwrap(given) is null;

    /// <summary>Writes what a sequence gives as it gives it: PowerShell takes all of one before it hands the first on.</summary>
    private protected void WriteEach<T>(IEnumerable<T> items)
    {
        foreach (var item in items)
            WriteObject(item);
    }

    /// <summary>Whether a number stands in the place of the target, which a data set has itself: the learning rate, where it has no name.</summary>
    private protected bool IsRate(object? target) => !IsBound("LearningRate") && Unwrap(target) is ValueType or string or Tensor { Numel: 1 };

    /// <summary>Gives what was bound to one parameter to a numeric other one, as if it had stood in its place.</summary>
    /// <returns>The number, or 1 where it is none, which is told when the cmdlet begins.</returns>
    private protected double Move(string parameter, string to)
    {
        var bound = MyInvocation.BoundParameters;
        object number = new NumberAttribute(typeof(double)).Transform(null!, bound[parameter]);
        bound.Remove(parameter);
        bound[to] = number;
        return Convert.ToDouble(Unwrap(number) is Tensor tensor ? tensor.Item() : Unwrap(number), CultureInfo.InvariantCulture);
    }

    /// <summary>Tells what is done, where -Verbose asks for it; the text is not made for nobody.</summary>
    protected void Tell(Func<string> text)
    {
        bool isAsked = MyInvocation.BoundParameters.TryGetValue("Verbose", out object? verbose)
            ? ((SwitchParameter)verbose!).IsPresent
            : !Equals(GetVariableValue("VerbosePreference"), ActionPreference.SilentlyContinue);
        if (isAsked)
            WriteVerbose(text());
    }

    // Ctrl+C: there is nothing to say. A model's Forward may be script, and PowerShell wraps what ends it.
    private bool IsStopped(Exception exception) => Stop.IsCancellationRequested && exception.GetBaseException() is OperationCanceledException;

    private void Report(LinRegException error, object? target)
    {
        if (MyInvocation.ExpectingInput)
            WriteError(Record(error, target));
        else
            ThrowTerminatingError(Record(error, target));
    }

    private ErrorRecord Record(LinRegException error, object? target)
    {
        var category = error switch
        {
            ShapeMismatchException => ErrorCategory.InvalidArgument,
            AutogradException => ErrorCategory.InvalidOperation,
            _ => ErrorCategory.InvalidData,
        };
        error.Advise(error.ErrorId == CallErrors.BrokenCollectionId && Given(error.Value) is { } parameter ? $"It was given for -{parameter}." : Remedies.Of(error, Has));
        error.LeaveOut(MyInvocation.MyCommand.Name);
        return new ErrorRecord(error, error.ErrorId, category, target ?? Argument(error.Operation) ?? Argument(error.Name) ?? Input());
    }

    // No query: it would be compiled while a first cmdlet waits.
    private LinRegException? RefusedArgument()
    {
        foreach (var (parameter, value) in MyInvocation.BoundParameters)
        {
            if (Refused.Of(parameter, value) is { } error)
                return error;
        }
        return null;
    }

    private bool Has(string parameter) => MyInvocation.MyCommand.Parameters.ContainsKey(parameter);

    // The parameter that was given an object.
    private string? Given(object? value) => MyInvocation.BoundParameters.FirstOrDefault(given => ReferenceEquals(Unwrap(given.Value), value)).Key;

    // What was given for the parameter that an error is about.
    private object? Argument(string? parameter) =>
        parameter is not null && MyInvocation.BoundParameters.TryGetValue(parameter.TrimStart('-'), out object? argument) ? argument : null;

    // What the cmdlet works on: what flows through the pipeline, else the first argument.
    private object? Input()
    {
        var work = GetType().GetProperties()
            .Select(property => (Property: property, Parameter: property.GetCustomAttributes(typeof(ParameterAttribute), true).Cast<ParameterAttribute>().FirstOrDefault()))
            .Where(p => p.Parameter is not null)
            .OrderByDescending(p => p.Parameter!.ValueFromPipeline)
            .ThenBy(p => p.Parameter!.Position == 0 ? 0 : 1)
            .First();
        return work.Parameter!.ValueFromPipeline || work.Parameter.Position == 0 ? work.Property.GetValue(this) : null;
    }

    // A model's Forward may be script, and PowerShell wraps what the engine throws there. What .NET throws is put in words.
    private static LinRegException? EngineError(Exception exception) => exception switch
    {
        LinRegException error => error,
        RuntimeException { InnerException: not null } => exception.GetBaseException() as LinRegException,
        IContainsErrorRecord => null,
        OutOfMemoryException => (LinRegException)CallErrors.OutOfMemory(),
        ArgumentException or ArithmeticException or FormatException or IndexOutOfRangeException or InvalidCastException
            or InvalidOperationException or NotSupportedException or NullReferenceException => (LinRegException)CallErrors.Unexpected(exception),
        _ => null,
    };
}
