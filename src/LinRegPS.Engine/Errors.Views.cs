using System.Globalization;

namespace LinRegPS;

// Views, and elements of other types than float32.
internal static partial class Errors
{
    internal static Exception NoView(Shape from, int[] strides, Shape to) => new ShapeMismatchException(
        "NoView",
        $"View: the elements of a tensor of shape {from} with strides [{string.Join(",", strides)}] do not lie so that a view could have the shape {to}.",
        "Use Reshape, which copies where it must.",
        operation: "View", shapes: [from, to]);

    internal static Exception InPlaceOnRepeated(string method, Shape shape) => new AutogradException(
        "InPlaceRepeated",
        $"{method}: in a tensor of shape {shape} that is expanded several elements are one and the same number; it can't be changed in place.",
        "Clone() it first.",
        operation: method, shapes: [shape]);

    internal static Exception InPlaceOnUnrecordedView(string method) => new AutogradException(
        "InPlaceRecorded",
        $"{method}: this is a view, made under no-grad, of a tensor that requires a gradient; it can't be changed in place while operations are recorded.",
        "Make and change the view under no-grad, or Detach() the tensor first.",
        operation: method);

    internal static Exception WrongDType(string operation, DType needed, DType actual) => new InvalidValueException(
        "WrongDType", $"{operation}: the tensor must be {Name(needed)}, not {Name(actual)}.", $"{Conversion(needed)} makes it {Name(needed)}.",
        operation: operation, value: actual);

    internal static Exception GradientDType(DType actual) => new AutogradException(
        "GradientDType", $"RequiresGrad: a tensor of {Name(actual)} has no gradient; only float32 has.", "Use Float() first.",
        name: "RequiresGrad", value: actual);

    internal static Exception NotInFloat32(string operation, long value) => new InvalidValueException(
        "NotInFloat32", FormattableString.Invariant($"{operation}: {value} is none of the numbers of float32, in which arithmetic is done."), "Use ToInt64Array(), or Float(), which rounds.",
        operation: operation, value: value);

    internal static Exception RoundedWhole(string operation, float value) => new InvalidValueException(
        "NotInFloat32",
        FormattableString.Invariant($"{operation}: a result of whole numbers is about {value:F0}; it is computed in float32, which has all whole numbers up to 16777216 only."),
        "Use Float() first, where a rounded result will do.",
        operation: operation, value: value);

    internal static Exception RoundedNumber(double value) => new InvalidValueException(
        "NotInInt64", FormattableString.Invariant($"The whole number {value:F0} may have been rounded: methods take numbers as double, which has all whole numbers up to 9007199254740992 only."),
        "Give a tensor of int64 instead, which has all digits.",
        operation: "Long", value: value);

    internal static Exception NotWholeElement(string operation, float value) => new InvalidValueException(
        "NotInInt64", FormattableString.Invariant($"{operation}: {value} has no place in a tensor of int64."), "Use Float() on the tensor first, or Round() on the numbers.",
        operation: operation, value: value);

    internal static Exception NotInInt64(double value) => new InvalidValueException(
        "NotInInt64", FormattableString.Invariant($"Long: {value} has no int64."), "Remove it from the data.",
        operation: "Long", value: value);

    internal static Exception BeyondInt64(string operation, Int128 value) => new InvalidValueException(
        "NotInInt64", $"{operation}: {value.ToString(CultureInfo.InvariantCulture)} is beyond int64.", "Float() makes a tensor of numbers that may be as large, though rounded.",
        operation: operation);

    internal static Exception NoDimensions(string operation) => new InvalidValueException(
        "InvalidDimension", $"{operation}: a tensor without dimensions has no parts.", "Reshape(1) makes it a vector.",
        operation: operation);

    internal static Exception NarrowRange(int start, int length, int dimension, Shape shape) => new InvalidValueException(
        "InvalidIndex", $"Narrow: {length} indices from {start} on are not all in dimension {dimension} of shape {shape} (size {shape[dimension]}).",
        operation: "Narrow", value: start, place: $"dimension {dimension}", shapes: [shape]);

    internal static Exception SplitSizes(int[] sizes, int dimension, Shape shape) => new InvalidValueException(
        "InvalidSizes",
        $"Split: the sizes {string.Join(",", sizes)} must not be negative, and together the size {shape[dimension]} of dimension {dimension} of shape {shape}.",
        operation: "Split", value: sizes, shapes: [shape]);

    internal static Exception CountMismatch(string operation, string first, int ofFirst, string second, int ofSecond) => new InvalidValueException(
        "CountMismatch", $"{operation}: {ofFirst} in {first}, but {ofSecond} in {second}: there must be as many.",
        operation: operation, name: second, value: ofSecond);

    private static string Name(DType dtype) => dtype switch { DType.Int64 => "int64", DType.Bool => "bool", _ => "float32" };

    private static string Conversion(DType dtype) => dtype switch { DType.Int64 => "Long()", DType.Bool => "Bool()", _ => "Float()" };
}
