using System.Globalization;
using LinRegPS.Data;
using LinRegPS.Reporting;
using LinRegPS.Statistics.Fits;

namespace LinRegPS.Conversion;

/// <summary>A property of objects that a model explains its target by, whose first value tells what it is: a number, or a level of a factor.</summary>
/// <param name="name">The property.</param>
/// <param name="isFactor">Whether it is a factor, whatever its values are.</param>
/// <param name="culture">The culture in which text was written.</param>
internal sealed class VariableColumn(string name, bool isFactor, CultureInfo? culture)
{
    // What a message tells of a text.
    private const int Shown = 40;

    private readonly HashSet<string> _levels = new(StringComparer.Ordinal);
    private bool? _isFactor = isFactor ? true : null;
    private string _first = string.Empty;

    /// <summary>What comes of the value of a row: a number, or text.</summary>
    public object Read(object? value, string row)
    {
        string text = Level(value, culture);
        bool isWord = value is string && text.Length > 0 && char.IsLetter(text[0]) && !MissingText.Is(text) && !IsNumber(text, culture, out _);
        if (_isFactor is null)
            (_isFactor, _first) = (isWord, text.Length > Shown ? text[..Shown] + "..." : text);
        if (_isFactor == false)
            return TensorConversion.Double(value, string.Empty, $"{row}, property '{name}'", culture);
        if (MissingText.Is(text))
            throw CallErrors.NotANumber(string.Empty, $"{row}, property '{name}'", value);
        // A column of numbers that begins with a word is a mistake as a column of numbers is with a word in it.
        if (!isFactor && !isWord)
            throw CallErrors.NumberAmongLevels(row, name, text, _first);
        _levels.Add(text);
        return text;
    }

    /// <summary>The variable that the rows tell.</summary>
    /// <param name="hasFirst">Whether the first level is to have a column, should it be a factor.</param>
    public ModelVariable ToVariable(bool hasFirst) => _isFactor != true ? new(name)
        : _levels.Count > 1 ? new(name, ClassNames.Ordered(_levels), hasFirst)
        : throw CallErrors.OneLevel(name, _levels.FirstOrDefault() ?? string.Empty);

    /// <summary>The level that a value is: numbers by what they are, not by how they are written.</summary>
    public static string Level(object? value, CultureInfo? culture)
    {
        string text = FormattableString.Invariant($"{value}").Trim();
        return value is string && IsNumber(text, culture, out double number) && double.IsFinite(number) ? number.ToString(CultureInfo.InvariantCulture) : text;
    }

    private static bool IsNumber(string text, CultureInfo? culture, out double number) => double.TryParse(text, NumberStyles.Float, culture ?? CultureInfo.InvariantCulture, out number);
}
