using System.Management.Automation;
using LinRegPS.Reporting;

namespace LinRegPS.Conversion;

/// <summary>Wildcards in names: whatever the case, and alike in every culture.</summary>
internal static class NamePattern
{
    /// <summary>The pattern in an argument.</summary>
    /// <exception cref="InvalidValueException">It is null, or no pattern, as <c>[</c>.</exception>
    public static WildcardPattern Of(string? text)
    {
        if (text is null)
            throw CallErrors.NotAPattern(text);
        var pattern = new WildcardPattern(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        try
        {
            // It is read when first used.
            _ = pattern.IsMatch(string.Empty);
        }
        catch (WildcardPatternException)
        {
            throw CallErrors.NotAPattern(text);
        }
        return pattern;
    }
}
