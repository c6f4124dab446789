namespace LinRegPS.Files.Delimited;

/// <summary>What is done about values that are missing from a table.</summary>
public enum MissingValues
{
    /// <summary>They are an error.</summary>
    Refuse,

    /// <summary>Rows with one are left out.</summary>
    Omit,

    /// <summary>They get a value: one that is given, or the mean of their column.</summary>
    Fill,

    /// <summary>They become NaN.</summary>
    Keep,
}
