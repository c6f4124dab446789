namespace LinRegPS;

// Of tensors where a language asks for a number, a truth or an order.
internal static partial class Errors
{
    internal static Exception NoNumber(string operation, object value) => new InvalidValueException(
        "NotANumber", $"{operation}: {Shown(value)} is neither a number nor a tensor.",
        operation: operation, value: value);

    internal static Exception NoOrder(Shape a, Shape b) => new InvalidValueException(
        "NoOrder", $"Tensors of shape {a} and {b} have no order: only tensors of one element are less or greater.",
        "Compare the elements with Gt(), Ge(), Lt() or Le(), or a Sum() or Max() of them.",
        operation: "Compare", shapes: [a, b]);

    internal static Exception Truth(Shape shape) => new InvalidValueException(
        "NoTruthValue", $"A tensor of shape {shape} is neither true nor false: only a tensor of one element is, by its number.",
        "Ask whether it is null, or for a Sum() or Max() of its elements.",
        operation: "Truth", shapes: [shape]);

    internal static Exception NotWhole(object number) => new InvalidValueException(
        "NotWhole", FormattableString.Invariant($"The tensor's {number} is not a whole number in range."), "Round its Item().",
        operation: "Item", value: number);

    internal static Exception NotConvertible(string type) => new InvalidValueException(
        "NotConvertible", $"A tensor can't become a {type}.",
        value: type);

    internal static Exception TextOperand(string text) => new InvalidValueException(
        "NotANumber", $"'{text}' is not a number that a tensor can be computed with.", "Text of a number has a point for decimals and no thousands separators: 0.5, 1234.",
        value: text);
}
