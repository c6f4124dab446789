using System.Globalization;

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
        Of<InvalidValueException>(nameof(Errors.NewDimension), "InvalidDimension", () => s_matrix.Unsqueeze(3), "Unsqueeze", "3", "[2,3]", "-3 to 2"),
        Of<InvalidValueException>(nameof(Errors.NotTensor), "NotTensor", () => Tensor.Einsum("ij->ji", (object[])["x"]), "Einsum", "operands[0]", "'x'"),
        Of<InvalidValueException>(nameof(Errors.Null), "NullValue", () => Tensor.CartesianProd((object[])[Tensor.Ones(2), null!]), "CartesianProd", "tensors[1]"),
        Of<InvalidValueException>(nameof(Errors.Dimension), "InvalidDimension", () => Tensor.Cat([s_matrix], -3), "Cat", "dimension -3", "-2 to 1"),
        Of<ShapeMismatchException>(nameof(Errors.StackShapes), "ShapeMismatch", () => Tensor.Stack([s_matrix, s_matrix, Tensor.Zeros(3)]), "[2,3]", "tensor 2 has [3]", "Cat"),
        Of<ShapeMismatchException>(nameof(Errors.CatShapes), "ShapeMismatch", () => Tensor.Cat([s_matrix, Tensor.Zeros(2, 2)]), "[2,3] and [2,2] (tensor 1)", "dimension 0 alone"),
        Of<ShapeMismatchException>(nameof(Errors.CatShapes), "ShapeMismatch", () => Tensor.Cat([s_matrix, Tensor.Zeros(3)], 1), "[2,3]", "[3]"),
        Of<ShapeMismatchException>(nameof(Errors.CatShapes), "ShapeMismatch", () => Tensor.Cat([Tensor.Zeros(1), Tensor.Scalar(1)]), "tensor 1 is a number", "Stack"),
        Of<InvalidValueException>(nameof(Errors.TooManyElements), "InvalidShape", () => Tensor.Cat([.. Enumerable.Repeat(Tensor.Zeros(0, 2_000_000_000), 1), Tensor.Zeros(0, 2_000_000_000)], 1), "4000000000"),
    ];

    // What a dynamic language runs into.
    private static Case[] Dynamic()
    {
        dynamic matrix = s_matrix, one = Tensor.Scalar(1);
        return
        [
            Of<InvalidValueException>(nameof(Errors.NoNumber), "NotANumber", () => s_matrix.CompareTo("a"), "'a' (String)"),
            Of<InvalidValueException>(nameof(Errors.NoNumber), "NotANumber", () => one > new object(), "Object"),
            Of<InvalidValueException>(nameof(Errors.Null), "NullValue", () => one > null, "operand 2 is null"),
            Of<InvalidValueException>(nameof(Errors.NoOrder), "NoOrder", () => matrix > 1, "[2,3]", "[]"),
            Of<InvalidValueException>(nameof(Errors.NoOrder), "NoOrder", () => one <= matrix, "[2,3]", "[]"),
            Of<InvalidValueException>(nameof(Errors.Truth), "NoTruthValue", () => (bool)matrix, "[2,3]", "null"),
            Of<InvalidValueException>(nameof(Errors.NotWhole), "NotWhole", () => Convert.ToInt32(Tensor.Scalar(1.5), CultureInfo.InvariantCulture), "1.5"),
            Of<InvalidValueException>(nameof(Errors.NotConvertible), "NotConvertible", () => Convert.ToDateTime(s_matrix, CultureInfo.InvariantCulture), "DateTime"),
            Of<InvalidValueException>(nameof(Errors.TextOperand), "NotANumber", () => matrix * "0,5", "'0,5'", "0.5"),
            Of<InvalidValueException>(nameof(Errors.TextOperand), "NotANumber", () => matrix + "", "''"),
            Of<InvalidValueException>(nameof(Errors.IndexText), "InvalidIndex", () => matrix[1.5], "'1.5'"),
            Of<InvalidValueException>(nameof(Errors.IndexText), "InvalidIndex", () => matrix[new object[] { 0, "a" }], "'a'"),
            Of<InvalidValueException>(nameof(Errors.IndexUnset), "InvalidIndex", () => matrix[(object?)null!], "null", "Unsqueeze(0)"),
            Of<InvalidValueException>(nameof(Errors.Index), "InvalidIndex", () => matrix[0, 3], "Index 3", "dimension 1"),
            Of<InvalidValueException>(nameof(Errors.TooManyIndices), "InvalidIndex", () => matrix[0, 0, 0, 0], "4 indices"),
        ];
    }
}
