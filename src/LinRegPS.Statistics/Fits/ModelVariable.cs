namespace LinRegPS.Statistics.Fits;

/// <summary>What a model explains its target by: numbers, or a factor, whose levels have a column of 0 and 1 each.</summary>
public sealed class ModelVariable
{
    internal ModelVariable(string name, IReadOnlyList<string>? levels = null, bool hasFirst = false) =>
        (Name, Levels, HasFirst) = (name, levels ?? [], hasFirst);

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>The levels of a factor; none of numbers. The first is what the others are compared with: R's treatment contrasts.</summary>
    public IReadOnlyList<string> Levels { get; }

    /// <summary>Whether the first level has a column, too: of the first factor in a model without intercept.</summary>
    public bool HasFirst { get; }

    /// <summary>Whether it is a factor.</summary>
    public bool IsFactor => Levels.Count > 0;

    /// <summary>Its columns, by R's names: the name itself, or name and level.</summary>
    public IEnumerable<string> Features => IsFactor ? Levels.Skip(HasFirst ? 0 : 1).Select(level => Name + level) : [Name];

    /// <summary>The columns of a row, for a number or a level.</summary>
    internal IEnumerable<double> Columns(double number, string? level) =>
        IsFactor ? Levels.Skip(HasFirst ? 0 : 1).Select(other => other == level ? 1.0 : 0) : [number];

    /// <inheritdoc/>
    public override string ToString() => IsFactor ? $"{Name} ({string.Join(", ", Levels)})" : Name;
}
