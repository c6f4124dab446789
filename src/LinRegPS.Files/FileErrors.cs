using LinRegPS.Files.Delimited;
using LinRegPS.Files.Models;

namespace LinRegPS.Files;

/// <summary>Errors of files: ids, facts and texts in one place. Each names the file.</summary>
internal static class FileErrors
{
    /// <summary>A file whose content is not what its format says.</summary>
    internal static Exception Bad(string file, string reason) => new InvalidValueException(
        "BadFile", $"'{file}' can't be read: {reason}.", name: file);

    internal static Exception NotFound(string file) => new InvalidValueException(
        "FileNotFound", $"'{file}' does not exist.", "Check the path.", name: file);

    internal static Exception Folder(string file) => new InvalidValueException(
        "FileUnusable", $"'{file}' is a folder, not a file.", "Name a file.", name: file);

    internal static Exception NoFolder(string file) => new InvalidValueException(
        "FileUnusable", $"'{file}' can't be written: its folder does not exist.", "Make the folder first.", name: file);

    internal static Exception Denied(string file) => new InvalidValueException(
        "FileUnusable", $"'{file}': permission is denied.", "Check who may read and write it.", name: file);

    /// <summary>What the system says of reading or writing: a full disk, a lost drive.</summary>
    internal static Exception System(string file, string reason) => new InvalidValueException(
        "FileUnusable", $"'{file}': {reason.TrimEnd('.')}.", name: file);

    internal static Exception Exists(string file) => new InvalidValueException(
        "FileExists", $"'{file}' exists already.", "Allow to overwrite it, or take another name.", name: file);

    internal static Exception UnknownFormat(string file, IEnumerable<string> formats) => new InvalidValueException(
        "UnknownFormat", $"The format of '{file}' is not known by its extension. There are: {string.Join(", ", formats)}.",
        "Name the file by one of them.", name: file);

    internal static Exception OneTensor(string file, string format, int count) => new InvalidValueException(
        "WrongFormat", $"'{file}': a file of the format {format} holds one tensor without a name; {count} with names are given.",
        "Take npz or safetensors for several.", name: file);

    internal static Exception NotARowTable(string file, Shape shape) => new ShapeMismatchException(
        "ShapeMismatch", $"'{file}': a tensor of shape {shape} has no rows and columns.", "Reshape it, or take another format.",
        name: file, shapes: [shape]);

    internal static Exception NoNumberInJson(string file, string name, float value) => new InvalidValueException(
        "NaN", FormattableString.Invariant($"'{file}': {(name.Length > 0 ? $"'{name}'" : "the tensor")} holds {value}, which JSON can't write."),
        "Take another format.", name: file, value: value);

    internal static Exception NoShapeInJson(string file, string name, Shape shape) => new ShapeMismatchException(
        "ShapeMismatch", $"'{file}': {(name.Length > 0 ? $"'{name}'" : "the tensor")} has the shape {shape}, of which nested arrays lose what follows the 0.",
        "Take another format.", name: file, shapes: [shape]);

    /// <summary>What PyTorch saved of several things, where one is meant.</summary>
    internal static Exception NeedsKey(string file, string reason, string key) => new InvalidValueException(
        "BadFile", $"'{file}' can't be read: {reason}.", "Say which of them is meant.", operation: Key, name: file, value: key);

    /// <summary>Names of columns, of which two are the same.</summary>
    internal static Exception SameName(string file, string name, TableColumn maker) => Table(
        file, $"column '{maker.Name}' becomes a column '{name}' for one of its categories, and there is another of this name", "Rename one, or leave it out.");

    /// <summary>What was being read, for remedies that depend on it.</summary>
    internal const string Key = "Key", Header = "Header", Text = "Text", Culture = "Culture", Category = "Category", Rows = "Rows", Infinity = "Infinity";

    internal static Exception NumericHeader(string file) => new InvalidValueException(
        "WrongTable", $"'{file}': its first row is numbers alone, so it seems to have no names of columns.", "Say whether it has.",
        operation: Header, name: file);

    internal static Exception NotANumber(Cell cell, bool isDecimalComma) => new InvalidValueException(
        "NotANumber", $"{cell} is no number.",
        isDecimalComma ? "Name the culture that the numbers are written in." : "Take the column as categories, or leave it out.",
        operation: isDecimalComma ? Culture : Text, name: cell.File, value: cell.Text, place: cell.Place);

    internal static Exception NotFinite(Cell cell) => new InvalidValueException(
        "TooLarge", $"{cell} is beyond the largest float32, 3.4028235E+38.", "Scale the data.", name: cell.File, value: cell.Text, place: cell.Place);

    internal static Exception Infinite(Cell cell) => new InvalidValueException(
        "NotANumber", $"{cell} is no finite number.", "Leave such rows out, or put a number in its place.",
        operation: Infinity, name: cell.File, value: cell.Text, place: cell.Place);

    internal static Exception MissingValue(Cell cell) => new InvalidValueException(
        "MissingValue", $"{cell} is a missing value.", "Leave such rows out, or fill such values.", name: cell.File, value: cell.Text, place: cell.Place);

    /// <summary>A class that is missing and was to be kept as NaN.</summary>
    internal static Exception MissingClass(Cell cell) => new InvalidValueException(
        "MissingValue", $"{cell} is a missing value, and the number of a class can't be NaN.", "Leave such rows out.",
        operation: Category, name: cell.File, value: cell.Text, place: cell.Place);

    internal static Exception UnknownCategory(Cell cell, IReadOnlyCollection<string> known) => new InvalidValueException(
        "UnknownCategory", $"{cell} is none of the known categories: {List(known)}.", "Leave such rows out, or read both tables as one.",
        operation: Category, name: cell.File, value: cell.Text, place: cell.Place);

    /// <summary>A row with more or fewer fields than there are columns.</summary>
    internal static Exception FieldCount(string file, long line, int fields, int columns) => new InvalidValueException(
        "BadFile", $"'{file}', line {line}: the row has {fields} fields, but there are {columns} columns.", "Look for a delimiter within a field without quotes.",
        name: file, place: $"line {line}");

    /// <summary>A model whose layers have no order nor activations in the file; the matrices tell what they do.</summary>
    internal static Exception NoArchitecture(string file, NamedTensors state)
    {
        const int most = 5;
        string[] layers = [.. state.Where(tensor => tensor.Key.EndsWith("weight", StringComparison.Ordinal)).Select(tensor => LayerOf(tensor.Key, state)).OfType<string>()];
        string hint = layers.Length == 0 ? string.Empty : $", {string.Join(", ", layers.Take(most))}{(layers.Length > most ? ", ..." : string.Empty)}";
        return new InvalidValueException(
            "NoArchitecture", $"'{file}' does not say how its model is made. It has the tensors {List(state.Keys)}{hint}.", "Load its tensors into a model that is there.", name: file, value: LinearStack.Describe(state));
    }

    private static string? LayerOf(string weight, NamedTensors state)
    {
        var shape = state[weight].Shape;
        bool hasBias = state.ContainsKey(weight[..^"weight".Length] + "bias");
        return (state[weight].Rank, hasBias) switch
        {
            (2, true) => $"{weight} as of Linear {shape[1]} {shape[0]}",
            (2, false) => $"{weight} as of Linear {shape[1]} {shape[0]} without a bias or Embedding {shape[0]} {shape[1]}",
            (4, _) when shape[2] == shape[3] => $"{weight} as of Conv2d {shape[1]} {shape[0]} {shape[2]}",
            _ => null,
        };
    }

    internal static Exception NotAModelFormat(string file, string format) => new InvalidValueException(
        "WrongFormat", $"'{file}' is {format}, which is not written of a model.", "Give it the extension .safetensors, or for PyTorch .pt or .pth, or .onnx.", name: file);

    /// <summary>A layer that ONNX can't say.</summary>
    internal static Exception NotInOnnx(string file, string layer, string reason) => new InvalidValueException(
        "NotInOnnx", $"'{file}': the layer {layer} can't be written as ONNX: {reason}.", "Write safetensors.", name: file);

    internal static Exception NoState(string file, string format) => new InvalidValueException(
        "WrongFormat", $"'{file}' is {format}, which holds no tensors by name.", "Give a file of safetensors, pt, pth or npz.", name: file);

    internal static Exception NoTrace(string file, string format) => new InvalidValueException(
        "WrongFormat", $"'{file}' is {format}, which holds no trace of a training.", "Give a file of npz, safetensors, csv or tsv.", name: file);

    internal static Exception SeveralRuns(string file, int count, IReadOnlyCollection<string> runs) => new InvalidValueException(
        "SeveralTrainings", $"'{file}' holds {count} trainings, one behind the other: {string.Join("; ", runs)}{(runs.Count < count ? "; ..." : string.Empty)}.",
        $"Say which is meant by its number; {count} is the last.", name: file);

    internal static Exception NoSuchRun(string file, int number, int count) => new InvalidValueException(
        "OutOfRange", $"'{file}' holds {(count == 1 ? "one training" : $"{count} trainings")}, so there is no number {number}.", name: file, value: number);

    /// <summary>A folder without anything that TensorBoard reads.</summary>
    internal static Exception NoEvents(string folder) => new InvalidValueException(
        "FileNotFound", $"'{folder}' is a folder without event files of TensorBoard.", "Name a file, or the folder of one training.", name: folder);

    /// <summary>A folder in which a new training would be taken for the rest of another.</summary>
    internal static Exception HasEvents(string folder) => new InvalidValueException(
        "FileExists", $"'{folder}' has event files of another training already.", "Take a folder of its own for each training.", name: folder);

    internal static Exception NoKeys(string file, string format) => new InvalidValueException(
        "WrongFormat", $"'{file}': a key is of use for what PyTorch saved, not for {format}.", name: file);

    /// <summary>A checkpoint of another training.</summary>
    internal static Exception Checkpoint(string file, string reason) => new InvalidValueException(
        "WrongCheckpoint", $"'{file}' does not fit, and nothing was changed: {reason}.", "Give what it was saved of.", name: file);

    /// <summary>A checkpoint of a training that was set up in another way.</summary>
    internal static Exception OtherTraining(string file, IReadOnlyCollection<string> differences) => new InvalidValueException(
        "WrongCheckpoint", $"'{file}' does not fit, and nothing was changed: it is of a training with {string.Join("; ", differences)}.",
        "Set the training up as it was. To train on with other settings, load the checkpoint into model and optimizer first.", name: file);

    /// <summary>A name that is not in a file.</summary>
    internal static Exception NoSuchName(string file, string what, string name, IReadOnlyCollection<string> names, string? operation = null) => new InvalidValueException(
        "NoSuchName", $"'{file}' has no {what} '{name}'. It has: {List(names)}.", operation: operation, name: name);

    /// <summary>A file that ends before rows that it had.</summary>
    internal static Exception Shrunk(string file, long before, long now) => new InvalidValueException(
        "FileChanged", $"'{file}' had {before} bytes when it was opened, and has {now} now.", "Leave the file alone while it is in use, and open it anew.", name: file);

    internal static Exception Changed(string file) => new InvalidValueException(
        "FileChanged", $"'{file}' was written to since it was opened.", "Leave the file alone while it is in use, and open it anew.", name: file);

    /// <summary>A format whose rows can't be read one by one.</summary>
    internal static Exception NotByRows(string file, string format) => new InvalidValueException(
        "WrongFormat", $"'{file}' is {format}, whose rows can't be read some at a time.", "Give npy or safetensors.", operation: Rows, name: file);

    internal static Exception TargetFile(string file) => new InvalidValueException(
        "TargetNeeded", $"'{file}' holds one array, the input.", "Name the file of the target.", operation: Rows, name: "TargetPath");

    /// <summary>A table of text whose head or options do not fit.</summary>
    internal static Exception Table(string file, string reason, string remedy) => new InvalidValueException(
        "WrongTable", $"'{file}': {reason}.", remedy, name: file);

    /// <summary>A table that is to be a data set and has features alone.</summary>
    internal static Exception NoTarget() => new InvalidValueException(
        "TargetNeeded", "The table has no target.", "Name its column when the table is read.", operation: Header, name: "Target");

    internal static string List(IReadOnlyCollection<string> names)
    {
        const int most = 20;
        return names.Count == 0 ? "nothing" : string.Join(", ", names.Take(most)) + (names.Count > most ? $" and {names.Count - most} more" : string.Empty);
    }
}

/// <summary>Where a value of a table of text is.</summary>
internal readonly record struct Cell(string File, long Line, string Column, string Text)
{
    // What a message shows of a text.
    private const int Shown = 40;

    public string Place => $"line {Line}, column {Column}";

    public override string ToString() =>
        $"'{File}', line {Line}, column '{Column}': '{(Text.Length > Shown ? Text[..Shown] + "..." : Text)}'";
}
