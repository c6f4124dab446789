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

    /// <summary>A file whose extension is of no picture.</summary>
    public static Exception PictureFormat(string path, IReadOnlyList<string> extensions) => new InvalidValueException(
        "UnknownFormat", $"The format of '{path}' is not known by its extension. There are: {string.Join(", ", extensions)}.", "Name the file by one of them.", name: path);
}
