namespace LinRegPS.Benchmarks.Compare;

/// <summary>A row of the table.</summary>
/// <param name="Work">What is done.</param>
/// <param name="Threads">By how many threads.</param>
/// <param name="Ours">Our time.</param>
/// <param name="Peer">The other.</param>
/// <param name="Theirs">Its time.</param>
/// <param name="Ratio">Theirs to ours.</param>
/// <param name="Target">What the ratio, or our time, is to be.</param>
/// <param name="Verdict">Whether it is.</param>
internal sealed record Row(
    string Work, string Threads, string Ours, string Peer, string Theirs, string Ratio, string Target, string Verdict)
{
    private const string Nothing = "-";

    // Of a core, taken by other programs: a figure from so busy a machine settles nothing.
    private const double Disturbing = 0.25;

    /// <summary>Whether nothing was measured because something is wrong.</summary>
    public bool IsError { get; private init; }

    public static Row Of(string work, string threads, Opponent opponent, IReadOnlyList<Pair> rounds) =>
        new(work, threads, Samples.Spread([.. rounds.Select(r => r.Ours)]),
            opponent.Name, Samples.Spread([.. rounds.Select(r => r.Theirs)]),
            opponent.Target?.Result(rounds) ?? Compare.Target.Ratio(rounds), opponent.Target?.Text ?? Nothing,
            VerdictOf(opponent.Target?.IsMet(rounds), rounds));

    public static Row Alone(string work, string threads, IReadOnlyList<Pair> rounds, Target? target) =>
        new(work, threads, Samples.Spread([.. rounds.Select(r => r.Ours)]), Nothing, Nothing, Nothing, target?.Text ?? Nothing,
            VerdictOf(target?.IsMet(rounds), rounds));

    public static Row Missing(string work, string threads, Opponent opponent) =>
        new(work, threads, Nothing, opponent.Name, "not found", Nothing, opponent.Target?.Text ?? Nothing, "not measured");

    public static Row Counted(string work, string threads, Count count) =>
        new($"{work}: {count.What}", threads, count.Ours, Nothing, Nothing, Nothing, count.Target, VerdictOf(count.IsMet));

    public static Row Error(string work, string threads, string message) =>
        new(work, threads, Nothing, Nothing, Nothing, Nothing, Nothing, message.ReplaceLineEndings(" ").Replace("|", "\\|"))
        {
            IsError = true,
        };

    public override string ToString() => $"| {Work} | {Threads} | {Ours} | {Peer} | {Theirs} | {Ratio} | {Target} | {Verdict} |";

    private static string VerdictOf(bool? isMet, IReadOnlyList<Pair>? rounds = null)
    {
        string verdict = isMet switch { true => "met", false => "**not met**", null => Nothing };
        double foreign = rounds is null ? 0 : Samples.Median(rounds.Select(r => r.Foreign));
        return foreign > Disturbing ? $"{verdict} (disturbed: others took {Samples.Digits(foreign)} cores)" : verdict;
    }
}
