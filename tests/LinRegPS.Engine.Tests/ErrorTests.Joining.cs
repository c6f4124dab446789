namespace LinRegPS.Engine.Tests;

// Tensors that can't become one.
public partial class ErrorTests
{
    private static Case[] Joining() =>
    [
        Of<InvalidValueException>(nameof(Errors.NothingToJoin), "EmptyTensor", () => Tensor.Stack([]), "Stack", "no tensor"),
        Of<InvalidValueException>(nameof(Errors.NothingToJoin), "EmptyTensor", () => Tensor.Cat(null!), "Cat", "no tensor"),
        Of<InvalidValueException>(nameof(Errors.Null), "NullValue", () => Tensor.Stack([s_matrix, null!]), "Stack", "tensor 1 is null"),
        Of<InvalidValueException>(nameof(Errors.NewDimension), "InvalidDimension", () => Tensor.Stack([s_matrix], 3), "3", "[2,3]", "-3 to 2"),
        Of<InvalidValueException>(nameof(Errors.Dimension), "InvalidDimension", () => Tensor.Cat([s_matrix], -3), "Cat", "dimension -3", "-2 to 1"),
        Of<ShapeMismatchException>(nameof(Errors.StackShapes), "ShapeMismatch", () => Tensor.Stack([s_matrix, s_matrix, Tensor.Zeros(3)]), "[2,3]", "tensor 2 has [3]", "Cat"),
        Of<ShapeMismatchException>(nameof(Errors.CatShapes), "ShapeMismatch", () => Tensor.Cat([s_matrix, Tensor.Zeros(2, 2)]), "[2,3] and [2,2] (tensor 1)", "dimension 0 alone"),
        Of<ShapeMismatchException>(nameof(Errors.CatShapes), "ShapeMismatch", () => Tensor.Cat([s_matrix, Tensor.Zeros(3)], 1), "[2,3]", "[3]"),
        Of<ShapeMismatchException>(nameof(Errors.CatShapes), "ShapeMismatch", () => Tensor.Cat([Tensor.Zeros(1), Tensor.Scalar(1)]), "tensor 1 is a number", "Stack"),
        Of<InvalidValueException>(nameof(Errors.TooManyElements), "InvalidShape", () => Tensor.Cat([.. Enumerable.Repeat(Tensor.Zeros(0, 2_000_000_000), 1), Tensor.Zeros(0, 2_000_000_000)], 1), "4000000000"),
    ];
}
