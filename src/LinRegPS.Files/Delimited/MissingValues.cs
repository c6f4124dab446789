namespace LinRegPS.Files.Delimited;

/// <summary>What is done about values that are missing from a table.</summary>
public enum MissingValues
{
    /// <summary>They are an error.</summary>
    Refuse,

    /// <summary>Rows with one are left out.</summary>
    Omit,

    /// <summary>They get a value: one that is given, or the mean of their column, of categories the most frequent. Rows without a target are left out.</summary>
    Fill,

    /// <summary>They become NaN; numbers of classes, which have none, are an error.</summary>
    Keep,
}
