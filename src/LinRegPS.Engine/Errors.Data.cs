namespace LinRegPS;

// Errors of data sets and their parts.
internal static partial class Errors
{
    internal static Exception DataSetRows(Shape input, Shape target) => new ShapeMismatchException(
        "ShapeMismatch", $"DataSet: input {input} and target {target} must both have a row for each sample in their first dimension.",
        operation: "DataSet", shapes: [input, target]);

    /// <summary>A batch that is wanted by its number.</summary>
    internal static Exception NoBatchByNumber(string loader) => new InvalidValueException(
        "InvalidIndex", $"{loader} has no batch by number: it gives those of an epoch one after the other, in orders that it may draw.",
        "Go over them in a loop, or index the data set for its rows.", operation: "DataLoader");

    /// <summary>Rows in a file that are wanted as a whole.</summary>
    internal static Exception InFile(Data.StoredRows rows) => new InvalidValueException(
        "InFile", $"The data set's {rows.Count} rows are in {rows.Source}, and what is asked for needs all of them in memory.", "Load() reads them, where they fit.",
        operation: "DataSet", name: rows.Source);

    /// <summary>Rows in a file that a step is to take all at once.</summary>
    internal static Exception BatchSizeNeeded(Data.StoredRows rows) => new InvalidValueException(
        "InFile", $"The data set's {rows.Count} rows are in {rows.Source}, and a step would need all of them in memory.", "Give a batch size.",
        operation: "Training", name: rows.Source);

    internal static Exception LargeBlocks(int blockSize, int blocks) => new InvalidValueException(
        "InvalidBlockSize", $"BlockSize is {blockSize}: {blocks} blocks of so many rows, which are in memory at a time, are more than an array holds.", "Take a smaller one.",
        name: "BlockSize", value: blockSize);

    internal static Exception RowOutput(string model, int rows, Shape output) => new ShapeMismatchException(
        "ShapeMismatch", $"{model} makes {output} of {rows} rows: rows of a file are given to a model some at a time, and it must give a row for each.",
        operation: "Invoke", shapes: [output]);

    internal static Exception StoredRowCount(Data.StoredRows input, Data.StoredRows target) => new ShapeMismatchException(
        "ShapeMismatch", $"DataSet: the input of shape {input.ShapeText} in {input.Source} and the target of shape {target.ShapeText} in {target.Source} must both have a row for each sample in their first dimension.",
        operation: "DataSet");

    internal static Exception NoStoredRows(Data.StoredRows rows) => new InvalidValueException(
        "EmptyTensor", $"DataSet: the input of shape {rows.ShapeText} in {rows.Source} has no rows.", operation: "DataSet", name: rows.Source);

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

    internal static Exception NoColumns(string operation, Shape shape) => new ShapeMismatchException(
        "ShapeMismatch", $"{operation}: a tensor of shape {shape} has no columns: it must be [rows, columns], or [rows] of one column.", "Reshape it.",
        operation: operation, shapes: [shape]);

    internal static Exception ColumnNames(string operation, Shape shape, int names) => new ShapeMismatchException(
        "ShapeMismatch", $"{operation}: there {(names == 1 ? "is 1 name" : $"are {names} names")} for the columns of a tensor of shape {shape}.", "Name each column once.",
        operation: operation, shapes: [shape]);

    internal static Exception NoNumbers(string operation, string column) => new InvalidValueException(
        "NoNumbers", $"{operation}: {column} has no number at all, all of it is NaN.", "Leave the column out.", operation: operation, name: column);

    internal static Exception ScalerWidth(string operation, int columns, Shape shape) => new ShapeMismatchException(
        "ShapeMismatch", $"{operation}: the scaler has {columns} column{(columns == 1 ? "" : "s")}, which a tensor of shape {shape} has not.", "Give the columns that it was fitted to, in their order.",
        operation: operation, shapes: [shape]);

    internal static Exception SavedScaler(int names, int centers, int scales) => new InvalidValueException(
        "WrongScaler", $"A scaler has a center and a scale for each column, and a name or none; here are {centers} centers, {scales} scales and {names} names.");

    internal static Exception NotAScaler(object value) => new InvalidValueException(
        "WrongScaler", $"Scaling: a value of type {value.GetType().Name} is no scaler.", "Give the scaler that the rows trained with were scaled by.", operation: "Scaling", value: value);

    internal static Exception NotOneLayer(Module? model) => new InvalidValueException(
        "WrongModel", $"Unscale: {(model is null ? "null" : model.GetType().Name)} is not one Linear layer: what other layers make of scaled data can't be undone in their weights.",
        "Give the layer itself, or keep the scaler with the model and bring its predictions back.", operation: "Unscale");

    /// <summary>Data whose columns or classes are not those that others have, by their names.</summary>
    internal static Exception OtherNames(string what, string name, IEnumerable<string> has) => new InvalidValueException(
        "OtherNames", $"The data have no {what} '{name}', which the data trained with have; they have {string.Join(", ", has)}.",
        "Make the one data set as the other is made; or, where the columns are the same by their places, give tensors, which have no names.", operation: "Names", name: name);

    /// <summary>A class that is unknown to whoever was trained.</summary>
    internal static Exception OtherClass(string name, int row, IEnumerable<string> known) => new InvalidValueException(
        "OtherClass", $"Row {row} of the data is of class '{name}', which is none of the classes trained with: {string.Join(", ", known)}.",
        "Leave such rows out, or train with all classes.", operation: "Names", name: name);

    /// <summary>A name of several columns, by which none is found.</summary>
    internal static Exception RepeatedColumn(string what, string name) => new InvalidValueException(
        "RepeatedColumn", $"The data have several {what}s '{name}', and others stand in another order: which is which, names do not tell.",
        "Give each a name of its own, or give tensors, which have no names.", operation: "Names", name: name);

    internal static Exception NoWholeBatch(int batchSize, int count) => new InvalidValueException(
        "InvalidBatchSize", $"Of {count} rows there is no whole batch of {batchSize}, and the last is to be left out.", name: "BatchSize", value: batchSize);
}
