using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;

namespace LinRegPS.Reporting;

// Of data that are not numbers, or not in rows and columns.
internal static partial class CallErrors
{
    /// <summary>How numbers in text are written.</summary>
    public const string PointForDecimals = "Numbers in text use a point: 1.5.";

    /// <summary>What to do about a word in data.</summary>
    public const string Word = "It is a word: leave the row or the column out, or put a number in its place.";

    // Of a row of objects the cmdlet stands before the message already.
    private static string Subject(string what, string path) => what.Length == 0 ? path : $"{what}: {path}";

    /// <summary>There is no data to make a tensor of.</summary>
    public static Exception NoData(string what) => new InvalidValueException(
        "EmptyTensor", $"{what}: there are no elements.",
        "Check the source, or make an empty tensor with New-Tensor -Zeros -Shape 0.",
        operation: what);

    /// <summary>What came through a file, and not all of it.</summary>
    public static Exception NumbersLost() => new InvalidValueException(
        "NumbersLost", "The record of a tensor has not all of its numbers: they were cut off where it was written.",
        "ConvertTo-Json needs a -Depth of the tensor's dimensions and one more for each object around it, 10 for instance; Export-Clixml and Export-Tensor need none.");

    /// <summary>Elements of a nested array have different shapes.</summary>
    public static Exception Ragged(string what, string path, string actual, string expected) => new InvalidValueException(
        "RaggedArray", $"{what}: the nested arrays are ragged: {path} is {actual}, but the elements before it are {expected}.",
        operation: what, place: path);

    /// <summary>Arrays in arrays without end, or deeper than a tensor can be.</summary>
    public static Exception NestedTooDeep(string what, int most) => new InvalidValueException(
        "NestedTooDeep", $"{what}: arrays are nested more than {most} deep.", "An array may contain itself; a tensor can't.",
        operation: what);

    /// <summary>A tensor that is no list of numbers.</summary>
    public static Exception NotAVector(Shape shape) => new ShapeMismatchException(
        "ShapeMismatch", $"A tensor of shape {shape} is not one list of numbers.", "Take its ToArray() or ToNestedArrays().",
        shapes: [shape]);

    /// <summary>A value that is not a number.</summary>
    public static Exception NotANumber(string what, string path, object? value, CultureInfo? culture = null) => new InvalidValueException(
        "NotANumber", $"{Subject(what, path)} is {Errors.Shown(value)}, not a number.", culture is null or { Name: "" } ? NumberRemedy(value) : CultureRemedy(culture),
        operation: what, place: path, value: value);

    /// <summary>A column whose rows are times and numbers.</summary>
    public static Exception MixedTimes(string row, string property, object? value, bool isTime, string firstRow) => new InvalidValueException(
        "MixedTimes", FormattableString.Invariant($"{row}{(property.Length > 0 ? $", property '{property}'" : string.Empty)} is '{value}', {(isTime ? "a date or a time span, and" : "no date nor time span, but")} {firstRow} has {(isTime ? "a number" : "one")}: a column is one or the other."),
        "Convert one of them first, a date to ($date - $origin).TotalDays for instance.", name: property, place: row, value: value);

    /// <summary>A number with decimals where a whole one is needed.</summary>
    public static Exception NotWhole(string what, string path, object value) => new InvalidValueException(
        "NotANumber", $"{Subject(what, path)} is {Errors.Shown(value)}, not a whole number in range.",
        operation: what, place: path, value: value);

    /// <summary>A list where one number is meant: what PowerShell makes of a decimal comma.</summary>
    public static Exception SeveralNumbers(string what, object value)
    {
        object?[] items = [.. ((IEnumerable)value).Cast<object?>().Take(3)];
        bool isComma = items.Length == 2 && items.All(item => item is int or long);
        return new InvalidValueException(
            "NotANumber", $"{what}: {(isComma ? $"{items[0]},{items[1]} is a list of two numbers" : Shown(value) + " is a list")}, where one number is meant.",
            isComma ? "PowerShell writes decimals with a point whatever the culture: 0.01, not 0,01." : "Give one of them.",
            operation: what, value: value);
    }

    /// <summary>A number beyond the type of its parameter.</summary>
    public static Exception OutOfRange(string what, object? value) => new InvalidValueException(
        "TooLarge", $"{what}: '{value}' is beyond the range of this parameter.", operation: what, value: value);

    /// <summary>A number outside the range of float32.</summary>
    public static Exception TooLarge(string what, string path, object value) => new InvalidValueException(
        "TooLarge",
        $"{Subject(what, path)} is {FormattableString.Invariant($"{value}")}, beyond the largest float32, 3.4028235E+38.", "Scale the data.",
        operation: what, place: path, value: value);

    /// <summary>Text of a number outside the range of double.</summary>
    public static Exception TextTooLarge(string what, string path, string text) => new InvalidValueException(
        "TooLarge", $"{Subject(what, path)} is '{text}', text of a number beyond the largest double, 1.8E+308.", what.StartsWith('-') ? string.Empty : "Scale the data.",
        operation: what, place: path, value: text);

    /// <summary>A column that is of no use in any row.</summary>
    public static Exception Column(string column, int rows, LinRegException first) => new InvalidValueException(
        first.ErrorId["LinRegPS.".Length..],
        $"{(column.Length == 0 ? "The input" : $"Property '{column}'")} can't be used in any of {rows} rows; the first: {first.Facts}", first.Remedy,
        name: column, operation: first.Operation, value: first.Value, place: first.Place);

    /// <summary>An object that lacks a property which was asked for.</summary>
    public static Exception MissingProperty(string what, string property, IEnumerable<string> has) => new InvalidValueException(
        "MissingProperty", $"{what} has no property '{property}'. It has: {List(has)}.",
        name: property);

    /// <summary>An object to predict for that lacks a feature.</summary>
    public static Exception FeatureMissing(string what, string feature, IEnumerable<string> has, IEnumerable<string> features) => new InvalidValueException(
        "MissingProperty", $"{what} has no property '{feature}'. It has: {List(has)}. The model's features are: {List(features)}.",
        name: feature);

    /// <summary>A property that throws when it is read.</summary>
    public static Exception PropertyUnreadable(string property, Exception error) => new InvalidValueException(
        "PropertyUnreadable", $"Property '{property}' can't be read: {error.GetBaseException().Message}", name: property);

    /// <summary>A name that is no pattern.</summary>
    public static Exception NotAPattern(string? text) => new InvalidValueException(
        "NotAPattern", $"{(text is null ? "null" : $"'{text}'")} is no name, nor a pattern of names.", "Use * and ?, and [ only before characters and ].", value: text);

    /// <summary>A property without a name.</summary>
    public static Exception EmptyProperty(string what) => new InvalidValueException(
        "MissingProperty", $"{what}: the name of a property is empty.",
        name: "Property");

    /// <summary>A number in a column that begins with text.</summary>
    public static Exception NumberAmongLevels(string row, string property, string text, string first) => new InvalidValueException(
        "NumberAmongLevels", $"{row}, property '{property}' is '{text}', but the first value is '{first}', which is no number.", "Put a number in its place; or, if all of them are levels of a factor, name it with -Factor.",
        name: property, place: row, value: text);

    /// <summary>A word in a column that begins with a number.</summary>
    public static Exception WordAmongNumbers(string row, string property, string text) => new InvalidValueException(
        "NotANumber", $"{row}, property '{property}' is '{text}', not a number, and the first value is one.", $"Put a number in its place, or leave the row out; or, if all of them are levels of a factor, name it: -Factor {property}.",
        name: property, place: row, value: text);

    /// <summary>A level of a factor that the model was not fitted to.</summary>
    public static Exception UnknownLevel(string row, string property, string level, IEnumerable<string> levels) => new InvalidValueException(
        "UnknownLevel", $"{row}, property '{property}' is '{level}', which is none of the levels that the model knows: {List(levels)}.", "Leave the row out, or fit the model to rows of that level too.",
        name: property, place: row, value: level);

    /// <summary>Powers of what has none.</summary>
    public static Exception PowersOfFactor(string property) => new InvalidValueException(
        "PowersOfFactor", $"'{property}' is a factor, of which -Degree can make no powers.", "Leave out -Degree, and give powers of the others as properties of their own.", name: "Degree");

    /// <summary>A factor that is none of the properties.</summary>
    public static Exception NoSuchFactor(string factor, IEnumerable<string> properties) => new InvalidValueException(
        "NoSuchName", $"-Factor names '{factor}', which is none of the properties {List(properties)}.", name: "Factor", value: factor);

    /// <summary>A parameter for objects, and numbers to work on.</summary>
    public static Exception OfObjects(string parameter) => new InvalidValueException(
        "ParameterConflict", $"-{parameter} is for objects, whose properties -Target and -Property name; here are numbers.", name: parameter);

    /// <summary>A value that is no transform of batches.</summary>
    public static Exception NotATransform(object? value) => new InvalidValueException(
        "WrongTransform", $"{Shown(value)} is not a transform.", "Give a scaler from New-Scaler, or a block { param($x, $y) ... } that writes the new input.", name: "Transform", value: value);

    /// <summary>A transform that wrote something else than a batch.</summary>
    public static Exception TransformResult(IReadOnlyCollection<object?> written) => new InvalidValueException(
        "WrongResult", $"-Transform: the block must write the input, or input and target; it wrote {(written.Count == 0 ? "nothing" : string.Join(", ", written.Take(Most).Select(Shown)))}.", "Assign to $null what else it writes.",
        name: "Transform");

    /// <summary>An object without columns of numbers.</summary>
    public static Exception NoColumns(object value, IEnumerable<string> has) => new InvalidValueException(
        "PropertyNeeded", $"An object is not a tensor, a data set or a table of Import-Tensor; it has: {List(has)}.", "Make a tensor of the columns of objects first: ConvertTo-Tensor -Property names them.", operation: "Columns", value: value);

    /// <summary>Objects where numbers are needed, and no word on which of their properties.</summary>
    public static Exception PropertyNeeded(string path, IEnumerable<string> has) => new InvalidValueException(
        "PropertyNeeded", $"{path} is an object, not a number; it has: {List(has)}.", "Make a tensor of its columns first: ConvertTo-Tensor -Property names them.",
        place: path);

    /// <summary>Objects where tensors are needed, by a command whose -Property is something else.</summary>
    public static Exception NotTensors(string what, object value, IEnumerable<string> has) => new InvalidValueException(
        "PropertyNeeded", $"{what} is an object, not a tensor; it has: {List(has)}.", "Make a tensor of its columns first, ConvertTo-Tensor -Property names them; objects as they are go to Export-Csv.",
        operation: "Columns", value: value);

    /// <summary>Whether text is a number as cultures with a decimal comma write it.</summary>
    public static bool HasDecimalComma(string text) => DecimalComma().IsMatch(text);

    /// <summary>Whether text may be a number with thousands separators.</summary>
    public static bool IsGrouped(string text) => Grouped().IsMatch(text);

    /// <summary>Whether text is a range that was meant as numbers.</summary>
    public static bool IsRange(string text) => Range().IsMatch(text);

    private static string CultureRemedy(CultureInfo culture) =>
        $"Numbers in text of {culture.Name} have '{culture.NumberFormat.NumberDecimalSeparator}' for decimals, and no thousands separators. Without -Culture they use a point: 1.5.";

    private static string NumberRemedy(object? value) => value switch
    {
        DBNull => "It is a missing value: fill it in, or leave the row out.",
        Enum => "Of a value of an enumeration take its number, [int], in a calculated property of Select-Object; or number the values with New-DataSet -AsClass.",
        DateTime or DateTimeOffset => "Of a date take the days since a start: ($date - $start).TotalDays.",
        TimeSpan => "Of a time span take its TotalSeconds or TotalDays.",
        // $w*$x as an argument.
        string text when text.Contains("tensor(", StringComparison.Ordinal) => "PowerShell takes an expression as an argument for text: put it in brackets, ($w * $x).",
        string text when string.IsNullOrWhiteSpace(text) => "Fill it in, or leave the row out.",
        string text when Grouped().IsMatch(text) => "Numbers in text have no thousands separators, and a point for decimals: 1234 or 1.234.",
        string text when DecimalComma().IsMatch(text) => PointForDecimals,
        string text when !text.AsSpan().ContainsAnyInRange('0', '9') => Word,
        string text when Range().IsMatch(text) => $"PowerShell takes a range as an argument for text: put it in brackets, ({text.Trim()}).",
        string text when DateTime.TryParse(text, CultureInfo.InvariantCulture, out _) =>
            "Of a date take the days since a start: ([datetime]$text - $start).TotalDays.",
        string text when Unit().IsMatch(text) => "Leave out what is no part of the number, as a currency or a unit.",
        string => PointForDecimals,
        _ => string.Empty,
    };

    [GeneratedRegex(@"^\s*[-+]?\d{1,3}([,.' \u00a0\u202f]\d{3})+([.,]\d+)?\s*$")]
    private static partial Regex Grouped();

    [GeneratedRegex(@"^\s*-?\d+\.\.-?\d+\s*$")]
    private static partial Regex Range();

    // A number with a word or a sign before or after it.
    [GeneratedRegex(@"^\s*([\p{Sc}#~<>=]\s*[-+]?\d+(\.\d+)?|[-+]?\d+(\.\d+)?\s*(\p{L}+|[%\u2030\p{Sc}\u00b0]))\s*$")]
    private static partial Regex Unit();

    [GeneratedRegex(@"^\s*[-+]?\d*,\d+([eE][-+]?\d+)?\s*$")]
    private static partial Regex DecimalComma();

    /// <summary>Predictions of a model that are no numbers beside each row.</summary>
    public static Exception NoRowOutput(string model, Shape output, int rows) => new ShapeMismatchException(
        "ShapeMismatch", $"Invoke-Model: {model} gives {output} for {rows} row{(rows == 1 ? "" : "s")}, which is not one number or several for each.",
        "Give the rows as a tensor, without -Property.", name: "Property", shapes: [output]);

    /// <summary>Names of columns that are not as many as there are, or that rows have already.</summary>
    public static Exception OutputName(string facts) => new InvalidValueException(
        "WrongOutputName", $"Invoke-Model: {facts}.", "Give other names with -OutputName.", name: "OutputName");
}
