namespace LinRegPS.Statistics;

/// <summary>Errors of the regression statistics: ids, facts and texts in one place.</summary>
internal static class StatisticsErrors
{
    internal const string LeastSquares = "Least squares";

    // What a message lists of many.
    private const int Shown = 10;

    /// <summary>No row came to fit.</summary>
    internal static Exception NoRows() => new InvalidValueException(
        "NoRows", $"{LeastSquares}: there are no rows to fit.", "Check the source of the data.",
        operation: LeastSquares);

    internal static Exception TooFewRows(long rows, long coefficients, IEnumerable<string> terms) => new InvalidValueException(
        "TooFewRows",
        $"{LeastSquares}: {Count(rows, "row")} can't determine {Count(coefficients, "coefficient")} ({First(terms, coefficients)}).",
        "Give at least as many rows as coefficients, better many more, or leave out features.",
        operation: LeastSquares, value: rows);

    internal static Exception CollinearColumns(string found, bool ofIntercept) => new InvalidValueException(
        "CollinearColumns",
        $"{LeastSquares}: columns depend on each other: {found}. No single set of coefficients fits best then.",
        $"Leave one of the columns out{(ofIntercept ? ", or the intercept" : string.Empty)}.",
        operation: LeastSquares, name: ofIntercept ? "intercept" : null);

    internal static Exception NearConstant(string term, (double Least, double Greatest) range) => new InvalidValueException(
        "CollinearColumns",
        FormattableString.Invariant($"{LeastSquares}: {term} goes from {range.Least:R} to {range.Greatest:R} only: as precise as its numbers are, it can't be told from a constant, which the intercept is."),
        $"Subtract a number near its mean from {term} before the numbers are rounded, when they are read.",
        operation: LeastSquares, value: range.Least);

    internal static Exception ConstantTarget(double value) => new InvalidValueException(
        "ConstantTarget",
        FormattableString.Invariant($"{LeastSquares}: the target is {value} in every row: there is nothing to explain."),
        "Check which column is the target.",
        operation: LeastSquares, name: "target", value: value);

    internal static Exception PowerOverflow(string term) => new InvalidValueException(
        "TooLarge", $"{LeastSquares}: {term} is beyond the range of double in a row.", "Scale the feature, or lower the degree.",
        operation: LeastSquares, name: term);

    internal static Exception PowerOverflow(string term, int row) => new InvalidValueException(
        "TooLarge", $"{LeastSquares}: row {row}: {term} is beyond the range of double.", "Scale the feature, or lower the degree.",
        operation: LeastSquares, name: term, place: $"row {row}");

    /// <summary>A coefficient, or its error, too large or too small for double.</summary>
    internal static Exception BeyondDouble(string term, double magnitude) => new InvalidValueException(
        "BeyondDouble",
        FormattableString.Invariant($"{LeastSquares}: the coefficient of {term}, or its standard error, is about 1E{Math.Round(magnitude):+0;-0}, beyond what double holds."),
        "Scale the feature or the target.",
        operation: LeastSquares, name: term);

    internal static Exception ConfidenceLevel(double value) => new InvalidValueException(
        "InvalidConfidenceLevel",
        FormattableString.Invariant($"The confidence level is {value}; it must be between 0 and 1, for instance 0.95."),
        name: "ConfidenceLevel", value: value);

    internal static Exception DataChanged() => new InvalidValueException(
        "DataChanged", "The tensor of features was changed in place after it was fitted, and a large one is not copied.",
        "Read rows before, or fit a copy.",
        operation: LeastSquares);

    /// <summary>A number of rows of features that is not that of the target.</summary>
    internal static Exception TargetRows(int rows, int targets) => new ShapeMismatchException(
        "ShapeMismatch", $"{LeastSquares}: {Count(rows, "row")} of features, but {Count(targets, "target")}: give one target for each row.",
        operation: LeastSquares, name: "target");

    /// <summary>Rows to predict for with another number of features.</summary>
    internal static Exception FeatureCount(int expected, int actual) => new ShapeMismatchException(
        "ShapeMismatch", $"Predict: a row has {Count(actual, "number")}, but the model {Count(expected, "feature")}.",
        operation: "Predict");

    /// <summary>No feature and no intercept.</summary>
    internal static Exception NoTerms() => new InvalidValueException(
        "NoTerms", $"{LeastSquares}: there is nothing to fit: neither a feature nor an intercept.",
        operation: LeastSquares);

    /// <summary>A model other than one linear layer with one output.</summary>
    internal static Exception NotOneLinear(string type, string why) => new InvalidValueException(
        "WrongModel",
        $"{type} can't be compared with least squares: {why}. It must be one Linear layer with one output, without activation.",
        operation: LeastSquares, name: type);

    /// <summary>A factor that has too many levels to be read some rows at a time.</summary>
    internal static Exception ManyLevels(string variable, int most) => new InvalidValueException(
        "ManyLevels", $"{LeastSquares}: {variable} has more than {most} levels.", "Leave it out where it is a name or a number of the row; or make fewer levels of it.",
        operation: LeastSquares, name: variable);

    /// <summary>A power, or a level, that is called what another column is called.</summary>
    internal static Exception RepeatedTerm(string name) => new InvalidValueException(
        "RepeatedTerm", $"Two terms of the model are called '{name}': the coefficients could not be told apart.", "Rename a column.", name: name);

    /// <summary>A factor with one level, or a word where a number was meant.</summary>
    internal static Exception OneLevel(string property, string level) => new InvalidValueException(
        "NotANumber", $"row 1, property '{property}' is '{level}', not a number, and all rows are alike: of a factor's levels there must be two.", "Leave the property out.",
        name: property, value: level);

    internal static Exception FactorPower(string factor) => new InvalidValueException(
        "FactorPower", $"{LeastSquares}: {factor} is a factor, which has no powers.", "Leave the degree at 1, or the factor out.",
        operation: LeastSquares, name: factor);

    private static string First(IEnumerable<string> names, long count) =>
        string.Join(", ", names.Take(Shown)) + (count > Shown ? $", and {count - Shown} more" : string.Empty);

    private static string Count(long count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
