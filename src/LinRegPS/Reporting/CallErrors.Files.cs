namespace LinRegPS.Reporting;

// Of files.
internal static partial class CallErrors
{
    /// <summary>Something else than the name of a file.</summary>
    public static Exception NotAPath(string parameter, object value) => new InvalidValueException(
        "WrongPath", $"-{parameter}: {Shown(value)} is not the name of a file.", "The file stands first; what goes into it comes after it, or down the pipeline.", name: parameter, value: value);

    /// <summary>A parameter that belongs to other formats of files.</summary>
    public static Exception WrongFormat(string parameter, string belongs, string format) => new InvalidValueException(
        "WrongFormat", $"-{parameter} is for {belongs}, not for {format}.", name: parameter);

    /// <summary>A target beside a data set to fit.</summary>
    public static Exception OwnTarget() => new InvalidValueException(
        "ParameterConflict", "-Target can't be given with a data set, which has its own.", "Leave it out.", name: "Target");

    /// <summary>A value that is not a table of tensors.</summary>
    public static Exception NotATensorTable(object? value) => new InvalidValueException(
        "WrongTable", $"{Shown(value)} is not a table from Import-Tensor.", "Read one with -AsTable.", name: "Like", value: value);

    /// <summary>A value that is not an optimizer.</summary>
    public static Exception NotAnOptimizer(object? value) => new InvalidValueException(
        "WrongOptimizer", $"{Shown(value)} is not an optimizer.", "Make one, as New-Optimizer Adam $model, and train with it.", value: value);

    /// <summary>A value that is not a schedule.</summary>
    public static Exception NotASchedule(object? value) => new InvalidValueException(
        "WrongSchedule", $"{Shown(value)} is not a schedule.", "Make one with New-LearningRateSchedule.", value: value);
}
