namespace LinRegPS.Diagnosis.Lint.Watching;

/// <summary>Where something was seen, when first, how often, and what was seen first and last.</summary>
internal sealed class Occurrence<TKey, TDetail>(TKey key, int step, TDetail detail)
{
    public TKey Key { get; } = key;

    public int First { get; } = step;

    public int Count { get; set; } = 1;

    public TDetail FirstDetail { get; } = detail;

    public TDetail LastDetail { get; set; } = detail;
}

/// <summary>What a rule has seen, one entry for each parameter or operation, in the order of the first sightings.</summary>
internal sealed class Occurrences<TKey, TDetail>(IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
{
    private readonly Dictionary<TKey, Occurrence<TKey, TDetail>> _byKey = new(comparer);
    private readonly List<Occurrence<TKey, TDetail>> _all = [];

    public IReadOnlyList<Occurrence<TKey, TDetail>> All => _all;

    public bool Contains(TKey key) => _byKey.ContainsKey(key);

    /// <summary>What was seen last; the default where nothing was.</summary>
    public TDetail? Last(TKey key) => _byKey.TryGetValue(key, out var seen) ? seen.LastDetail : default;

    public void Add(TKey key, int step, TDetail detail = default!)
    {
        if (_byKey.TryGetValue(key, out var seen))
        {
            seen.Count++;
            seen.LastDetail = detail;
        }
        else
            _all.Add(_byKey[key] = new Occurrence<TKey, TDetail>(key, step, detail));
    }
}

/// <summary>
/// Conditions that matter when they last: true in each of the last few inspections. What passes by on the way (a
/// prediction that starts flat, a gradient that crosses zero) is no finding.
/// </summary>
internal sealed class Persistence<TKey, TDetail>(int needed = 3)
    where TKey : notnull
{
    private readonly Dictionary<TKey, (int First, int Count, TDetail Detail)> _runs = [];

    public void Note(TKey key, bool holds, int step, TDetail detail)
    {
        if (!holds)
            _runs.Remove(key);
        else
        {
            var run = _runs.GetValueOrDefault(key, (step, 0, detail));
            _runs[key] = (run.Item1, run.Item2 + 1, detail);
        }
    }

    public void Clear() => _runs.Clear();

    /// <summary>What still holds and has held for long enough.</summary>
    public IEnumerable<(TKey Key, int First, int Count, TDetail Detail)> All => _runs
        .Where(run => run.Value.Count >= needed)
        .Select(run => (run.Key, run.Value.First, run.Value.Count, run.Value.Detail));
}
