using System.Globalization;
using System.Numerics;
using LinRegPS.Reporting;

namespace LinRegPS.Conversion;

/// <summary>Text as a number by one rule, for data and parameters alike: invariant unless a culture is named, no thousands separators, never empty.</summary>
internal static class NumberText
{
    /// <summary>The number that text is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="what">What messages call the call or the parameter.</param>
    /// <param name="path">What messages call the value.</param>
    /// <param name="culture">The culture in which data were written; null for the invariant one.</param>
    public static T Parse<T>(string text, string what, string path, CultureInfo? culture = null)
        where T : struct, INumber<T>
    {
        culture ??= CultureInfo.InvariantCulture;
        if (T.TryParse(text, NumberStyles.Float, culture, out T number))
            return T.IsInfinity(number) && text.AsSpan().ContainsAnyInRange('0', '9') ? throw CallErrors.TextTooLarge(what, path, text) : number;
        throw double.TryParse(text, NumberStyles.Float, culture, out _)
            ? CallErrors.NotWhole(what, path, text)
            : CallErrors.NotANumber(what, path, text, culture);
    }
}
