namespace LinRegPS.Benchmarks.Compare;

/// <summary>One match: checks that all compute the same, then lets them take turns.</summary>
internal sealed class Comparison(string work, string threads, Match match, CompareOptions options, Neighbours neighbours)
{
    // Threads of the side that was measured last spin for a while before they sleep.
    private const int SettleMilliseconds = 50;

    private readonly Contender _ours = match.Ours!;

    public IEnumerable<Row> Run()
    {
        double[] expected = _ours.Prepare();
        var rivals = match.Opponents.Where(o => o.Contender is not null).ToList();
        var wrong = new List<Row>();
        foreach (var rival in rivals.ToArray())
        {
            if (Difference(expected, rival.Contender!.Prepare()) is not { } difference)
                continue;
            wrong.Add(Row.Error(work, threads, $"not {rival.Name}'s numbers: {difference}"));
            rivals.Remove(rival);
        }
        // What is compiled or allocated at first use.
        _ours.Measure(options.Seconds);
        foreach (var rival in rivals)
            rival.Contender!.Measure(options.Seconds);

        var alone = new List<Pair>();
        var pairs = rivals.ToDictionary(rival => rival, _ => new List<Pair>());
        for (int round = 0; round < options.Rounds; round++)
        {
            if (rivals.Count == 0)
                alone.Add(Meet(_ours, null));
            foreach (var rival in rivals)
                pairs[rival].Add(Meet(_ours, rival.Contender));
        }
        alone.AddRange(pairs.Values.SelectMany(rounds => rounds));

        var rows = new List<Row>();
        if (match.Alone is not null || rivals.Count == 0)
            rows.Add(Row.Alone(work, threads, alone, match.Alone));
        rows.AddRange(match.Opponents.Select(o => o.Contender is null
            ? Row.Missing(work, threads, o)
            : pairs.TryGetValue(o, out var samples) ? Row.Of(work, threads, o, samples) : null).OfType<Row>());
        rows.AddRange(match.Counts.Select(count => Row.Counted(work, threads, count)));
        return [.. wrong, .. rows];
    }

    private Pair Meet(Contender ours, Contender? theirs)
    {
        var first = Measure(ours);
        var second = theirs is null ? first : Measure(theirs);
        return new Pair(first.Seconds, second.Seconds, Math.Max(first.Foreign, second.Foreign));
    }

    private Timing Measure(Contender contender)
    {
        Thread.Sleep(SettleMilliseconds);
        return neighbours.Measure(() => contender.Measure(options.Seconds));
    }

    // Relative to the largest: the small ones among them carry its rounding.
    private string? Difference(double[] ours, double[] theirs)
    {
        if (ours.Length == 0 || theirs.Length == 0)
            return null;
        if (ours.Length != theirs.Length)
            return $"{ours.Length} numbers, not {theirs.Length}";
        double largest = theirs.Max(Math.Abs);
        for (int i = 0; i < ours.Length; i++)
        {
            if (!(Math.Abs(ours[i] - theirs[i]) <= match.Tolerance * largest))
                return $"number {i} is {ours[i]:G9}, not {theirs[i]:G9}";
        }
        return null;
    }
}
