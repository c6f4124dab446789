namespace LinRegPS.Diagnosis;

/// <summary>Errors of the diagnosis: ids, facts and texts in one place.</summary>
internal static class DiagnosisErrors
{
    // What the operations are called in messages; the module knows the commands by them.
    internal const string OfConvergence = "Convergence", CheckOfGradients = "Gradient check", ComparisonOfGradients = "Gradient comparison",
        ComparisonOfTraces = "Training comparison";

    internal static Exception GradientCount(int references, int candidates) => new ShapeMismatchException(
        "GradientCountMismatch",
        $"{references} gradients against {candidates}: gradients without names are compared by their places, so there must be as many.",
        "Name them.",
        operation: ComparisonOfGradients);

    internal static Exception NoAutomaticRate(string optimizer) => new InvalidValueException(
        "NoAutomaticRate", $"The curvature of the loss says which rate gradient descent allows; the steps of {optimizer} are no gradients times a rate.",
        "Leave the rate out: that is its usual one. Or give a number.", name: "LearningRate", value: optimizer);

    internal static Exception NoCurvature(string model) => new InvalidValueException(
        "NoAutomaticRate", $"No rate follows from the curvature of the loss: where the parameters of {model} are now it is flat, or curved downwards, in every direction.",
        "Give a number.", name: "LearningRate");

    internal static Exception NoRecords(string name) => new InvalidValueException(
        "NoTrainingRecord", $"{name}: there are no records.", "Give objects with Epoch, Loss and a column for each parameter.",
        operation: ComparisonOfTraces, name: name);

    internal static Exception RepeatedEpoch(string name, int epoch) => new InvalidValueException(
        "RepeatedEpoch", $"{name}: epoch {epoch} is recorded twice.", "Compare trainings one by one: each array is one of them.",
        operation: ComparisonOfTraces, name: name, value: epoch);

    internal static Exception LiveTensor(string name, string column, int records) => new InvalidValueException(
        "LiveTensor",
        $"{name}: all {records} records of {column} hold one tensor, which training has changed: each shows its last value.",
        "Record a number or a copy: Item() or Clone().",
        operation: ComparisonOfTraces, name: column);

    internal static Exception NoCommonEpoch(string reference, string candidate) => new InvalidValueException(
        "NoCommonEpoch", $"{reference} and {candidate} have no epoch in common.", "Record the same epochs of both, from the first on.",
        operation: ComparisonOfTraces, name: candidate);

    internal static Exception NothingToCompare(string reference, string candidate) => new InvalidValueException(
        "NothingToCompare",
        $"{reference} and {candidate} record nothing in common: neither a loss, nor a parameter of the same name.",
        "Rename the parameters that are the same.",
        operation: ComparisonOfTraces, name: candidate);

    internal static Exception ParameterSizes(string reference, string name, Shape shape, string candidate, string otherName, Shape other) => new ShapeMismatchException(
        "ShapeMismatch",
        $"{name} of {reference} has shape {shape}, {otherName} of {candidate} {other}: trainings of models of different sizes can't be compared step by step.",
        "If they are not the same parameter, rename one.",
        operation: ComparisonOfTraces, name: name, shapes: [shape, other]);

    internal static Exception OneTraining(int count) => new InvalidValueException(
        "TrainingCount", $"{count} is too few: give at least two trainings to compare.",
        operation: ComparisonOfTraces, value: count);

    internal static Exception NegativeTolerance(string name, double value) => new InvalidValueException(
        "InvalidTolerance", FormattableString.Invariant($"{name} is {value}; a tolerance is zero or more."),
        name: name, value: value);

    internal static Exception CheckNeedsLeaf(string name, string operation) => new AutogradException(
        "NotALeaf",
        $"{CheckOfGradients}: {name} is the result of {operation}; only a tensor made directly can be changed to see what follows.",
        "Pass the tensors it was made from.",
        operation: CheckOfGradients, name: name);

    internal static Exception CheckedFunctionChanges() => new AutogradException(
        "InPlaceChange",
        $"{CheckOfGradients}: the function changes the tensors that are checked, so that no two runs of it are the same function.",
        "Take the step out of it.",
        operation: CheckOfGradients);

    /// <summary>Gradients for another number of tensors.</summary>
    internal static Exception GivenGradients(int given, int tensors) => new ShapeMismatchException(
        "ShapeMismatch",
        $"{CheckOfGradients}: {given} gradient{(given == 1 ? "" : "s")} for {tensors} tensor{(tensors == 1 ? "" : "s")}: give one for each, in the same order.",
        operation: CheckOfGradients);

    internal static Exception NotNegative(string name, long value) => new InvalidValueException(
        "Invalid" + name, $"{name} is {value}; it can't be negative.",
        name: name, value: value);

    internal static Exception ConvergenceInput(Shape shape) => new ShapeMismatchException(
        "ShapeMismatch",
        $"{OfConvergence}: the input has shape {shape}; rows of samples are needed: [samples, features], or [samples] for one feature.",
        operation: OfConvergence, name: "input", shapes: [shape]);

    internal static Exception ConvergenceTarget(Shape target, int samples, int outputs) => new ShapeMismatchException(
        "ShapeMismatch",
        $"{OfConvergence}: the target has shape {target}; {samples} samples of {outputs} output{(outputs == 1 ? "" : "s")} need [{samples},{outputs}].",
        operation: OfConvergence, name: "target", shapes: [target]);

    internal static Exception ConvergenceStart(int given, string[] names) => new ShapeMismatchException(
        "ShapeMismatch",
        $"{OfConvergence}: the start has {given} numbers, but there are {names.Length} parameters to start from: {string.Join(", ", names.Take(10))}{(names.Length > 10 ? ", ..." : "")}.",
        operation: OfConvergence, name: "start");

    internal static Exception ConvergenceData(string what, int row) => new InvalidValueException(
        "NaN", $"{OfConvergence}: {what} has a NaN or an infinity in row {row}.", "Remove it from the data.",
        operation: OfConvergence, name: what, place: $"row {row}");

    internal static Exception NotAPositiveNumber(string name, double value) => new InvalidValueException(
        "Invalid" + name, FormattableString.Invariant($"{name} is {value}; it must be a finite number above 0."),
        name: name, value: value);

    internal static Exception TooManyFeatures(int parameters, int most) => new InvalidValueException(
        "TooManyFeatures", $"{OfConvergence}: {parameters} parameters; the eigenvalues of at most {most} are computed.",
        operation: OfConvergence, value: parameters);

    internal static Exception TargetNeeded(string model) => new InvalidValueException(
        "TargetNeeded",
        $"{OfConvergence}: {model} is not a single linear layer, so the curvature of its loss depends on the target.", "Give the target.",
        operation: OfConvergence, name: model);

    internal static Exception CurvatureNotFinite(string model) => new InvalidValueException(
        "NonFiniteGradient",
        $"{OfConvergence}: {model}: the gradient is not finite near these parameters, so there is no curvature to measure.",
        "Look at the data and the parameters for NaN or infinity.",
        operation: OfConvergence, name: model);

    internal static Exception NoSuchRule(string pattern, IEnumerable<string> ids) => new InvalidValueException(
        "NoSuchRule", $"No rule matches '{pattern}'. {NearNames.Choice(pattern, ids)}",
        value: pattern);
}
