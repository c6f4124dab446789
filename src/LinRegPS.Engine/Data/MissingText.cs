namespace LinRegPS.Data;

/// <summary>Text that stands for no value, in files and objects alike.</summary>
internal static class MissingText
{
    private static readonly string[] s_texts = ["", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL"];

    /// <summary>Whether text without blanks around it is one of these.</summary>
    public static bool Is(ReadOnlySpan<char> text)
    {
        foreach (string missing in s_texts)
        {
            if (text.SequenceEqual(missing))
                return true;
        }
        return false;
    }

    /// <summary>Whether text without blanks around it is an infinite number, as NumPy, pandas and .NET write it.</summary>
    public static bool IsInfinite(ReadOnlySpan<char> text, out float value)
    {
        bool isNegative = text is ['-', ..];
        var word = text is ['-' or '+', ..] ? text[1..] : text;
        value = isNegative ? float.NegativeInfinity : float.PositiveInfinity;
        return word.Equals("inf", StringComparison.OrdinalIgnoreCase) || word.Equals("Infinity", StringComparison.OrdinalIgnoreCase);
    }
}
