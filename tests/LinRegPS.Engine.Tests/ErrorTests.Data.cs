using LinRegPS.Training;

namespace LinRegPS.Engine.Tests;

// Rows that do not fit, and splits that are none.
public partial class ErrorTests
{
    private static readonly DataSet s_fourRows = new(Tensor.Zeros(4, 1), Tensor.Zeros(4, 1));

    private static Case[] Data() =>
    [
        Of<ShapeMismatchException>(nameof(Errors.DataSetRows), "ShapeMismatch", () => new DataSet(s_matrix, Tensor.Zeros(3)), "[2,3]", "[3]"),
        Of<ShapeMismatchException>(nameof(Errors.DataSetRows), "ShapeMismatch", () => new DataSet(Tensor.Scalar(1), Tensor.Zeros(1)), "[]", "[1]"),
        Of<InvalidValueException>(nameof(Errors.Empty), "EmptyTensor", () => new DataSet(Tensor.Zeros(0, 2), Tensor.Zeros(0)), "DataSet", "[0,2]"),
        Of<InvalidValueException>(nameof(Errors.Null), "NullValue", () => new DataSet(s_matrix, null!), "DataSet", "target"),
        Of<InvalidValueException>(nameof(Errors.Null), "NullValue", () => new DataSet(null!, s_matrix), "DataSet", "input"),
        Of<InvalidValueException>(nameof(Errors.Index), "InvalidIndex", () => s_fourRows.Rows(0, 4), "4"),
        Of<InvalidValueException>(nameof(Errors.SplitLengths), "InvalidSplit", () => DataSplit.Random(s_fourRows, [2, 1]), "2, 1", "4 rows"),
        Of<InvalidValueException>(nameof(Errors.SplitLengths), "InvalidSplit", () => DataSplit.InOrder(s_fourRows, [4, 0]), "4, 0", "at least 1"),
        Of<InvalidValueException>(nameof(Errors.SplitLengths), "InvalidSplit", () => DataSplit.Random(s_fourRows, [1, 1, 1, 1]), "two or three"),
        Of<InvalidValueException>(nameof(Errors.Shares), "InvalidSplit", () => DataSplit.Lengths(4, [0.8, 0.3]), "0.8, 0.3", "sum is 1"),
        Of<InvalidValueException>(nameof(Errors.Shares), "InvalidSplit", () => DataSplit.Lengths(4, [double.NaN, 1]), "NaN"),
        Of<InvalidValueException>(nameof(Errors.SplitLabels), "InvalidSplit", () => DataSplit.Stratified(s_fourRows, ["a"], [3, 1]), "1 label", "4 rows"),
        Of<InvalidValueException>(nameof(Errors.SplitLabels), "InvalidSplit", () => DataSplit.Grouped(s_fourRows, ["a", "b"], [3, 1]), "2 labels"),
        Of<InvalidValueException>(nameof(Errors.FewGroups), "InvalidSplit", () => DataSplit.Grouped(s_fourRows, ["a", "a", "a", "a"], [3, 1]), "1 group", "2 parts"),
        Of<InvalidValueException>(nameof(Errors.Folds), "InvalidFold", () => DataSplit.Folds(s_fourRows, 1), "Fold is 1", "4"),
        Of<InvalidValueException>(nameof(Errors.Folds), "InvalidFold", () => DataSplit.Folds(s_fourRows, 5), "Fold is 5", "4"),
        Of<InvalidValueException>(nameof(Errors.NoWholeBatch), "InvalidBatchSize", () => new DataLoader(s_fourRows, 5, dropLast: true), "4 rows", "5"),
    ];
}
