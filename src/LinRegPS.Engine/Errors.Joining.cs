namespace LinRegPS;

// Of tensors that are to become one.
internal static partial class Errors
{
    internal static Exception NothingToJoin(string operation) => new InvalidValueException(
        "EmptyTensor", $"{operation}: there is no tensor to join.",
        operation: operation);

    internal static Exception NewDimension(string operation, int dimension, Shape shape) => new InvalidValueException(
        "InvalidDimension",
        $"{operation}: a new dimension can't stand at {dimension} in shape {shape} (allowed: {-shape.Rank - 1} to {shape.Rank}).",
        operation: operation, value: dimension, shapes: [shape]);

    internal static Exception NotTensor(string operation, string name, object? value) => value is null ? Null(operation, name) : new InvalidValueException(
        "NotTensor", $"{operation}: {name} is {Shown(value)}; a tensor is needed.",
        operation: operation, name: name, value: value);

    internal static Exception StackShapes(Shape first, int index, Shape other) => new ShapeMismatchException(
        "ShapeMismatch", $"Stack: tensor 0 has shape {first}, but tensor {index} has {other}.", "Reshape them to one shape, or join them with Cat.",
        operation: "Stack", place: $"tensor {index}", shapes: [first, other]);

    internal static Exception CatShapes(Shape first, int dimension, int index, Shape other) => new ShapeMismatchException(
        "ShapeMismatch",
        first.Rank == 0 || other.Rank == 0
            ? $"Cat: tensor {(first.Rank == 0 ? 0 : index)} is a number and has no dimension to join along."
            : $"Cat: shapes {first} and {other} (tensor {index}) may differ in dimension {dimension} alone.",
        first.Rank == 0 || other.Rank == 0 ? "Use Stack for numbers." : "Reshape one of them.",
        operation: "Cat", place: $"tensor {index}", shapes: [first, other]);
}
