namespace LinRegPS.Statistics;

/// <summary>Errors of the regression statistics: ids and texts in one place.</summary>
public static class StatisticsErrors
{
    /// <summary>No row came to fit.</summary>
    public static Exception NoRows() => new InvalidValueException(
        "NoRows", "Measure-LinearModel: there are no rows to fit. Check the source of the pipeline.");

    internal static Exception TooFewRows(int rows, IReadOnlyList<string> terms) => new InvalidValueException(
        "TooFewRows",
        $"Measure-LinearModel: {Count(rows, "row")} can't determine {Count(terms.Count, "coefficient")} ({string.Join(", ", terms)}). Give at least as many rows as coefficients, better many more, or leave out properties.");

    internal static Exception CollinearColumns(string found, bool ofIntercept) => new InvalidValueException(
        "CollinearColumns",
        $"Measure-LinearModel: columns depend on each other: {found}. No single set of coefficients fits best then: leave one of the columns out"
        + (ofIntercept ? ", or the intercept with -NoBias." : "."));

    internal static Exception ConstantTarget(double value) => new InvalidValueException(
        "ConstantTarget",
        FormattableString.Invariant($"Measure-LinearModel: the target is {value} in every row: there is nothing to explain. Check which column is the target."));

    internal static Exception PowerOverflow(string term, int row) => new InvalidValueException(
        "TooLarge", $"Measure-LinearModel: row {row}: {term} is beyond the range of double. Scale the property, or lower -Degree.");

    internal static Exception ConfidenceLevel(double value) => new InvalidValueException(
        "InvalidConfidenceLevel",
        FormattableString.Invariant($"The confidence level is {value}; it must be between 0 and 1, for instance 0.95."));

    internal static Exception DataChanged() => new InvalidValueException(
        "DataChanged", "The tensor of features was changed in place after it was fitted, and a large one is not copied: read rows before, or fit a copy.");

    /// <summary>A number of rows of features that is not that of the target.</summary>
    public static Exception TargetRows(int rows, int targets) => new ShapeMismatchException(
        "ShapeMismatch", $"Measure-LinearModel: {Count(rows, "row")} of features, but {Count(targets, "target")}: give one target for each row.");

    /// <summary>A table of numbers with more or fewer dimensions than rows and columns.</summary>
    public static Exception NotATable(string what, string shape) => new ShapeMismatchException(
        "ShapeMismatch", $"Measure-LinearModel: the shape of {what} is {shape}: give a number for each row, or rows and columns.");

    /// <summary>A target with several columns.</summary>
    public static Exception SeveralTargets(string shape) => new ShapeMismatchException(
        "ShapeMismatch", $"Measure-LinearModel: the target has the shape {shape}; it must have one column. Fit each column by itself.");

    /// <summary>Names for another number of columns.</summary>
    public static Exception FeatureNames(int columns, int names) => new ShapeMismatchException(
        "ShapeMismatch", $"Measure-LinearModel: {Count(names, "name")} for {Count(columns, "column")}: -Property names each column of a tensor.");

    /// <summary>Objects to predict for with another number of features.</summary>
    public static Exception FeatureCount(int expected, int actual) => new ShapeMismatchException(
        "ShapeMismatch", $"Predict: a row has {Count(actual, "number")}, but the model {Count(expected, "feature")}.");

    /// <summary>The target named among the features, or no feature and no intercept.</summary>
    public static Exception NoTerms() => new InvalidValueException(
        "NoTerms", "Measure-LinearModel: there is nothing to fit: name the features with -Property.");

    /// <summary>The same column twice.</summary>
    public static Exception RepeatedProperty(string name) => new InvalidValueException(
        "RepeatedProperty", $"Measure-LinearModel: '{name}' is named twice among target and properties; name each once.");

    /// <summary>A model other than one linear layer with one output.</summary>
    public static Exception NotOneLinear(string type, string why) => new InvalidValueException(
        "WrongModel", $"-From: {type} can't be compared with least squares: {why}. It must be one Linear layer with one output, without activation.");

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
