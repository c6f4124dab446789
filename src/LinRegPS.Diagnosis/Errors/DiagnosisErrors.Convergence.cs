namespace LinRegPS.Diagnosis;

public static partial class DiagnosisErrors
{
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
}
