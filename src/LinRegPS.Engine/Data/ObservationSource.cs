namespace LinRegPS.Data;

/// <summary>Observations that are not in memory but read anew in each pass over them: variables, each a number or a level of a factor, and a target.</summary>
internal abstract class ObservationSource
{
    /// <summary>What the variables are called.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>What the target is called.</summary>
    public abstract string TargetName { get; }

    /// <summary>Whether the numbers were rounded to float32.</summary>
    public abstract bool IsSinglePrecision { get; }

    /// <summary>The rows that were left out, from 1, once all have been read.</summary>
    public abstract IReadOnlyList<long> OmittedRows { get; }

    /// <summary>The levels of a variable that is a factor, by the numbers that stand for them, in the order in which they came; null of one that is numbers.</summary>
    public abstract IReadOnlyList<string>? Levels(int variable);

    /// <summary>Reads all observations, which are the same each time. A block is the same object as the one before.</summary>
    public abstract IEnumerable<ObservationBlock> Read(CancellationToken cancellation);
}

/// <summary>Some observations, column by column.</summary>
/// <param name="variables">How many variables there are.</param>
internal sealed class ObservationBlock(int variables)
{
    /// <summary>The most observations.</summary>
    public const int Capacity = 1024;

    /// <summary>The numbers of each variable, of a factor those of its levels, and behind them those of the target.</summary>
    public double[][] Columns { get; } = [.. Enumerable.Range(0, variables + 1).Select(_ => new double[Capacity])];

    /// <summary>How many there are.</summary>
    public int Count { get; set; }
}
