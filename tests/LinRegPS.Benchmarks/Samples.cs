using System.Diagnostics;
using System.Globalization;

namespace LinRegPS.Benchmarks;

/// <summary>Timings and what is made of them.</summary>
internal static class Samples
{
    /// <summary>Seconds of one step: the median of calls that are repeated for so many seconds.</summary>
    public static double Measure(Action run, int steps, double seconds)
    {
        var times = new List<double>();
        long begin = Stopwatch.GetTimestamp();
        do
        {
            long start = Stopwatch.GetTimestamp();
            run();
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds / steps);
        }
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds);
        return Median(times);
    }

    /// <summary>The middle one, or the mean of the two.</summary>
    public static double Median(IEnumerable<double> samples)
    {
        double[] sorted = [.. samples.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Seconds, in the unit that reads well.</summary>
    public static string Time(double seconds) => Math.Abs(seconds) switch
    {
        < 1e-6 => $"{Digits(seconds * 1e9)} ns",
        < 1e-3 => $"{Digits(seconds * 1e6)} us",
        < 1 => $"{Digits(seconds * 1e3)} ms",
        _ => $"{Digits(seconds)} s",
    };

    /// <summary>The median, and in parentheses the least and the greatest.</summary>
    public static string Spread(IReadOnlyCollection<double> seconds) =>
        $"{Time(Median(seconds))} ({Time(seconds.Min())}-{Time(seconds.Max())})";

    /// <summary>Three digits.</summary>
    public static string Digits(double number) => number.ToString(
        Math.Abs(number) switch { < 9.995 => "F2", < 99.95 => "F1", _ => "F0" }, CultureInfo.InvariantCulture);
}
