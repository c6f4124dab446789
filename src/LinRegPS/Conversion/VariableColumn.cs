using System.Globalization;
using LinRegPS.Data;
using LinRegPS.Reporting;
using LinRegPS.Statistics;
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

    // Of no more than these two texts are never rounded to one number.
    private const int MostDigits = 15;

    private readonly Dictionary<string, int> _levels = new(StringComparer.Ordinal);
    // How each level was written first.
    private readonly Dictionary<string, string> _written = new(StringComparer.Ordinal);
    private readonly List<string> _merged = [];
    private bool? _isFactor = isFactor ? true : null;
    private string _first = string.Empty;

    /// <summary>Whether it is a factor; null before a first value.</summary>
    public bool? IsFactor => _isFactor;

    /// <summary>The levels by the numbers that stand for them, in the order in which they came.</summary>
    public IReadOnlyList<string> Levels => [.. _levels.Keys];

    /// <summary>What comes of the value of a row: a number, or the one that stands for a level.</summary>
    public double Read(object? value, string row)
    {
        string text = Level(value, culture);
        bool isWord = value is string && text.Length > 0 && char.IsLetter(text[0]) && !MissingText.Is(text) && !IsNumber(text, culture, out _);
        if (_isFactor is null)
            (_isFactor, _first) = (isWord, text.Length > Shown ? text[..Shown] + "..." : text);
        if (_isFactor == false && isWord)
            throw CallErrors.WordAmongNumbers(row, name, text);
        if (_isFactor == false)
            return TensorConversion.Double(value, string.Empty, $"{row}, property '{name}'", culture);
        if (MissingText.Is(text))
            throw CallErrors.NotANumber(string.Empty, $"{row}, property '{name}'", value);
        // A column of numbers that begins with a word is a mistake as a column of numbers is with a word in it.
        if (!isFactor && !isWord)
            throw CallErrors.NumberAmongLevels(row, name, text, _first);
        if (value is string written && !_written.TryAdd(text, written.Trim()) && _written[text] != written.Trim() && !_merged.Contains($"'{_written[text]}' and '{written.Trim()}'"))
            _merged.Add($"'{_written[text]}' and '{written.Trim()}'");
        if (!_levels.TryGetValue(text, out int level))
            _levels.Add(text, level = _levels.Count);
        return level;
    }

    /// <summary>Texts that differ and are one level, two by two, for a warning.</summary>
    public IReadOnlyList<string> Merged => _merged;

    /// <summary>The variable that the rows tell.</summary>
    /// <param name="values">What <see cref="Read"/> gave for the rows that are fitted: a level of none of them is none, as in R.</param>
    /// <param name="hasFirst">Whether the first level is to have a column, should it be a factor.</param>
    public ModelVariable ToVariable(IEnumerable<double> values, bool hasFirst)
    {
        if (_isFactor != true)
            return new(name);
        var levels = Levels;
        string[] used = [.. values.Distinct().Select(value => levels[(int)value])];
        return used.Length > 1 ? new(name, ClassNames.Ordered(used), hasFirst) : throw StatisticsErrors.OneLevel(name, used.FirstOrDefault() ?? string.Empty);
    }

    /// <summary>
    /// The level that a value is: numbers by what they are, 1.0 as 1, and all other text as it is written. A text with a zero or a sign
    /// before it, 001, with an exponent or with more digits than a number holds is no number but a name.
    /// </summary>
    public static string Level(object? value, CultureInfo? culture)
    {
        string text = FormattableString.Invariant($"{value}").Trim();
        return value is string && IsPlain(text) && IsNumber(text, culture, out double number) && double.IsFinite(number) ? number.ToString(CultureInfo.InvariantCulture) : text;
    }

    private static bool IsPlain(string text)
    {
        var digits = text.AsSpan().TrimStart('-');
        return !digits.ContainsAny("eE+") && digits.Length <= MostDigits && !(digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit(digits[1]));
    }

    private static bool IsNumber(string text, CultureInfo? culture, out double number) => double.TryParse(text, NumberStyles.Float, culture ?? CultureInfo.InvariantCulture, out number);
}
