using LinRegPS.Engine.Tests.Support;
using LinRegPS.Training;

namespace LinRegPS.Engine.Tests;

// Rows that do not fit, and splits that are none.
public partial class ErrorTests
{
    private static readonly DataSet s_fourRows = new(Tensor.Zeros(4, 1), Tensor.Zeros(4, 1));

    private static readonly DataSet s_stored = new(new ZeroRows(4, 2), new ZeroRows(4, 1));

    private static Case[] Data() =>
    [
        Of<ShapeMismatchException>(nameof(Errors.DataSetRows), "ShapeMismatch", () => new DataSet(s_matrix, Tensor.Zeros(3)), "[2,3]", "[3]"),
        Of<ShapeMismatchException>(nameof(Errors.DataSetRows), "ShapeMismatch", () => new DataSet(Tensor.Scalar(1), Tensor.Zeros(1)), "[]", "[1]"),
        Of<InvalidValueException>(nameof(Errors.Empty), "EmptyTensor", () => new DataSet(Tensor.Zeros(0, 2), Tensor.Zeros(0)), "DataSet", "[0,2]"),
        Of<InvalidValueException>(nameof(Errors.Null), "NullValue", () => new DataSet(s_matrix, null!), "DataSet", "target"),
        Of<InvalidValueException>(nameof(Errors.Null), "NullValue", () => new DataSet(null!, s_matrix), "DataSet", "input"),
        Of<InvalidValueException>(nameof(Errors.Index), "InvalidIndex", () => s_fourRows.Rows(0, 4), "4"),
        Of<InvalidValueException>(nameof(Errors.Index), "InvalidIndex", () => ((dynamic)s_fourRows)[4], "Index 4", "[4,1]"),
        Of<InvalidValueException>(nameof(Errors.Index), "InvalidIndex", () => ((dynamic)s_fourRows)[new[] { 0, -5 }], "-5", "dimension 0"),
        Of<InvalidValueException>(nameof(Errors.IndexUnset), "InvalidIndex", () => ((dynamic)s_fourRows)[(object?)null], "null"),
        Of<InvalidValueException>(nameof(Errors.NoBatchByNumber), "InvalidIndex", () => ((dynamic)new DataLoader(s_fourRows, 2))[0], "DataLoader(4 rows, 2 batches of 2)", "loop"),
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
        Of<ShapeMismatchException>(nameof(Errors.NoColumns), "ShapeMismatch", () => new Scaler(Tensor.Zeros(2, 2, 2)), "Scaler", "[2,2,2]"),
        Of<ShapeMismatchException>(nameof(Errors.NoColumns), "ShapeMismatch", () => ColumnMeasure.Of(Tensor.Scalar(1)), "Measure", "[]"),
        Of<ShapeMismatchException>(nameof(Errors.ColumnNames), "ShapeMismatch", () => new Scaler(s_matrix, columns: ["a"]), "1 name", "[2,3]"),
        Of<ShapeMismatchException>(nameof(Errors.ColumnNames), "ShapeMismatch", () => ColumnMeasure.Of(s_matrix, ["a", "b"]), "2 names", "[2,3]"),
        Of<InvalidValueException>(nameof(Errors.NoNumbers), "NoNumbers", () => new Scaler(Tensor.From([float.NaN, 1], 1, 2), columns: ["a", "b"]), "column 'a'"),
        Of<InvalidValueException>(nameof(Errors.NotFinite), "NaN", () => new Scaler(Tensor.From([1, float.PositiveInfinity], 1, 2)), "Scaler", "column 1", "Infinity"),
        Of<InvalidValueException>(nameof(Errors.NotFinite), "NaN", () => new Scaler(Tensor.From([-3e38f, 3e38f]), ScalerKind.MinMax), "column 0", "float32"),
        Of<InvalidValueException>(nameof(Errors.NotFinite), "NaN", () => new Scaler(ScalerKind.MinMax, ["a"], [0], [0]), "the scale of column 'a'", "0"),
        Of<InvalidValueException>(nameof(Errors.Empty), "EmptyTensor", () => new Scaler(Tensor.Zeros(0, 2)), "Scaler", "[0,2]"),
        Of<InvalidValueException>(nameof(Errors.NoSuchName), "NoSuchName", () => new Scaler(s_matrix, columns: ["a", "b", "c"], only: ["d"]), "'d'", "a, b, c"),
        Of<ShapeMismatchException>(nameof(Errors.ScalerWidth), "ShapeMismatch", () => new Scaler(s_matrix).Transform(Tensor.Zeros(3, 2)), "Transform", "3 columns", "[3,2]"),
        Of<ShapeMismatchException>(nameof(Errors.ScalerWidth), "ShapeMismatch", () => new Scaler(s_matrix).InverseTransform(Tensor.Scalar(1)), "InverseTransform", "[]"),
        Of<ShapeMismatchException>(nameof(Errors.ScalerWidth), "ShapeMismatch", () => new Scaler(s_matrix).Unscale(new Linear(2, 1)), "Unscale", "3 columns", "[1,2]"),
        Of<ShapeMismatchException>(nameof(Errors.ScalerWidth), "ShapeMismatch", () => new Scaler(s_matrix).Unscale(new Linear(3, 1), new Scaler(s_matrix)), "Unscale", "3 columns", "[1,3]"),
        Of<InvalidValueException>(nameof(Errors.SavedScaler), "WrongScaler", () => new Scaler(ScalerKind.MinMax, ["a"], [0, 1], [1, 1]), "2 centers", "1 names"),
        Of<InvalidValueException>(nameof(Errors.NotOneLayer), "WrongModel", () => new Scaler(s_matrix).Unscale(new Sequential(new Linear(3, 2), new Linear(2, 1))), "Sequential", "Linear"),
        Of<InvalidValueException>(nameof(Errors.NotAScaler), "WrongScaler", () => new Scaling("wide"), "String"),
        Of<InvalidValueException>(nameof(Errors.OtherNames), "OtherNames", () => new DataNames(["a", "b"], [], []).Order(new DataSet(Tensor.Zeros(2, 2), Tensor.Zeros(2, 1), ["a", "c"])), "column 'b'", "a, c"),
        Of<InvalidValueException>(nameof(Errors.OtherClass), "OtherClass", () => new DataNames([], [], ["x", "y"]).Order(new DataSet(Tensor.Zeros(2, 1), Tensor.FromInt64([1, 0])) { ClassNames = ["z", "y"] }), "Row 2", "'z'", "x, y"),
        Of<InvalidValueException>(nameof(Errors.RepeatedColumn), "RepeatedColumn", () => new DataNames(["a", "b"], [], []).Order(new DataSet(Tensor.Zeros(2, 3), Tensor.Zeros(2, 1), ["b", "a", "a"])), "several columns 'a'"),
        Of<ShapeMismatchException>(nameof(Errors.BatchRows), "ShapeMismatch", () => new DataLoader(s_fourRows, 4) { Transforms = [batch => batch with { Input = Tensor.Zeros(3) }] }.First(), "[3]", "[4,1]"),
        Of<InvalidValueException>(nameof(Errors.InFile), "InFile", () => s_stored.Input.Sum(), "4 rows", "nowhere", "Load()"),
        Of<InvalidValueException>(nameof(Errors.InFile), "InFile", () => new Scaler(new DataLoader(s_stored, 2).AllTarget), "nowhere"),
        Of<InvalidValueException>(nameof(Errors.BatchSizeNeeded), "InFile", () => new DataLoader(s_stored, null, null).Begin(), "4 rows", "nowhere", "batch size"),
        Of<InvalidValueException>(nameof(Errors.LargeBlocks), "InvalidBlockSize", () => new DataLoader(new DataSet(new ZeroRows(1 << 30, 4), new ZeroRows(1 << 30)), 1, blockSize: 1 << 26), "67108864", "128 blocks"),
        Of<InvalidValueException>(nameof(Errors.NotPositive), "InvalidBlockSize", () => new DataLoader(s_fourRows, 1, shuffle: true, blockSize: 0), "BlockSize is 0"),
        Of<ShapeMismatchException>(nameof(Errors.RowOutput), "ShapeMismatch", () => Prediction.Of(new CustomModel([], (_, x) => x.Sum()), s_stored), "CustomModel", "[]", "4 rows"),
        Of<ShapeMismatchException>(nameof(Errors.StoredRowCount), "ShapeMismatch", () => new DataSet(new ZeroRows(3, 2), new ZeroRows(4, 1)), "[3,2]", "[4,1]"),
        Of<InvalidValueException>(nameof(Errors.NoStoredRows), "EmptyTensor", () => new DataSet(new ZeroRows(0, 2), new ZeroRows(0)), "[0,2]"),
        Of<InvalidValueException>(nameof(Errors.NoWholeBatch), "InvalidBatchSize", () => new DataLoader(s_fourRows, 5, dropLast: true), "4 rows", "5"),
    ];
}
