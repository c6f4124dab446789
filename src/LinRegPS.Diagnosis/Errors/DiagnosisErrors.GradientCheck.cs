namespace LinRegPS.Diagnosis;

public static partial class DiagnosisErrors
{
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
}
