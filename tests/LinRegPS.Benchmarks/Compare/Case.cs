namespace LinRegPS.Benchmarks.Compare;

/// <summary>A kind of work that ours and peers do.</summary>
internal abstract class Case(string name, string work)
{
    /// <summary>What it is called on the command line.</summary>
    public string Name { get; } = name;

    /// <summary>What the table calls it.</summary>
    public string Work { get; } = work;

    /// <summary>Whether it is run once for each number of threads, or once for all.</summary>
    public virtual bool UsesThreads => true;

    /// <summary>Who meets whom.</summary>
    public abstract Match Match(Setting setting);
}

/// <summary>What a match is set up from.</summary>
/// <param name="Threads">How many threads each side may use.</param>
/// <param name="Peers">The peers found on this machine.</param>
/// <param name="Data">Numbers that both sides read.</param>
internal sealed record Setting(int Threads, Peers Peers, DataFiles Data)
{
    /// <summary>Ours, in this process.</summary>
    public Local Ours(Func<double[]> check, Action run, int steps = 1) => new("LinRegPS", Threads, check, run, steps);

    /// <summary>A peer's case, where the peer is found.</summary>
    public Opponent Against(string library, string name, Target? target, string task, object? arguments = null) =>
        new(name, Peers.Library(library, Threads)?.Case(name, task, arguments), target);
}

/// <summary>Ours against others.</summary>
/// <param name="Ours">Our side.</param>
/// <param name="Opponents">The others; each is met in turn.</param>
/// <param name="Tolerance">How far the numbers of a short run may differ: relative to the largest of them.</param>
/// <param name="Alone">What ours is to reach whatever the others do.</param>
internal sealed record Match(Contender? Ours, IReadOnlyList<Opponent> Opponents, double Tolerance = 1e-5, Target? Alone = null)
{
    /// <summary>What is counted rather than timed.</summary>
    public IReadOnlyList<Count> Counts { get; init; } = [];
}

/// <summary>One that ours is measured against; null where the machine lacks it.</summary>
internal sealed record Opponent(string Name, Contender? Contender, Target? Target);

/// <summary>A number that is counted, not timed.</summary>
internal sealed record Count(string What, string Ours, string Target, bool IsMet);
