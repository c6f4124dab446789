namespace LinRegPS.Diagnosis;

/// <summary>Errors of the diagnosis: ids and texts in one place.</summary>
public static class DiagnosisErrors
{
    internal static Exception GradientCount(int references, int candidates) => new ShapeMismatchException(
        "GradientCountMismatch",
        $"{references} gradients against {candidates}: gradients without names are compared by their places, so there must be as many. Name them, as the keys of a hashtable or by giving models.");

    /// <summary>Something that holds no gradient.</summary>
    public static Exception NotAGradient(object? value) => new InvalidValueException(
        "NotAGradient",
        $"'{value ?? "null"}' ({value?.GetType().Name ?? "null"}) is not a gradient: give a tensor, a parameter, a model, or a list or hashtable of them.");

    internal static Exception NoRecords(string name) => new InvalidValueException(
        "NoTrainingRecord", $"{name}: there are no records. Give what Invoke-Training wrote, or objects with Epoch, Loss and a column for each parameter.");

    internal static Exception RepeatedEpoch(string name, int epoch) => new InvalidValueException(
        "RepeatedEpoch", $"{name}: epoch {epoch} is recorded twice. Compare trainings one by one: each array is one of them.");

    internal static Exception NoCommonEpoch(string reference, string candidate) => new InvalidValueException(
        "NoCommonEpoch", $"{reference} and {candidate} have no epoch in common. Record the same epochs of both, from the first on.");

    internal static Exception NothingToCompare(string reference, string candidate) => new InvalidValueException(
        "NothingToCompare",
        $"{reference} and {candidate} record nothing in common: neither a loss, nor a parameter of the same name. Say with -Map which columns are the same, @{{ w = 'weight' }} for instance.");

    internal static Exception ParameterSizes(string reference, string name, Shape shape, string candidate, string otherName, Shape other) => new ShapeMismatchException(
        "ShapeMismatch",
        $"{name} of {reference} has shape {shape}, {otherName} of {candidate} {other}: trainings of models of different sizes can't be compared step by step. If they are not the same parameter, rename one with -Map.");

    internal static Exception OneTraining(int count) => new InvalidValueException(
        "TrainingCount", $"{count} is too few: give at least two trainings to compare.");

    /// <summary>A record without a property for its epoch.</summary>
    public static Exception NoEpoch(string name, string has) => new InvalidValueException(
        "MissingProperty", $"{name}: a record has no Epoch that is a whole number. It has: {has}.");

    /// <summary>More names than trainings.</summary>
    public static Exception TrainingNames(int names, int trainings) => new InvalidValueException(
        "TrainingNameCount", $"There are {names} names for {trainings} trainings: give one for each, the reference's first.");

    internal static Exception NegativeTolerance(string name, double value) => new InvalidValueException(
        "InvalidTolerance", FormattableString.Invariant($"-{name} is {value}; a tolerance is zero or more."));

    /// <summary>A gradient that is compared has to be told for which parameter it is.</summary>
    public static Exception GradientsByName(string model, IEnumerable<string> names) => new InvalidValueException(
        "GradientsByName",
        $"{model} has the parameters {string.Join(", ", names)}: give their gradients by name, @{{ {string.Join("; ", names.Select(name => $"'{name}' = ..."))} }}, or pass one parameter.");

    internal static Exception CheckNeedsLeaf(string name, string operation) => new AutogradException(
        "NotALeaf", $"Test-Gradient: {name} is the result of {operation}; only a tensor made directly can be changed to see what follows. Pass the tensors it was made from.");

    internal static Exception CheckedFunctionChanges() => new AutogradException(
        "InPlaceChange", "Test-Gradient: the block changes the tensors that are checked, so that no two runs of it are the same function. Take the step out of the block.");

    internal static Exception GivenGradients(int given, int tensors) => new ShapeMismatchException(
        "ShapeMismatch", $"Test-Gradient: {given} gradient{(given == 1 ? "" : "s")} for {tensors} tensor{(tensors == 1 ? "" : "s")}: give one for each, in the same order.");

    internal static Exception NotNegative(string name, long value) => new InvalidValueException(
        "Invalid" + name, $"{name} is {value}; it can't be negative.");

    /// <summary>A script block that gave something else than one value to check.</summary>
    public static Exception CheckResult(object? result) => new InvalidValueException(
        "WrongResult",
        $"Test-Gradient: the block must give one tensor, the loss or a model's output, not {(result is null ? "nothing" : $"'{result}' ({result.GetType().Name})")}. Assign to $null what else it writes.");

    internal static Exception ConvergenceInput(Shape shape) => new ShapeMismatchException(
        "ShapeMismatch", $"Measure-Convergence: the input has shape {shape}; rows of samples are needed: [samples, features], or [samples] for one feature.");

    internal static Exception ConvergenceTarget(Shape target, int samples, int outputs) => new ShapeMismatchException(
        "ShapeMismatch", $"Measure-Convergence: the target has shape {target}; {samples} samples of {outputs} output{(outputs == 1 ? "" : "s")} need [{samples},{outputs}].");

    internal static Exception ConvergenceStart(int given, int parameters, string names) => new ShapeMismatchException(
        "ShapeMismatch", $"Measure-Convergence: -Start has {given} numbers, but there are {parameters} parameters to start from: {names}.");

    internal static Exception ConvergenceData(string what, int row) => new InvalidValueException(
        "NaN", $"Measure-Convergence: {what} has a NaN or an infinity in row {row}. Remove it from the data.");

    internal static Exception NotAPositiveNumber(string name, double value) => new InvalidValueException(
        "Invalid" + name, FormattableString.Invariant($"{name} is {value}; it must be a finite number above 0."));

    internal static Exception TooManyFeatures(int parameters, int most) => new InvalidValueException(
        "TooManyFeatures", $"Measure-Convergence: {parameters} parameters; the eigenvalues of at most {most} are computed.");

    internal static Exception TargetNeeded(string model) => new InvalidValueException(
        "TargetNeeded", $"Measure-Convergence: {model} is not a single linear layer, so the curvature of its loss depends on the target: give it with -Target.");

    internal static Exception CurvatureNotFinite(string model) => new InvalidValueException(
        "NonFiniteGradient", $"Measure-Convergence: {model}: the gradient is not finite near these parameters, so there is no curvature to measure. Look at the data and the parameters for NaN or infinity.");

    internal static Exception NoSuchRule(string pattern, IEnumerable<string> ids) => new InvalidValueException(
        "NoSuchRule", $"No rule matches '{pattern}'. There are: {string.Join(", ", ids)}.");

    /// <summary>A gradient block whose result does not say which parameter it is for.</summary>
    public static Exception GradientBlockResult(int given, IEnumerable<string> names) => new InvalidValueException(
        "WrongGradient",
        $"-Gradient: the block wrote {given} gradients, but the model has the parameters {string.Join(", ", names)}. Write one gradient for each in this order, or a hashtable of names and gradients.");
}
