namespace LinRegPS.Engine.Tests;

// Arguments of operations.
public partial class ErrorTests
{
    private static Case[] Operations() =>
    [
        Of<InvalidValueException>(nameof(Errors.NoBounds), "NoBounds", () => s_matrix.Clamp((double?)null), "Clamp"),
        Of<InvalidValueException>(nameof(Errors.NoBounds), "NoBounds", () => s_matrix.Clamp((Tensor?)null), "Clamp"),
        Of<InvalidValueException>(nameof(Errors.NotEven), "InvalidDimension", () => s_matrix.Glu(1), "Glu", "dimension 1", "[2,3]", "even"),
        Of<InvalidValueException>(nameof(Errors.NotEven), "InvalidDimension", () => Tensor.Scalar(1).Glu(), "Glu", "[]"),
        Of<InvalidValueException>(nameof(Errors.Dimension), "InvalidDimension", () => s_matrix.Glu(2), "Glu", "dimension 2"),
        Of<InvalidValueException>(nameof(Errors.EmptyRange), "InvalidRange", () => s_matrix.Hardtanh(1, -1), "from 1 to -1"),
        Of<InvalidValueException>(nameof(Errors.Negative), "InvalidLambda", () => s_matrix.Softshrink(-1), "Lambda is -1"),
        Of<InvalidValueException>(nameof(Errors.Zero), "InvalidAlpha", () => s_matrix.Celu(0), "Alpha is 0"),
        Of<ShapeMismatchException>(nameof(Errors.ParameterShape), "ShapeMismatch", () => s_matrix.Prelu(Tensor.Ones(2)), "Weight", "[3]", "[2]"),
        Of<ShapeMismatchException>(nameof(Errors.CannotBroadcast), "ShapeMismatch", () => s_matrix.LogAddExp(Tensor.Zeros(2)), "LogAddExp", "[2,3]", "[2]"),
        Of<InvalidValueException>(nameof(Errors.Null), "NullValue", () => s_matrix.Prelu(null!), "Prelu", "operand 2 is null"),
        Of<InvalidValueException>(nameof(Errors.Dimension), "InvalidDimension", () => s_matrix.Var(2), "Var", "dimension 2", "[2,3]"),
        Of<InvalidValueException>(nameof(Errors.RepeatedDimension), "InvalidDimension", () => s_matrix.Std([1, -1]), "Std", "1,-1"),
        Of<InvalidValueException>(nameof(Errors.Dimension), "InvalidDimension", () => s_matrix.LogSumExp(-3), "LogSumExp", "dimension -3"),
        Of<InvalidValueException>(nameof(Errors.Dimension), "InvalidDimension", () => s_matrix.CumSum(2), "CumSum", "dimension 2"),
        Of<InvalidValueException>(nameof(Errors.Dimension), "InvalidDimension", () => s_matrix.Prod(5), "Prod", "dimension 5"),
        Of<InvalidValueException>(nameof(Errors.Empty), "EmptyTensor", () => Tensor.Zeros(2, 0).Amax(1), "Amax", "[2,0]"),
        Of<InvalidValueException>(nameof(Errors.Empty), "EmptyTensor", () => Tensor.Zeros(0).Norm(double.PositiveInfinity), "Norm", "[0]"),
        Of<InvalidValueException>(nameof(Errors.NotAnOrder), "InvalidNorm", () => s_matrix.Norm(double.NaN), "Norm", "NaN"),
        Of<ShapeMismatchException>(nameof(Errors.RowsOfColumns), "ShapeMismatch", () => Tensor.Cdist(s_matrix, Tensor.Ones(2)), "Cdist", "[2,3]", "[2]"),
        Of<ShapeMismatchException>(nameof(Errors.OperandRank), "ShapeMismatch", () => Tensor.Ones(3).Mm(s_matrix), "Mm", "first tensor", "[3]", "2 dimensions"),
        Of<ShapeMismatchException>(nameof(Errors.OperandRank), "ShapeMismatch", () => s_matrix.Outer(Tensor.Ones(3)), "Outer", "[2,3]", "1 dimension"),
        Of<ShapeMismatchException>(nameof(Errors.BatchSizes), "ShapeMismatch", () => Tensor.Ones(2, 3, 4).Bmm(Tensor.Ones(3, 4, 2)), "Bmm", "2 matrices against 3"),
        Of<ShapeMismatchException>(nameof(Errors.NotSquare), "ShapeMismatch", () => s_matrix.MatrixPower(2), "MatrixPower", "[2,3]"),
        Of<InvalidValueException>(nameof(Errors.Negative), "InvalidPower", () => Tensor.Ones(2, 2).MatrixPower(-1), "Power is -1"),
        Of<ShapeMismatchException>(nameof(Errors.ContractedSizes), "ShapeMismatch", () => Tensor.Tensordot(s_matrix, s_matrix, 1), "Tensordot", "dimension 1 of [2,3]", "3 and 2"),
        Of<InvalidValueException>(nameof(Errors.ContractedCount), "InvalidDimension", () => Tensor.Tensordot(s_matrix, s_matrix, [0], [0, 1]), "1 dimensions", "2"),
        Of<ShapeMismatchException>(nameof(Errors.CrossSize), "ShapeMismatch", () => s_matrix.Cross(s_matrix, 0), "Cross", "dimension 0", "size 3"),
        Of<InvalidValueException>(nameof(Errors.Equation), "InvalidEquation", () => Tensor.Einsum("ij,jk->ik", s_matrix), "'ij,jk->ik'", "2 terms", "1 tensors"),
        Of<InvalidValueException>(nameof(Errors.Equation), "InvalidEquation", () => Tensor.Einsum("ijk->i", s_matrix), "'ijk' has 3 subscripts", "[2,3]"),
        Of<InvalidValueException>(nameof(Errors.Equation), "InvalidEquation", () => Tensor.Einsum("ij->ik", s_matrix), "subscript k"),
        Of<InvalidValueException>(nameof(Errors.Equation), "InvalidEquation", () => Tensor.Einsum("ij->ii", s_matrix), "subscript i stands twice"),
        Of<InvalidValueException>(nameof(Errors.Equation), "InvalidEquation", () => Tensor.Einsum("i1->i", s_matrix), "'1'"),
        Of<ShapeMismatchException>(nameof(Errors.SubscriptSizes), "ShapeMismatch", () => Tensor.Einsum("ij,jk->ik", s_matrix, s_matrix), "subscript j", "3 and 2"),
        Of<ShapeMismatchException>(nameof(Errors.SubscriptSizes), "ShapeMismatch", () => Tensor.Einsum("ii", s_matrix), "subscript i", "2 and 3"),
        Of<InvalidValueException>(nameof(Errors.NotOneResult), "NotOneElement", () => LinRegPS.Autograd.Hessian(x => x, s_matrix), "Hessian", "[2,3]"),
        Of<AutogradException>(nameof(Errors.Independent), "NotReached", () => LinRegPS.Autograd.Jacobian(_ => s_matrix, s_matrix, strict: true), "Jacobian", "[2,3]"),
        Of<AutogradException>(nameof(Errors.NoResult), "NoResult", () => LinRegPS.Autograd.Jvp(_ => null!, s_matrix, s_matrix), "Jvp"),
        Of<ShapeMismatchException>(nameof(Errors.GradientShape), "ShapeMismatch", () => LinRegPS.Autograd.Hvp(x => x.Sum(), s_matrix, Tensor.Ones(2)), "[2]", "[2,3]"),
    ];
}
