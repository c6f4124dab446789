namespace LinRegPS;

/// <summary>What a diagnosis says: objects first, text as properties, so that a script can act on it.</summary>
public abstract class Verdict
{
    /// <summary>What is the case, in a sentence or two.</summary>
    public string Finding { get; protected init; } = string.Empty;

    /// <summary>The numbers that show it.</summary>
    public string Evidence { get; protected init; } = string.Empty;

    /// <summary>What to do; empty where nothing need be done.</summary>
    public string Remedy { get; protected init; } = string.Empty;
}
