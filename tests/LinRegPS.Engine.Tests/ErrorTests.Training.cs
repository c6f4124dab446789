namespace LinRegPS.Engine.Tests;

// Errors of random numbers, initialisation, optimizers and schedules.
public partial class ErrorTests
{
    private static IEnumerable<Case> TrainingCases() =>
    [
        Of<InvalidValueException>(nameof(Errors.NoIntegers), "InvalidRange", () => Tensor.RandInt(3, 3, [2]), "RandInt", "3"),
        Of<InvalidValueException>(nameof(Errors.NotExact), "InvalidRange", () => Tensor.RandInt(0, (1 << 24) + 2, [2]), "16777218", "16777216"),
        Of<InvalidValueException>(nameof(Errors.NotExact), "InvalidRange", () => Tensor.RandInt(-(1 << 24) - 1, 0, [2]), "-16777217"),
        Of<InvalidValueException>(nameof(Errors.NotExact), "InvalidRange", () => Tensor.RandPerm((1 << 24) + 2), "16777218"),
        Of<InvalidValueException>(nameof(Errors.NegativeSize), "InvalidShape", () => Tensor.RandPerm(-1), "[-1]"),
        Of<ShapeMismatchException>(nameof(Errors.NotWeights), "ShapeMismatch", () => Tensor.Scalar(1).Multinomial(1), "Multinomial", "[]"),
        Of<InvalidValueException>(nameof(Errors.Weight), "InvalidWeight", () => Tensor.From([1, -0.5f]).Multinomial(1), "-0.5"),
        Of<InvalidValueException>(nameof(Errors.Weight), "InvalidWeight", () => Tensor.From([1, float.NaN]).Multinomial(1), "NaN"),
        Of<InvalidValueException>(nameof(Errors.TooFewWeights), "TooFewWeights", () => Tensor.From([1, 0, 2, 3], 2, 2).Multinomial(2), "1 weights", "2 places"),
        Of<InvalidValueException>(nameof(Errors.TooFewWeights), "TooFewWeights", () => Tensor.Zeros(3).Multinomial(5, replacement: true), "0 weights"),
        Of<InvalidValueException>(nameof(Errors.TooFewWeights), "TooFewWeights", () => Tensor.Zeros(0).Multinomial(1), "0 weights"),
        Of<InvalidValueException>(nameof(Errors.NotPositive), "InvalidSamples", () => Tensor.Ones(3).Multinomial(0), "Samples is 0"),
        Of<InvalidValueException>(nameof(Errors.Probability), "InvalidProbability", () => Tensor.From([0.5f, 1.5f]).Bernoulli(), "1.5"),
        Of<InvalidValueException>(nameof(Errors.Probability), "InvalidProbability", () => Tensor.Zeros(2).Bernoulli_(-1), "-1"),
        Of<ShapeMismatchException>(nameof(Errors.NeedsMatrix), "ShapeMismatch", () => Init.Eye(Tensor.Zeros(2, 2, 2)), "Init.Eye", "[2,2,2]"),
        Of<ShapeMismatchException>(nameof(Errors.NeedsTwoDimensions), "ShapeMismatch", () => Init.XavierUniform(Tensor.Zeros(3)), "Init.XavierUniform", "[3]"),
        Of<ShapeMismatchException>(nameof(Errors.NeedsTwoDimensions), "ShapeMismatch", () => Init.KaimingNormal(Tensor.Scalar(0)), "Init.KaimingNormal", "[]"),
        Of<ShapeMismatchException>(nameof(Errors.NeedsTwoDimensions), "ShapeMismatch", () => Init.Orthogonal(Tensor.Zeros(3)), "Init.Orthogonal", "[3]"),
        Of<InvalidValueException>(nameof(Errors.NonFinite), "InvalidGain", () => Init.XavierNormal(s_matrix, double.NaN), "Gain is NaN"),
        Of<InvalidValueException>(nameof(Errors.Negative), "InvalidGain", () => Init.XavierUniform(s_matrix, -1), "Gain is -1"),
        Of<InvalidValueException>(nameof(Errors.NonFinite), "InvalidSlope", () => Init.KaimingUniform(s_matrix, double.NaN), "Slope is NaN"),
        Of<InvalidValueException>(nameof(Errors.NotAboveZero), "InvalidStandardDeviation", () => Init.TruncNormal(s_matrix, 0, 0), "StandardDeviation is 0"),
        Of<InvalidValueException>(nameof(Errors.EmptyRange), "InvalidRange", () => Init.TruncNormal(s_matrix, 0, 1, 2, 1), "2", "1"),
    ];
}
