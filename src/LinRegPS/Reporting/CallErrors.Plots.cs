namespace LinRegPS.Reporting;

// Of plots.
internal static partial class CallErrors
{
    /// <summary>More names than trainings.</summary>
    public static Exception RunNames(int names, int trainings) => new InvalidValueException(
        "TrainingNameCount", $"There are {names} names for {Count(trainings, "training")}: give one for each.", "Give each training as an array of its own.",
        name: "Name");

    /// <summary>A value that is no tensor to name a leaf by.</summary>
    public static Exception NotALeaf(string name, object? value) => new InvalidValueException(
        "WrongParameter", $"-Name: '{name}' is {Shown(value)}: give the tensor itself, @{{ w = $w }}.", name: "Name", value: value);

    /// <summary>A value that is not a fit.</summary>
    public static Exception NotAFit(object? value) => new InvalidValueException(
        "WrongFit", $"{Shown(value)} is not a fit.", "Make one with Measure-LinearModel.", value: value);

    /// <summary>A test of a model that gives no classes.</summary>
    public static Exception NoConfusion() => new InvalidValueException(
        "NoClasses", "The test has no Confusion: it is of no classes.", "Test with the loss of the training, -Loss CrossEntropy for instance.");

    /// <summary>A cell of a confusion table that is no number of rows.</summary>
    public static Exception NotACount(string row, string column, double value) => new InvalidValueException(
        "NotANumber", FormattableString.Invariant($"Confusion table: {value} rows of class {row} given {column} is no number of rows."), value: value);

    /// <summary>A record of a parameter of another shape than the model has.</summary>
    public static Exception OtherParameter(ModelParameter parameter, Shape recorded) => new ShapeMismatchException(
        "ShapeMismatch", $"The records have {parameter.Name} of shape {recorded}, the model {parameter.Shape}.", "Give the model that was trained.",
        name: parameter.Name, shapes: [recorded, parameter.Shape]);

    /// <summary>A file whose extension is of no picture.</summary>
    public static Exception PictureFormat(string path, IReadOnlyList<string> extensions) => new InvalidValueException(
        "UnknownFormat", $"The format of '{path}' is not known by its extension. There are: {string.Join(", ", extensions)}.", "Name the file by one of them.", name: path);
}
