using System.Globalization;

namespace LinRegPS.Files.Delimited;

/// <summary>How a table of text is read.</summary>
public sealed record TableOptions
{
    /// <summary>The character between fields; found where null.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether the first row has the names of the columns; where null it has, unless all of them are numbers, which is an error.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>How numbers are written.</summary>
    public CultureInfo Culture { get; init; } = CultureInfo.InvariantCulture;

    /// <summary>Which columns are read, in this order, by name or pattern; all but the target's where null.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Which columns are the target, by name or pattern.</summary>
    public IReadOnlyList<string> Target { get; init; } = [];

    /// <summary>Which columns are categories that get a column of 0 and 1 each.</summary>
    public IReadOnlyList<string> OneHot { get; init; } = [];

    /// <summary>Which columns are categories that become their numbers, in the order of their texts.</summary>
    public IReadOnlyList<string> Code { get; init; } = [];

    /// <summary>What is done about missing values: an empty field, NA, N/A, NaN or null.</summary>
    public MissingValues Missing { get; init; }

    /// <summary>What missing values get; the mean of their column where null. A missing category becomes the most frequent one; a target is never filled.</summary>
    public float? FillValue { get; init; }

    /// <summary>Whether a table may have a head and no rows, and gives tensors of none then.</summary>
    public bool AllowEmpty { get; init; }

    /// <summary>A table whose columns and categories are to be had again; a category that it has not is an error. Where the file has none of its target's columns, there is no target.</summary>
    public TensorTable? Like { get; init; }

    /// <summary>Whether a name is that of a pattern, whatever the case: <c>*</c> and <c>?</c>.</summary>
    public Func<string, string, bool> Matches { get; init; } = (pattern, name) =>
        global::System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true);
}
