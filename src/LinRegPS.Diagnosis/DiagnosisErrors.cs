namespace LinRegPS.Diagnosis;

/// <summary>Errors of the diagnosis: ids, facts and texts in one place.</summary>
internal static class DiagnosisErrors
{
    // What the operations are called in messages; the module knows the commands by them.
    internal const string Convergence = "Convergence", GradientCheck = "Gradient check", GradientComparison = "Gradient comparison",
        TraceComparison = "Training comparison";

    internal static Exception GradientCount(int references, int candidates) => new ShapeMismatchException(
        "GradientCountMismatch",
        $"{references} gradients against {candidates}: gradients without names are compared by their places, so there must be as many.",
        "Name them.",
        operation: GradientComparison);

    internal static Exception NoRecords(string name) => new InvalidValueException(
        "NoTrainingRecord", $"{name}: there are no records.", "Give objects with Epoch, Loss and a column for each parameter.",
        operation: TraceComparison, name: name);

    internal static Exception RepeatedEpoch(string name, int epoch) => new InvalidValueException(
        "RepeatedEpoch", $"{name}: epoch {epoch} is recorded twice.", "Compare trainings one by one: each array is one of them.",
        operation: TraceComparison, name: name, value: epoch);

    internal static Exception NoCommonEpoch(string reference, string candidate) => new InvalidValueException(
        "NoCommonEpoch", $"{reference} and {candidate} have no epoch in common.", "Record the same epochs of both, from the first on.",
        operation: TraceComparison, name: candidate);

    internal static Exception NothingToCompare(string reference, string candidate) => new InvalidValueException(
        "NothingToCompare",
        $"{reference} and {candidate} record nothing in common: neither a loss, nor a parameter of the same name.",
        "Rename the parameters that are the same.",
        operation: TraceComparison, name: candidate);

    internal static Exception ParameterSizes(string reference, string name, Shape shape, string candidate, string otherName, Shape other) => new ShapeMismatchException(
        "ShapeMismatch",
        $"{name} of {reference} has shape {shape}, {otherName} of {candidate} {other}: trainings of models of different sizes can't be compared step by step.",
        "If they are not the same parameter, rename one.",
        operation: TraceComparison, name: name, shapes: [shape, other]);

    internal static Exception OneTraining(int count) => new InvalidValueException(
        "TrainingCount", $"{count} is too few: give at least two trainings to compare.",
        operation: TraceComparison, value: count);

    internal static Exception NegativeTolerance(string name, double value) => new InvalidValueException(
        "InvalidTolerance", FormattableString.Invariant($"{name} is {value}; a tolerance is zero or more."),
        name: name, value: value);

    internal static Exception CheckNeedsLeaf(string name, string operation) => new AutogradException(
        "NotALeaf",
        $"{GradientCheck}: {name} is the result of {operation}; only a tensor made directly can be changed to see what follows.",
        "Pass the tensors it was made from.",
        operation: GradientCheck, name: name);

    internal static Exception CheckedFunctionChanges() => new AutogradException(
        "InPlaceChange",
        $"{GradientCheck}: the function changes the tensors that are checked, so that no two runs of it are the same function.",
        "Take the step out of it.",
        operation: GradientCheck);

    /// <summary>Gradients for another number of tensors.</summary>
    internal static Exception GivenGradients(int given, int tensors) => new ShapeMismatchException(
        "ShapeMismatch",
        $"{GradientCheck}: {given} gradient{(given == 1 ? "" : "s")} for {tensors} tensor{(tensors == 1 ? "" : "s")}: give one for each, in the same order.",
        operation: GradientCheck);

    internal static Exception NotNegative(string name, long value) => new InvalidValueException(
        "Invalid" + name, $"{name} is {value}; it can't be negative.",
        name: name, value: value);

    internal static Exception ConvergenceInput(Shape shape) => new ShapeMismatchException(
        "ShapeMismatch",
        $"{Convergence}: the input has shape {shape}; rows of samples are needed: [samples, features], or [samples] for one feature.",
        operation: Convergence, name: "input", shapes: [shape]);

    internal static Exception ConvergenceTarget(Shape target, int samples, int outputs) => new ShapeMismatchException(
        "ShapeMismatch",
        $"{Convergence}: the target has shape {target}; {samples} samples of {outputs} output{(outputs == 1 ? "" : "s")} need [{samples},{outputs}].",
        operation: Convergence, name: "target", shapes: [target]);

    internal static Exception ConvergenceStart(int given, int parameters, string names) => new ShapeMismatchException(
        "ShapeMismatch",
        $"{Convergence}: the start has {given} numbers, but there are {parameters} parameters to start from: {names}.",
        operation: Convergence, name: "start");

    internal static Exception ConvergenceData(string what, int row) => new InvalidValueException(
        "NaN", $"{Convergence}: {what} has a NaN or an infinity in row {row}.", "Remove it from the data.",
        operation: Convergence, name: what, place: $"row {row}");

    internal static Exception NotAPositiveNumber(string name, double value) => new InvalidValueException(
        "Invalid" + name, FormattableString.Invariant($"{name} is {value}; it must be a finite number above 0."),
        name: name, value: value);

    internal static Exception TooManyFeatures(int parameters, int most) => new InvalidValueException(
        "TooManyFeatures", $"{Convergence}: {parameters} parameters; the eigenvalues of at most {most} are computed.",
        operation: Convergence, value: parameters);

    internal static Exception TargetNeeded(string model) => new InvalidValueException(
        "TargetNeeded",
        $"{Convergence}: {model} is not a single linear layer, so the curvature of its loss depends on the target.", "Give the target.",
        operation: Convergence, name: model);

    internal static Exception CurvatureNotFinite(string model) => new InvalidValueException(
        "NonFiniteGradient",
        $"{Convergence}: {model}: the gradient is not finite near these parameters, so there is no curvature to measure.",
        "Look at the data and the parameters for NaN or infinity.",
        operation: Convergence, name: model);

    internal static Exception NoSuchRule(string pattern, IEnumerable<string> ids) => new InvalidValueException(
        "NoSuchRule", $"No rule matches '{pattern}'. There are: {string.Join(", ", ids)}.",
        value: pattern);
}
