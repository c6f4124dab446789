namespace LinRegPS;

// Arguments of operations.
internal static partial class Errors
{
    internal static Exception NotToProduct(string operation, Shape shape, Shape product) => new ShapeMismatchException(
        "ShapeMismatch", $"{operation}: a tensor of shape {shape} does not broadcast to the product, {product}.",
        operation: operation, shapes: [shape, product]);

    internal static Exception NoBounds() => new InvalidValueException(
        "NoBounds", "Clamp: neither bound is given.", "Give a least value, a greatest, or both.", operation: "Clamp");

    internal static Exception NotEven(string operation, int dimension, Shape shape) => new InvalidValueException(
        "InvalidDimension", $"{operation}: dimension {dimension} of shape {shape} can't be halved: its size must be even.",
        operation: operation, value: dimension, shapes: [shape]);

    internal static Exception NotAnOrder(double p) => new InvalidValueException(
        "InvalidNorm", FormattableString.Invariant($"Norm: p is {p}; it must be a number or an infinity."), operation: "Norm", value: p);

    internal static Exception RowsOfColumns(string operation, Shape a, Shape b) => new ShapeMismatchException(
        "ShapeMismatch", $"{operation}: {a} and {b}: two sets of rows with as many columns are needed, [n,columns] and [m,columns].",
        operation: operation, shapes: [a, b]);

    internal static Exception OperandRank(string operation, string operand, int rank, Shape shape) => new ShapeMismatchException(
        "ShapeMismatch", $"{operation}: {operand} has shape {shape}; a tensor of {rank} dimension{(rank == 1 ? "" : "s")} is needed.",
        rank == 1 ? "" : "MatMul takes tensors of other ranks.", operation: operation, shapes: [shape], name: operand);

    internal static Exception BilinearShapes(Shape first, Shape second, Shape weight) => new ShapeMismatchException(
        "ShapeMismatch",
        $"Bilinear: the inputs {first} and {second} do not fit each other and the weight {weight}: [*,{weight[1]}] and [*,{weight[2]}] are needed.",
        operation: "Bilinear", shapes: [first, second, weight]);

    internal static Exception BatchSizes(string operation, Shape a, Shape b) => new ShapeMismatchException(
        "ShapeMismatch", $"{operation}: {a} x {b}: {a[0]} matrices against {b[0]}.", "MatMul broadcasts batches.",
        operation: operation, shapes: [a, b]);

    internal static Exception NotSquare(string operation, Shape shape) => new ShapeMismatchException(
        "ShapeMismatch", $"{operation}: shape {shape} does not end with a square matrix.", operation: operation, shapes: [shape]);

    internal static Exception Singular(string operation, Shape shape, int index) => new InvalidValueException(
        "SingularMatrix", $"{operation}: {(shape.Rank == 2 ? "the matrix" : $"matrix {index}")} of shape {shape} is singular: a row is a sum of multiples of others.",
        "Look for equal rows or columns, or for a column that others add up to.", operation: operation, value: index, shapes: [shape]);

    internal static Exception NotPositiveDefinite(Shape shape, int index) => new InvalidValueException(
        "NotPositiveDefinite", $"Cholesky: {(shape.Rank == 2 ? "the matrix" : $"matrix {index}")} of shape {shape} is not positive definite.",
        "A matrix of covariances or of products XᵀX is, where no column is a sum of multiples of others; a small number added to the diagonal makes up for rounding.",
        operation: "Cholesky", value: index, shapes: [shape]);

    internal static Exception DependentColumns(string operation, Shape shape, int index) => new InvalidValueException(
        "SingularMatrix", $"{operation}: {(shape.Rank == 2 ? "the matrix" : $"matrix {index}")} of shape {shape} has no gradient: a column is a sum of multiples of others.",
        "Look for equal columns, or for one that is 0.", operation: operation, value: index, shapes: [shape]);

    internal static Exception EquationRows(string operation, Shape a, Shape b) => new ShapeMismatchException(
        "ShapeMismatch", $"{operation}: {a} against {b}: [...,m,n] and [...,m,columns] with as many rows are needed.",
        "Unsqueeze(-1) makes a column of a vector.", operation: operation, shapes: [a, b]);

    internal static Exception ContractedSizes(string operation, int dimension, Shape a, int other, Shape b) => new ShapeMismatchException(
        "ShapeMismatch", $"{operation}: dimension {dimension} of {a} against dimension {other} of {b}: sizes {a[dimension]} and {b[other]} differ.",
        operation: operation, shapes: [a, b]);

    internal static Exception ContractedCount(string operation, int left, int right) => new InvalidValueException(
        "InvalidDimension", $"{operation}: {left} dimensions of the first tensor against {right} of the second.",
        "Give as many of both.", operation: operation);

    internal static Exception CrossSize(int dimension, Shape shape) => new ShapeMismatchException(
        "ShapeMismatch", $"Cross: dimension {dimension} of shape {shape} must have size 3.", operation: "Cross", shapes: [shape]);

    internal static Exception Equation(string equation, string problem) => new InvalidValueException(
        "InvalidEquation", $"Einsum: '{equation}': {problem}.",
        "Subscripts are letters, one for each dimension, such as 'ij,jk->ik'; '...' stands for the dimensions left out.",
        operation: "Einsum", value: equation);

    internal static Exception SubscriptSizes(string equation, string subscript, int size, int other) => new ShapeMismatchException(
        "ShapeMismatch", $"Einsum: '{equation}': subscript {subscript} stands for the sizes {size} and {other}.",
        operation: "Einsum");
}
