namespace LinRegPS.Plots.Drawing;

/// <summary>An axis: what it is of, and from where to where it goes.</summary>
internal sealed class Axis
{
    // Two decades: below that a linear scale shows as much.
    private const double WorthALog = 100;
    // Beyond it a difference of two may be infinite.
    private const double Largest = double.MaxValue / 4;

    // Beyond them a power of ten is 0 or infinite.
    private const double LeastPower = -323.3, GreatestPower = 308.2;

    private readonly double _low, _high;

    /// <summary>An axis from the least to the greatest of the finite numbers.</summary>
    /// <param name="title">What it is of.</param>
    /// <param name="values">The numbers; of a logarithmic axis those above 0 count.</param>
    /// <param name="isLog">Whether equal distances are equal factors.</param>
    /// <param name="margin">How much it goes on beyond them on both sides, as a share of their range.</param>
    public Axis(string title, IEnumerable<double> values, bool isLog = false, double margin = 0)
    {
        (Title, IsLog) = (title, isLog);
        (_low, _high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double value in values)
        {
            if (!CanShow(value))
                continue;
            (_low, _high) = (Math.Min(_low, To(value)), Math.Max(_high, To(value)));
        }
        if (_low > _high)
            (_low, _high) = isLog ? (-1, 1) : (0, 1);
        // What does not change lies in the middle.
        double spread = Math.Max(Math.Abs(_low), Math.Abs(_high));
        if (_high - _low <= spread * 1e-12)
        {
            double around = isLog ? 0.5 : spread == 0 ? 1 : spread / 10;
            (_low, _high) = (_low - around, _high + around);
        }
        double beyond = margin * (_high - _low);
        (_low, _high) = (_low - beyond, _high + beyond);
        if (isLog)
            (_low, _high) = (Math.Max(_low, LeastPower), Math.Min(_high, GreatestPower));
    }

    /// <summary>What it is of.</summary>
    public string Title { get; }

    /// <summary>Whether equal distances are equal factors.</summary>
    public bool IsLog { get; }

    /// <summary>Whether its numbers are counts, with ticks at whole ones.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether it goes the other way, as rows of a table do.</summary>
    public bool IsReversed { get; init; }

    /// <summary>What stands at 0, 1, 2 and so on instead of numbers.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Its first number.</summary>
    public double Low => From(_low);

    /// <summary>Its last number.</summary>
    public double High => From(_high);

    /// <summary>Whether a logarithmic axis shows more of these numbers than a linear one: those above 0 span two decades, and none is below.</summary>
    public static bool LogHelps(IEnumerable<double> values)
    {
        double least = double.PositiveInfinity, greatest = 0;
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
                continue;
            if (value < 0)
                return false;
            if (value > 0)
                (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
        }
        return greatest / least >= WorthALog;
    }

    /// <summary>Whether a number has a place on it.</summary>
    public bool CanShow(double value) => Math.Abs(value) <= Largest && (!IsLog || value > 0);

    /// <summary>Where a number lies, from 0 to 1 within the axis; NaN where it has no place.</summary>
    public double Place(double value)
    {
        double place = CanShow(value) ? (To(value) - _low) / (_high - _low) : double.NaN;
        return IsReversed ? 1 - place : place;
    }

    /// <summary>The number at a place from 0 to 1.</summary>
    public double At(double place) => From(_low + ((IsReversed ? 1 - place : place) * (_high - _low)));

    /// <summary>Its ticks, about so many at most.</summary>
    public Tick[] Ticks(int most)
    {
        most = Math.Max(most, 2);
        if (Names is { } names)
            return [.. names.Select((name, i) => new Tick(i, name)).Where(tick => Place(tick.Value) is >= 0 and <= 1)];
        return IsLog ? Tick.Logarithmic(Low, High, most) : IsWhole ? Tick.Whole(Low, High, most) : Tick.Linear(Low, High, most);
    }

    private double To(double value) => IsLog ? Math.Log10(value) : value;

    private double From(double value) => IsLog ? Math.Pow(10, value) : value;
}
