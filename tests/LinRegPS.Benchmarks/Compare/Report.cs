using System.Diagnostics;

namespace LinRegPS.Benchmarks.Compare;

/// <summary>The table, with what its figures depend on.</summary>
internal sealed class Report
{
    private readonly List<Row> _rows = [];
    private readonly long _begin = Stopwatch.GetTimestamp();

    /// <summary>Whether something could not be measured because it failed or computed other numbers.</summary>
    public bool HasErrors => _rows.Exists(row => row.IsError);

    public void Add(IEnumerable<Row> rows) => _rows.AddRange(rows);

    public void Write(CompareOptions options, Peers peers, Neighbours neighbours)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(options.Output))!);
        File.WriteAllLines(options.Output, Lines(options, peers, neighbours));
    }

    private IEnumerable<string> Lines(CompareOptions options, Peers peers, Neighbours neighbours) =>
    [
        "# Ours and the peers, side by side",
        string.Empty,
        .. Machine.Lines().Select(line => $"- {line}"),
        .. peers.Versions.Select(version => $"- {version}"),
        .. peers.Missing.Select(missing => $"- Missing: {missing}"),
        $"- Threads: {string.Join(" and ", options.Threads)}; \"-\" where work is too small for several",
        $"- {options.Rounds} rounds; each measurement at least {Samples.Time(options.Seconds)}, the median of its calls; ours and each peer take turns",
        $"- It took {Stopwatch.GetElapsedTime(_begin).TotalMinutes:F1} minutes",
        $"- Taken by other programs: {neighbours.Summary}",
        string.Empty,
        "Times are medians of the rounds (least-greatest). A ratio is the peer's time divided by ours in the same round: "
            + "above 1 ours is faster. It is the ratio that counts: absolute times are this machine's, on that day.",
        "Before it is timed, every case's numbers are checked against each peer's.",
        string.Empty,
        "| work | threads | LinRegPS | peer | peer's time | ratio | target | |",
        "|---|---|---|---|---|---|---|---|",
        .. _rows.Select(row => row.ToString()),
    ];
}
