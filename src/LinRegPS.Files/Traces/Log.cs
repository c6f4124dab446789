namespace LinRegPS.Files.Traces;

/// <summary>What a training has logged: rows of numbers under names, of which a row has only some.</summary>
/// <param name="file">Where it is from.</param>
/// <param name="names">What each number is called.</param>
internal sealed class Log(string file, IReadOnlyList<string> names)
{
    public string File { get; } = file;

    public IReadOnlyList<string> Names { get; } = names;

    public List<LogRow> Rows { get; } = [];

    /// <summary>Of columns that have text where numbers belong, and no number: what the first is. Null for others.</summary>
    public IReadOnlyList<string?> Texts { get; init; } = [];

    /// <summary>Whether what is logged of the first step has the number 0; told by the numbers where null.</summary>
    public bool? CountsFromZero { get; init; }
}

/// <summary>What was logged at once.</summary>
/// <param name="Place">Where in the file, for messages: <c>row 3</c>.</param>
/// <param name="Numbers">By the names of the log; null where nothing was logged.</param>
/// <param name="Begins">Whether another training is known to begin with it.</param>
/// <param name="Time">The time since the first.</param>
internal sealed record LogRow(string Place, double?[] Numbers, bool Begins = false, TimeSpan Time = default);
