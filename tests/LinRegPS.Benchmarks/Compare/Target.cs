using System.Globalization;

namespace LinRegPS.Benchmarks.Compare;

/// <summary>One round's times, in seconds, and the cores that other programs took meanwhile.</summary>
internal readonly record struct Pair(double Ours, double Theirs, double Foreign)
{
    /// <summary>Above 1 ours is faster.</summary>
    public double Ratio => Theirs / Ours;
}

/// <summary>What a comparison is to come to.</summary>
internal abstract record Target
{
    /// <summary>As the table says it.</summary>
    public abstract string Text { get; }

    /// <summary>Whether the rounds, by their median, meet it.</summary>
    public abstract bool IsMet(IReadOnlyList<Pair> rounds);

    /// <summary>What the target is about, round by round; a ratio where nothing else is said.</summary>
    public virtual string Result(IReadOnlyList<Pair> rounds) => Ratio(rounds);

    /// <summary>The rounds' ratios.</summary>
    public static string Ratio(IReadOnlyList<Pair> rounds) =>
        $"{Samples.Digits(Samples.Median(rounds.Select(r => r.Ratio)))}x ({Samples.Digits(rounds.Min(r => r.Ratio))}-{Samples.Digits(rounds.Max(r => r.Ratio))})";
}

/// <summary>So many times as fast.</summary>
internal sealed record TimesAsFast(double Factor) : Target
{
    public override string Text => Factor < 1
        ? $"within {(1 / Factor).ToString("0.##", CultureInfo.InvariantCulture)}x"
        : $"{Factor.ToString("0.##", CultureInfo.InvariantCulture)}x";

    public override bool IsMet(IReadOnlyList<Pair> rounds) => Samples.Median(rounds.Select(r => r.Ratio)) >= Factor;
}

/// <summary>No more than so many seconds, whatever the other takes.</summary>
internal sealed record AtMost(double Seconds) : Target
{
    public override string Text => $"<= {Samples.Time(Seconds)}";

    public override bool IsMet(IReadOnlyList<Pair> rounds) => Samples.Median(rounds.Select(r => r.Ours)) <= Seconds;
}

/// <summary>No more than so many seconds beyond the other's.</summary>
internal sealed record AtMostBeyond(double Seconds) : Target
{
    public override string Text => $"<= {Samples.Time(Seconds)} more";

    public override bool IsMet(IReadOnlyList<Pair> rounds) => Samples.Median(rounds.Select(Beyond)) <= Seconds;

    public override string Result(IReadOnlyList<Pair> rounds) => $"{Samples.Spread([.. rounds.Select(Beyond)])} more";

    private static double Beyond(Pair round) => round.Ours - round.Theirs;
}
