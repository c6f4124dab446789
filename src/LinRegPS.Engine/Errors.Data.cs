namespace LinRegPS;

// Errors of data sets and their parts.
internal static partial class Errors
{
    internal static Exception DataSetRows(Shape input, Shape target) => new ShapeMismatchException(
        "ShapeMismatch", $"DataSet: input {input} and target {target} must both have a row for each sample in their first dimension.",
        operation: "DataSet", shapes: [input, target]);

    internal static Exception SplitLengths(IReadOnlyList<int> lengths, int count) => new InvalidValueException(
        "InvalidSplit",
        $"The lengths {string.Join(", ", lengths)} are no split of {count} rows: two or three are needed (train, validation where there are three, test), each at least 1, whose sum is {count}.",
        name: "Length");

    internal static Exception Shares(IReadOnlyList<double> shares) => new InvalidValueException(
        "InvalidSplit",
        FormattableString.Invariant($"The shares {string.Join(", ", shares.Select(share => FormattableString.Invariant($"{share}")))} are no split: two or three are needed (train, validation where there are three, test), each above 0, whose sum is 1."),
        name: "Share");

    internal static Exception SplitLabels(int labels, int count) => new InvalidValueException(
        "InvalidSplit", $"There {(labels == 1 ? "is 1 label" : $"are {labels} labels")} for {count} rows: one for each is needed.");

    internal static Exception FewGroups(int groups, int parts) => new InvalidValueException(
        "InvalidSplit", $"{groups} group{(groups == 1 ? "" : "s")} can't be split into {parts} parts: rows of one group stay together.");

    internal static Exception Folds(int folds, int count) => new InvalidValueException(
        "InvalidFold", $"Fold is {folds}; it must be from 2 to the number of rows, {count}.", name: "Fold", value: folds);

    internal static Exception NoWholeBatch(int batchSize, int count) => new InvalidValueException(
        "InvalidBatchSize", $"Of {count} rows there is no whole batch of {batchSize}, and the last is to be left out.", name: "BatchSize", value: batchSize);
}
