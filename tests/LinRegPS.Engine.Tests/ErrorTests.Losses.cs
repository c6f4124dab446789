using System.Collections;

namespace LinRegPS.Engine.Tests;

// Errors of losses.
public partial class ErrorTests
{
    private static Case[] OfLosses() =>
    [
        Of<ShapeMismatchException>(nameof(Errors.ClassTarget), "ShapeMismatch", () => Loss.CrossEntropy(s_matrix, Tensor.Zeros(3, 2)), "[2,3]", "[rows,classes]"),
        Of<ShapeMismatchException>(nameof(Errors.ClassTarget), "ShapeMismatch", () => Loss.CrossEntropy(s_matrix, Tensor.Zeros(3)), "[2,3]", "[3]"),
        Of<ShapeMismatchException>(nameof(Errors.ClassTarget), "ShapeMismatch", () => Loss.CrossEntropy(s_matrix, Tensor.Zeros(2, 1)), "[2,1]", "Reshape the target to [2]"),
        Of<ShapeMismatchException>(nameof(Errors.ClassTarget), "ShapeMismatch", () => Loss.CrossEntropy(Tensor.Scalar(1), Tensor.Scalar(0)), "CrossEntropy", "scores []"),
        Of<ShapeMismatchException>(nameof(Errors.ClassTarget), "ShapeMismatch", () => Loss.Nll(s_matrix, s_matrix), "NllLoss", "[2,3]"),
        Of<ShapeMismatchException>(nameof(Errors.ClassTarget), "ShapeMismatch", () => Loss.MultiMargin(Tensor.Zeros(2, 3, 4), Tensor.Zeros(2, 4)), "MultiMarginLoss", "[2,3,4]"),
        Of<InvalidValueException>(nameof(Errors.WholeProbabilities), "WrongDType", () => Loss.CrossEntropy(s_matrix, Tensor.Zeros(2, 3).Long()), "[2,3]", "not int64", "Float()"),
        Of<InvalidValueException>(nameof(Errors.ClassNumber), "InvalidClass", () => Loss.CrossEntropy(s_matrix, Tensor.From([0, 3])), "target[1] is 3", "0 to 2"),
        Of<InvalidValueException>(nameof(Errors.ClassNumber), "InvalidClass", () => Loss.CrossEntropy(s_matrix, Tensor.From([-1, 0])), "target[0] is -1"),
        Of<InvalidValueException>(nameof(Errors.ClassNumber), "InvalidClass", () => Loss.CrossEntropy(s_matrix, Tensor.From([0, 0.5f])), "0.5"),
        Of<InvalidValueException>(nameof(Errors.ClassNumber), "InvalidClass", () => Loss.CrossEntropy(s_matrix, Tensor.From([float.NaN, 0])), "NaN"),
        Of<InvalidValueException>(nameof(Errors.ClassNumber), "InvalidClass", () => Loss.Nll(s_matrix, Tensor.From([0, 3]), ignoreIndex: 1), "NllLoss: target[1] is 3"),
        Of<AutogradException>(nameof(Errors.ClassGradient), "ClassGradient", () => Loss.CrossEntropy(s_matrix, Tensor.Zeros(2).RequiresGrad_()), "Detach()"),
        Of<AutogradException>(nameof(Errors.ClassGradient), "ClassGradient", () => Loss.Nll(s_matrix, Tensor.Zeros(2), weight: Tensor.Ones(3).RequiresGrad_()), "NllLoss", "weight"),
        Of<ShapeMismatchException>(nameof(Errors.ParameterShape), "ShapeMismatch", () => Loss.CrossEntropy(s_matrix, Tensor.Zeros(2), weight: Tensor.Ones(2)), "CrossEntropy: Weight", "[3]", "[2]"),
        Of<InvalidValueException>(nameof(Errors.Empty), "EmptyTensor", () => Loss.CrossEntropy(Tensor.Zeros(0, 3), Tensor.Zeros(0)), "CrossEntropy", "[0,3]"),
        Of<InvalidValueException>(nameof(Errors.Empty), "EmptyTensor", () => Loss.KlDiv(Tensor.Zeros(0), Tensor.Zeros(0)), "KlDivLoss", "[0]"),
        Of<InvalidValueException>(nameof(Errors.Null), "NullValue", () => Loss.CrossEntropy(s_matrix, null!), "CrossEntropy: operand 2 is null"),
        Of<InvalidValueException>(nameof(Errors.Null), "NullValue", () => Loss.MarginRanking(null!, s_matrix, s_matrix), "MarginRankingLoss: operand 1 is null"),
        Of<InvalidValueException>(nameof(Errors.OutOfRange), "InvalidLabelSmoothing", () => Loss.CrossEntropy(s_matrix, Tensor.Zeros(2), labelSmoothing: 1.5), "LabelSmoothing is 1.5"),
        Of<InvalidValueException>(nameof(Errors.OutOfRange), "InvalidBeta", () => Loss.SmoothL1(s_matrix, s_matrix, beta: -1), "Beta is -1"),
        Of<InvalidValueException>(nameof(Errors.OutOfRange), "InvalidP", () => Loss.MultiMargin(s_matrix, Tensor.Zeros(2), p: 3), "P is 3", "1 or 2"),
        Of<InvalidValueException>(nameof(Errors.LossReduction), "InvalidReduction", () => Loss.Mse(s_matrix, s_matrix, Reduction.BatchMean), "MseLoss", "BatchMean", "KlDiv"),
        Of<InvalidValueException>(nameof(Errors.LossReduction), "InvalidReduction", () => Loss.CrossEntropy(s_matrix, Tensor.Zeros(2), Reduction.BatchMean), "CrossEntropy"),
        Of<InvalidValueException>(nameof(Errors.NotAProbability), "InvalidProbability", () => Loss.BinaryCrossEntropy(Tensor.From([0.5f, 1.5f]), Tensor.Zeros(2)), "prediction[1] is 1.5", "WithLogits"),
        Of<InvalidValueException>(nameof(Errors.NotAProbability), "InvalidProbability", () => Loss.BinaryCrossEntropy(Tensor.From([float.NaN]), Tensor.Zeros(1)), "NaN"),
        Of<ShapeMismatchException>(nameof(Errors.CannotBroadcast), "ShapeMismatch", () => Loss.BinaryCrossEntropyWithLogits(s_matrix, s_matrix, posWeight: Tensor.Ones(2)), "[2,3]", "[2]"),
        Of<ShapeMismatchException>(nameof(Errors.LossShapes), "ShapeMismatch", () => Loss.BinaryCrossEntropyWithLogits(s_matrix, Tensor.Zeros(2), posWeight: Tensor.Ones(3)), "[2,3]", "[2]"),
        Of<ShapeMismatchException>(nameof(Errors.LossShapes), "ShapeMismatch", () => Loss.L1(Tensor.Zeros(4, 1), Tensor.Zeros(4)), "L1Loss", "16"),
        Of<ShapeMismatchException>(nameof(Errors.LossShapes), "ShapeMismatch", () => Loss.SmoothL1(Tensor.Zeros(4, 1), Tensor.Zeros(4)), "SmoothL1Loss", "16"),
        Of<ShapeMismatchException>(nameof(Errors.Variance), "ShapeMismatch", () => Loss.GaussianNll(s_matrix, s_matrix, Tensor.Ones(3)), "variance [3]", "[2,3]"),
        Of<InvalidValueException>(nameof(Errors.Negative), "InvalidVariance", () => Loss.GaussianNll(s_matrix, s_matrix, -s_matrix), "Variance is -1"),
        Of<InvalidValueException>(nameof(Errors.NotAboveZero), "InvalidEps", () => Loss.PoissonNll(s_matrix, s_matrix, eps: 0), "Eps is 0"),
        Of<ShapeMismatchException>(nameof(Errors.MoreShapes), "ShapeMismatch", () => Loss.CosineEmbedding(s_matrix, s_matrix, Tensor.Ones(3)), "CosineEmbeddingLoss", "[2,3]", "[3]"),
        Of<ShapeMismatchException>(nameof(Errors.MoreShapes), "ShapeMismatch", () => Loss.MarginRanking(s_matrix, s_matrix, Tensor.Ones(3)), "MarginRankingLoss", "[3]"),
        Of<InvalidValueException>(nameof(Errors.LossSetting), "WrongSetting", () => LossFunction.Named("CrossEntropy", false, new Hashtable { ["weight"] = 3 }), "CrossEntropy: weight is '3'", "Tensor"),
        Of<InvalidValueException>(nameof(Errors.LossSetting), "WrongSetting", () => LossFunction.Named("Huber", false, new Hashtable { ["Delta"] = "wide" }), "delta is 'wide'", "Double"),
        Of<InvalidValueException>(nameof(Errors.LossSetting), "WrongSetting", () => LossFunction.Named("Mse", false, new Hashtable { ["reduction"] = "half" }), "reduction is 'half'"),
        Of<InvalidValueException>(nameof(Errors.NoSuchName), "NoSuchName", () => LossFunction.Named("Huber", false, new Hashtable { ["beta"] = 1 }), "setting of Huber 'beta'", "delta"),
        Of<InvalidValueException>(nameof(Errors.OutOfRange), "InvalidStrength", () => Loss.L2Penalty(new Linear(1, 1), -1), "Strength is -1"),
        Of<InvalidValueException>(nameof(Errors.NoParameters), "WrongModel", () => Loss.L1Penalty(new Dropout(), 1), "Dropout"),
        Of<InvalidValueException>(nameof(Errors.NonFinite), "InvalidMargin", () => Loss.HingeEmbedding(s_matrix, s_matrix, margin: double.NaN), "Margin is NaN"),
    ];
}
