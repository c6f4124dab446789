using System.Text.Json;
using LinRegPS.Data;
using LinRegPS.Groups;

namespace LinRegPS.Statistics.Streaming;

/// <summary>The observations of one rank, of which others have more. Once all have read theirs, a level has the same number on each.</summary>
/// <param name="own">Those of this rank.</param>
/// <param name="group">The ranks.</param>
internal sealed class GroupObservations(ObservationSource own, ProcessGroup group) : ObservationSource
{
    // Of all ranks; null of what is numbers.
    private string[]?[]? _levels;
    // The number that each level of this rank has among them.
    private int[][] _numbers = [];

    public override IReadOnlyList<string> Names => own.Names;

    public override string TargetName => own.TargetName;

    public override bool IsSinglePrecision => own.IsSinglePrecision;

    public override IReadOnlyList<long> OmittedRows => own.OmittedRows;

    /// <summary>The ranks.</summary>
    public ProcessGroup Group => group;

    /// <summary>Whether all have read their rows once.</summary>
    public bool IsJoined => _levels is not null;

    public override IReadOnlyList<string>? Levels(int variable) => _levels is null ? own.Levels(variable) : _levels[variable];

    public override IEnumerable<ObservationBlock> Read(CancellationToken cancellation)
    {
        foreach (var block in own.Read(cancellation))
        {
            for (int i = 0; i < _numbers.Length; i++)
            {
                var column = block.Columns[i].AsSpan(0, _levels![i] is null ? 0 : block.Count);
                foreach (ref double level in column)
                    level = _numbers[i][(int)level];
            }
            yield return block;
        }
    }

    /// <summary>Agrees with the others on columns and levels, after the first pass over the rows.</summary>
    /// <param name="hasRows">Whether this rank has any, and knows what its columns are.</param>
    /// <returns>For each variable the number that each of its levels has from now on; none of numbers.</returns>
    /// <exception cref="InvalidValueException">The ranks have other columns.</exception>
    public int[][] Join(bool hasRows)
    {
        string[]?[] mine = [.. Names.Select((_, i) => own.Levels(i)?.ToArray())];
        group.RequireAlike(string.Join(", ", [.. Names, TargetName]), "columns");
        var all = Array.ConvertAll(group.AllGather(hasRows ? JsonSerializer.Serialize(mine) : "null"), text => JsonSerializer.Deserialize<string[]?[]?>(text));
        int first = Array.FindIndex(all, levels => levels is not null);
        if (first < 0)
            return [];
        for (int rank = first + 1; rank < all.Length; rank++)
        {
            for (int i = 0; i < Names.Count; i++)
            {
                if (all[rank] is { } levels && (levels[i] is null) != (all[first]![i] is null))
                    throw Errors.RanksDiffer(rank, $"columns ({Names[i]} is {Kind(levels[i])}, not {Kind(all[first]![i])})");
            }
        }
        _levels = [.. Names.Select((_, i) => all[first]![i] is null ? null : all.SelectMany(levels => levels?[i] ?? []).Distinct(StringComparer.Ordinal).ToArray())];
        return _numbers = [.. Names.Select((_, i) => _levels[i] is { } levels && hasRows ? Array.ConvertAll(mine[i]!, level => Array.IndexOf(levels, level)) : [])];

        static string Kind(string[]? levels) => levels is null ? "numbers" : "a factor";
    }
}
