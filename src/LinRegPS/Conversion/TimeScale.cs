namespace LinRegPS.Conversion;

/// <summary>What dates and time spans are counted in.</summary>
public enum TimeUnit
{
    /// <summary>Seconds.</summary>
    Second,

    /// <summary>Minutes.</summary>
    Minute,

    /// <summary>Hours.</summary>
    Hour,

    /// <summary>Days of 24 hours.</summary>
    Day,
}

/// <summary>Dates and time spans as numbers.</summary>
/// <param name="origin">The date that is 0, by the clock.</param>
/// <param name="unit">What is counted; days of dates and seconds of time spans where null.</param>
internal sealed class TimeScale(DateTime origin, TimeUnit? unit)
{
    /// <summary>Whether a value is a date or a time span, which become numbers of the unit.</summary>
    public static bool IsTime(object? value) => Wrapping.Unwrap(value) is DateTime or DateTimeOffset or DateOnly or TimeSpan or TimeOnly;

    /// <summary>The number that a date or a time span is; any other value as it is.</summary>
    public object? Number(object? value) => Wrapping.Unwrap(value) switch
    {
        // As .NET subtracts them, by the clock; a date that knows its zone by the clock of UTC.
        DateTime date => In(date - origin, TimeUnit.Day),
        DateTimeOffset date => In(date.UtcDateTime - origin, TimeUnit.Day),
        DateOnly date => In(date.ToDateTime(TimeOnly.MinValue) - origin, TimeUnit.Day),
        TimeSpan span => In(span, TimeUnit.Second),
        TimeOnly time => In(time.ToTimeSpan(), TimeUnit.Second),
        _ => value,
    };

    // By ticks: what a span's own totals round is less than a float32's digits, but warnings count distinct numbers.
    private double In(TimeSpan span, TimeUnit usual) => span.Ticks / (double)((unit ?? usual) switch
    {
        TimeUnit.Second => TimeSpan.TicksPerSecond,
        TimeUnit.Minute => TimeSpan.TicksPerMinute,
        TimeUnit.Hour => TimeSpan.TicksPerHour,
        _ => TimeSpan.TicksPerDay,
    });
}
