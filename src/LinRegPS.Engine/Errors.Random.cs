namespace LinRegPS;

// Random numbers and initialisation.
internal static partial class Errors
{
    internal static Exception GeneratorState(int length) => new InvalidValueException(
        "InvalidState", $"{length} bytes that are no state of a generator.", "Give what GetState() gave.", name: "state", value: length);

    internal static Exception NoIntegers(long low, long high) => new InvalidValueException(
        "InvalidRange", FormattableString.Invariant($"RandInt: there is no whole number from {low} to below {high}."), operation: "RandInt", value: low);

    internal static Exception NotWeights(Shape shape) => new ShapeMismatchException(
        "ShapeMismatch", $"Multinomial: weights of shape {shape}; a vector, or rows of weights, are needed.", operation: "Multinomial", shapes: [shape]);

    internal static Exception Weight(float value) => new InvalidValueException(
        "InvalidWeight", FormattableString.Invariant($"Multinomial: a weight is {value}; it must be finite and not negative."), operation: "Multinomial", value: value);

    internal static Exception TooFewWeights(int usable, int needed) => new InvalidValueException(
        "TooFewWeights",
        $"Multinomial: {usable} weights of a row are above 0, and {needed} places are to be drawn of it.",
        "Draw fewer, or with replacement.", operation: "Multinomial", value: usable);

    internal static Exception NeedsMatrix(string operation, Shape shape) => new ShapeMismatchException(
        "ShapeMismatch", $"{operation} needs a matrix; this tensor has shape {shape}.", operation: operation, shapes: [shape]);

    internal static Exception NeedsTwoDimensions(string operation, Shape shape) => new ShapeMismatchException(
        "ShapeMismatch", $"{operation} needs a tensor of two dimensions or more; this one has shape {shape}.",
        "A bias has no inputs to count: Init.Zeros or Init.Uniform suit it.", operation: operation, shapes: [shape]);
}
