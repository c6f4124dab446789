using System.Globalization;

namespace LinRegPS.Data;

/// <summary>In which order classes that have names get their numbers.</summary>
internal static class ClassNames
{
    /// <summary>Each name once: by size where all are numbers (9 before 10), else by their characters.</summary>
    public static string[] Ordered(IEnumerable<string> names)
    {
        string[] texts = [.. names.Distinct().Order(StringComparer.Ordinal)];
        double[] numbers = Array.ConvertAll(texts, Number);
        if (!Array.Exists(numbers, double.IsNaN))
            Array.Sort(numbers, texts);
        return texts;
    }

    // Nothing at all, a class of what is missing, is before every number.
    private static double Number(string text) =>
        text.Length == 0 ? double.NegativeInfinity
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number
        : double.NaN;
}
