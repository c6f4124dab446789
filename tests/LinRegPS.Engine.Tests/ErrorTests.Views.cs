namespace LinRegPS.Engine.Tests;

// Views, and elements of other types than float32.
public partial class ErrorTests
{
    private static readonly Tensor s_integers = Tensor.FromInt64([1, 2, 9007199254740993]);

    private static Case[] Views() =>
    [
        .. Indexing(),
        Of<ShapeMismatchException>(nameof(Errors.NoView), "NoView", () => s_matrix.T.View(6), "View", "[3,2]", "strides [1,3]", "[6]", "Reshape"),
        Of<ShapeMismatchException>(nameof(Errors.CannotReshape), "ShapeMismatch", () => s_matrix.View(4), "View", "6 elements", "[4]"),
        Of<AutogradException>(nameof(Errors.InPlaceOnRepeated), "InPlaceRepeated", () => Tensor.Ones(1).Expand(3).Add_(1), "Add_", "[3]", "Clone()"),
        Of<AutogradException>(nameof(Errors.InPlaceOnRepeated), "InPlaceRepeated", () => Stepped(Tensor.Ones(1).Expand(3)), "[3]"),
        Of<AutogradException>(nameof(Errors.InPlaceOnUnrecordedView), "InPlaceRecorded", () => UnrecordedView().Fill_(1), "Fill_", "no-grad", "Detach()"),
        Of<InvalidValueException>(nameof(Errors.WrongDType), "WrongDType", () => s_integers.Clone().Add_(0.5), "Add_", "float32, not int64", "Float()"),
        Of<InvalidValueException>(nameof(Errors.WrongDType), "WrongDType", () => s_integers.Clone().Uniform_(), "float32, not int64"),
        Of<InvalidValueException>(nameof(Errors.WrongDType), "WrongDType", () => s_matrix.ToInt64Array(), "ToInt64Array", "int64, not float32", "Long()"),
        Of<InvalidValueException>(nameof(Errors.WrongDType), "WrongDType", () => s_matrix.ToBoolArray(), "ToBoolArray", "bool, not float32", "Bool()"),
        Of<AutogradException>(nameof(Errors.GradientDType), "GradientDType", () => s_integers.RequiresGrad_(), "int64", "Float()"),
        Of<InvalidValueException>(nameof(Errors.NotInFloat32), "NotInFloat32", () => s_integers.ToArray(), "9007199254740993", "ToInt64Array()"),
        Of<InvalidValueException>(nameof(Errors.NotInFloat32), "NotInFloat32", () => s_integers[2].Item(), "9007199254740993"),
        Of<InvalidValueException>(nameof(Errors.NotInFloat32), "NotInFloat32", () => Tensor.FromInt64([long.MaxValue]).Item(), "9223372036854775807"),
        Of<InvalidValueException>(nameof(Errors.NotInFloat32), "NotInFloat32", () => _ = s_integers + 0.5, "Arithmetic", "9007199254740993", "Float()"),
        Of<InvalidValueException>(nameof(Errors.NotInFloat32), "NotInFloat32", () => _ = Tensor.Where(Tensor.FromBool([true, false, true]), s_integers, s_matrix[0]), "9007199254740993"),
        Of<InvalidValueException>(nameof(Errors.RoundedNumber), "NotInInt64", () => Tensor.FromInt64([9007199254740993]).Eq(9007199254740993), "9007199254740992", "int64"),
        Of<InvalidValueException>(nameof(Errors.RoundedNumber), "NotInInt64", () => Tensor.FromInt64([1]).Lt(-9007199254740993), "-9007199254740992"),
        Of<InvalidValueException>(nameof(Errors.RoundedNumber), "NotInInt64", () => Tensor.FromInt64([1]).Fill_(9007199254740993), "double"),
        Of<InvalidValueException>(nameof(Errors.RoundedNumber), "NotInInt64", () => Tensor.FromInt64([1]).MaskedFill(Tensor.FromBool([true]), 9007199254740993), "double"),
        Of<InvalidValueException>(nameof(Errors.RoundedNumber), "NotInInt64", () => Tensor.FromInt64([1]).Scatter(0, Tensor.FromInt64([0]), 9007199254740993), "double"),
        Of<InvalidValueException>(nameof(Errors.RoundedNumber), "NotInInt64", () => Tensor.FromInt64([1]).Pad([1, 1], 9007199254740993), "double"),
        Of<InvalidValueException>(nameof(Errors.RoundedNumber), "NotInInt64", () => Tensor.FullLike(Tensor.FromInt64([1]), 9007199254740993), "double"),
        Of<InvalidValueException>(nameof(Errors.RoundedWhole), "NotInFloat32", () => _ = Tensor.FromInt64([16777216]) + 1, "Add", "about 16777216", "Float()"),
        Of<InvalidValueException>(nameof(Errors.RoundedWhole), "NotInFloat32", () => _ = Tensor.FromInt64([-5000]) * Tensor.FromInt64([5000]), "Mul", "about -25000000"),
        Of<InvalidValueException>(nameof(Errors.RoundedWhole), "NotInFloat32", () => Tensor.FromInt64([16777215, 4]).CumSum(0), "CumSum", "whole numbers"),
        Of<InvalidValueException>(nameof(Errors.RoundedWhole), "NotInFloat32", () => Tensor.FromInt64([4097, 4097]).Prod(), "Prod", "whole numbers"),
        Of<InvalidValueException>(nameof(Errors.RoundedWhole), "NotInFloat32", () => Tensor.FromInt64([4097, 4097]).CumProd(0), "CumProd", "whole numbers"),
        Of<InvalidValueException>(nameof(Errors.RoundedWhole), "NotInFloat32", () => Tensor.FromInt64([4097, 4097]).Square(), "Square", "whole numbers"),
        Of<InvalidValueException>(nameof(Errors.RoundedWhole), "NotInFloat32", () => Tensor.FromInt64([4097, 4097]).Pow(2), "Pow", "whole numbers"),
        Of<InvalidValueException>(nameof(Errors.RoundedWhole), "NotInFloat32", () => Tensor.FromInt64([4097, 4097]).Pow(Tensor.FromInt64([2])), "Pow", "whole numbers"),
        Of<InvalidValueException>(nameof(Errors.RoundedWhole), "NotInFloat32", () => Tensor.FromInt64([4097, 4097]).Dot(Tensor.FromInt64([4097, 4097])), "Dot", "whole numbers"),
        Of<InvalidValueException>(nameof(Errors.RoundedWhole), "NotInFloat32", () => Tensor.FromInt64([4097, 4097]).Reshape(1, 2).Mm(Tensor.FromInt64([4097, 4097]).Reshape(2, 1)), "MatMul", "whole numbers"),
        Of<InvalidValueException>(nameof(Errors.RoundedWhole), "NotInFloat32", () => Tensor.FromInt64([4097, 4097]).Reshape(1, 2).Mv(Tensor.FromInt64([4097, 4097])), "MatMul", "whole numbers"),
        Of<InvalidValueException>(nameof(Errors.RoundedWhole), "NotInFloat32", () => _ = Tensor.FromInt64([16777215, 1, 1]).Sum(), "Sum", "about 1677721"),
        Of<InvalidValueException>(nameof(Errors.WrongDType), "WrongDType", () => s_matrix.ScaledDotProductAttention(s_matrix, s_matrix, Tensor.FromInt64([1, 0, 0, 1], 2, 2)), "bool, not int64"),
        Of<InvalidValueException>(nameof(Errors.BeyondInt64), "NotInInt64", () => Tensor.FromInt64([long.MaxValue]).Add_(1), "Add_: 9223372036854775808"),
        Of<InvalidValueException>(nameof(Errors.NotInInt64), "NotInInt64", () => Tensor.From([float.NaN]).Long(), "NaN"),
        Of<InvalidValueException>(nameof(Errors.NotInInt64), "NotInInt64", () => Tensor.From([9223372036854775808f]).Long(), "9.22"),
        Of<InvalidValueException>(nameof(Errors.NotInInt64), "NotInInt64", () => s_integers.Clone().Fill_(double.PositiveInfinity), "Infinity"),
        Of<InvalidValueException>(nameof(Errors.NoDimensions), "InvalidDimension", () => Tensor.Scalar(1).Unbind(), "Unbind"),
        Of<InvalidValueException>(nameof(Errors.NoDimensions), "InvalidDimension", () => Tensor.Scalar(1).Narrow(0, 0, 1), "Narrow"),
        Of<InvalidValueException>(nameof(Errors.NarrowRange), "InvalidIndex", () => s_matrix.Narrow(1, 2, 2), "2 indices from 2", "dimension 1", "[2,3]"),
        Of<InvalidValueException>(nameof(Errors.NarrowRange), "InvalidIndex", () => s_matrix.Narrow(1, -4, 1), "from -4"),
        Of<InvalidValueException>(nameof(Errors.NarrowRange), "InvalidIndex", () => s_matrix.Narrow(1, 1, -1), "-1 indices"),
        Of<InvalidValueException>(nameof(Errors.NarrowRange), "InvalidIndex", () => s_matrix.Narrow(1, 1, int.MaxValue), "2147483647"),
        Of<InvalidValueException>(nameof(Errors.SplitSizes), "InvalidSizes", () => s_matrix.Split([1, 1], 1), "1,1", "size 3", "dimension 1"),
        Of<InvalidValueException>(nameof(Errors.SplitSizes), "InvalidSizes", () => s_matrix.Split([4, -1], 1), "4,-1"),
        Of<InvalidValueException>(nameof(Errors.NotPositive), "InvalidSplitSize", () => s_matrix.Split(0), "SplitSize is 0"),
        Of<InvalidValueException>(nameof(Errors.NotPositive), "InvalidChunks", () => s_matrix.Chunk(0), "Chunks is 0"),
        Of<InvalidValueException>(nameof(Errors.CountMismatch), "CountMismatch", () => s_matrix.MoveDim([0, 1], [0]), "MoveDim", "2 in source", "1 in destination"),
        Of<InvalidValueException>(nameof(Errors.RepeatedDimension), "InvalidDimension", () => s_matrix.Diagonal(0, 1, -1), "Diagonal", "1,-1"),
        Of<InvalidValueException>(nameof(Errors.RepeatedDimension), "InvalidDimension", () => s_matrix.MoveDim([0, 0], [0, 1]), "MoveDim", "0,0"),
        Of<ShapeMismatchException>(nameof(Errors.DataForShape), "ShapeMismatch", () => Tensor.FromInt64([1, 2], 3), "[3]", "2 are given"),
        Of<ShapeMismatchException>(nameof(Errors.DataForShape), "ShapeMismatch", () => Tensor.FromBool([true], 3), "[3]", "1 are given"),
    ];

    private static Tensor UnrecordedView()
    {
        var w = Tensor.Ones(3).RequiresGrad_();
        using (GradMode.NoGrad())
            return w[0];
    }

    // As an optimizer would change it.
    private static Tensor Stepped(Tensor tensor)
    {
        tensor.Data[0] = 1;
        tensor.MarkChanged();
        return tensor;
    }
}
