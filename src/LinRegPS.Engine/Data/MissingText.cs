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
}
