using System.Collections;

namespace LinRegPS;

/// <summary>What a diagnosis says: objects first, text as properties, so that a script can act on it.</summary>
public abstract class Verdict : IComparable
{
    /// <summary>What is the case, in a sentence or two.</summary>
    public string Finding { get; protected init; } = string.Empty;

    /// <summary>The numbers that show it.</summary>
    public string Evidence { get; protected init; } = string.Empty;

    /// <summary>What to do; empty where nothing need be done.</summary>
    public string Remedy { get; protected init; } = string.Empty;

    /// <inheritdoc/>
    public override string ToString() => Finding;

    /// <summary>0 for a verdict of the same class that says the same, in words and in numbers; else an order that says no more than that they differ.</summary>
    public int CompareTo(object? obj) => ReferenceEquals(this, obj) ? 0
        : obj?.GetType() == GetType() ? string.CompareOrdinal(Text(this), Text(obj)) : 1;

    private static string Text(object? value) => value switch
    {
        Verdict verdict => string.Join('\n', verdict.GetType().GetProperties().Select(property => Text(property.GetValue(verdict)))),
        IEnumerable items and not string => string.Join(',', items.Cast<object?>().Select(Text)),
        _ => FormattableString.Invariant($"{value}"),
    };
}
