namespace LinRegPS.Reporting;

// Errors of classes and their names.
internal static partial class CallErrors
{
    /// <summary>Several targets where classes are meant.</summary>
    public static Exception OneClass(int targets) => new InvalidValueException(
        "SeveralTargets", $"Classes are the values of one property, not of {targets}.", "Name one with -Target.");

    /// <summary>A class that is missing in a row.</summary>
    public static Exception MissingClass(string place, object? value) => new InvalidValueException(
        "MissingClass", $"{place} is {(value is null ? "null" : $"'{value}'")}: the class is missing.", "Leave the row out; or, if it is a name, say so with -ClassName.",
        name: "Class", place: place, value: value);

    /// <summary>A class that is none of those that are known.</summary>
    public static Exception UnknownClass(string place, string label, IEnumerable<string> names) => new InvalidValueException(
        "UnknownClass", $"{place} is '{label}', which is none of the classes {List(names)}.", "Leave the row out; or name all classes with -ClassName when the data to train with are made.",
        place: place, value: label);

    /// <summary>The number of a class without a name.</summary>
    public static Exception NoSuchClass(int row, float number, IReadOnlyList<string> names) => new InvalidValueException(
        "UnknownClass", FormattableString.Invariant($"row {row} of the target is {number}; the classes {List(names)} have the numbers 0 to {names.Count - 1}."),
        place: $"row {row}", value: number);

    /// <summary>Names for another number of classes.</summary>
    public static Exception ClassNames(int names, Shape target) => new ShapeMismatchException(
        "ShapeMismatch", $"{Count(names, "name")} for a target of shape {target}: it must be numbers of classes, or a column for each.",
        name: "ClassName", shapes: [target]);

    /// <summary>A class that is named twice.</summary>
    public static Exception RepeatedClass(string name) => new InvalidValueException(
        "RepeatedClass", $"-ClassName names '{name}' twice; a class has one number.", name: "ClassName", value: name);

    /// <summary>A data set whose columns have no names, to read others by.</summary>
    public static Exception NoColumnNames() => new InvalidValueException(
        "NoColumnNames", "The columns of the data set have no names to read objects by.", "Give one that was made of objects or of a table.", name: "Like");
}
