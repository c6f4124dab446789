namespace LinRegPS;

// Indices, masks, and elements put in other places.
internal static partial class Errors
{
    internal static Exception IndexOf(string operation, long index, int position, int dimension, int size, Shape shape) => new InvalidValueException(
        "InvalidIndex",
        $"{operation}: index[{position}] is {index}, outside of dimension {dimension} of shape {shape} ({(size == 0 ? "it is empty" : $"0 to {size - 1}")}).",
        operation: operation, value: index, place: $"index[{position}]", shapes: [shape]);

    internal static Exception IndexNumber(string operation, int position, float number) => new InvalidValueException(
        "InvalidIndex", FormattableString.Invariant($"{operation}: index[{position}] is {number}; an index is a whole number."),
        operation: operation, value: number, place: $"index[{position}]");

    internal static Exception NegativeClass(string operation, int position, long number) => new InvalidValueException(
        "InvalidIndex", FormattableString.Invariant($"{operation}: element[{position}] is {number}; what is counted are whole numbers from 0 on."),
        "Leave negative numbers out, or add the same number to all.",
        operation: operation, value: number, place: $"element[{position}]");

    internal static Exception IndexVector(string operation, Shape index) => new ShapeMismatchException(
        "ShapeMismatch", $"{operation}: the index has shape {index}; a vector is needed, for a number of one index.", "Flatten() it.",
        operation: operation, shapes: [index]);

    internal static Exception IndexShape(string operation, Shape index, Shape whole) => new ShapeMismatchException(
        "ShapeMismatch",
        $"{operation}: the index of shape {index} must have as many dimensions as {whole}, and but for the dimension that it names none that is larger.",
        operation: operation, shapes: [index, whole]);

    internal static Exception SourceShape(string operation, Shape needed, Shape source) => new ShapeMismatchException(
        "ShapeMismatch", $"{operation}: a source of shape {needed} is needed for this index, not {source}.",
        operation: operation, shapes: [needed, source]);

    internal static Exception MaskShape(Shape mask, int dimension, Shape shape) => new ShapeMismatchException(
        "ShapeMismatch", $"Index: a mask of shape {mask} does not fit shape {shape} from dimension {dimension} on: its sizes must be the same.",
        operation: "Index", shapes: [mask, shape]);

    internal static Exception NoMatrix(string operation, Shape shape) => new ShapeMismatchException(
        "ShapeMismatch", $"{operation}: a tensor of shape {shape} is no matrix, nor several.",
        operation: operation, shapes: [shape]);

    internal static Exception TooFew(string operation, int count, int dimension, Shape shape) => new InvalidValueException(
        "InvalidCount",
        $"{operation}: k is {count}, but dimension {dimension} of shape {shape} has {(shape.Rank == 0 ? 1 : shape[dimension])}.",
        operation: operation, value: count, shapes: [shape]);

    internal static Exception Repeats(int[] repeats, Shape shape) => new InvalidValueException(
        "InvalidRepeats", $"Repeat: [{string.Join(",", repeats)}] for shape {shape}: a number of 0 or more is needed for each dimension, at least.",
        operation: "Repeat", value: repeats, shapes: [shape]);

    internal static Exception PadPairs(int[] pad, Shape shape) => new InvalidValueException(
        "InvalidPad",
        $"Pad: [{string.Join(",", pad)}] for shape {shape}: two numbers for a dimension are needed, the last dimension's first, that leave no size below 0.",
        operation: "Pad", value: pad, shapes: [shape]);

    internal static Exception PadTooLarge(int pad, int dimension, Shape shape) => new InvalidValueException(
        "InvalidPad", $"Pad: dimension {dimension} of shape {shape} is too small for {pad} elements of its own on a side.",
        operation: "Pad", value: pad, shapes: [shape]);

    internal static Exception Steps(object start, object end, object step) => new InvalidValueException(
        "InvalidRange", FormattableString.Invariant($"Arange: from {start} to {end} by {step}: the step must lead to the end, in no more steps than a tensor has elements."),
        operation: "Arange", value: step);
}
