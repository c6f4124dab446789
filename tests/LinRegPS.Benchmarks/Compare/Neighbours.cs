using System.Diagnostics;
using System.Globalization;

namespace LinRegPS.Benchmarks.Compare;

/// <summary>
/// What other programs take of the machine while something is measured. A measurement that they disturbed is repeated
/// a few times, and the least disturbed one counts. Known on Linux alone; elsewhere nothing is repeated.
/// </summary>
internal sealed class Neighbours
{
    private const string Stat = "/proc/stat";
    private const double Tolerable = 0.1, TicksPerSecond = 100;
    private const int Attempts = 4, PauseMilliseconds = 300;

    private readonly List<double> _cores = [];

    /// <summary>For the report: how many cores the others took, in the median and at most.</summary>
    public string Summary => _cores.Count == 0
        ? "unknown"
        : $"{Samples.Digits(Samples.Median(_cores))} cores in the median measurement, {Samples.Digits(_cores.Max())} at most";

    /// <summary>The least disturbed of a few measurements, and how many cores the others took in it.</summary>
    public Timing Measure(Func<double> measure)
    {
        if (!File.Exists(Stat))
            return new Timing(measure(), 0);
        var best = new Timing(0, double.PositiveInfinity);
        for (int attempt = 0; attempt < Attempts && best.Foreign > Tolerable; attempt++)
        {
            if (attempt > 0)
                Thread.Sleep(PauseMilliseconds);
            double foreign = Foreign();
            long start = Stopwatch.GetTimestamp();
            double result = measure();
            double cores = Math.Max(0, (Foreign() - foreign) / Stopwatch.GetElapsedTime(start).TotalSeconds);
            if (cores < best.Foreign)
                best = new Timing(result, cores);
        }
        _cores.Add(best.Foreign);
        return best;
    }

    // Seconds of processor time that were not ours, since the machine was started.
    private double Foreign()
    {
        // user nice system idle iowait irq softirq steal
        double[] all = [.. File.ReadLines(Stat).First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(field => double.Parse(field, CultureInfo.InvariantCulture))];
        return (all[0] + all[1] + all[2] + all[5] + all[6] + all[7] - Ticks(Environment.ProcessId)) / TicksPerSecond;
    }

    // Of a process and of what it started, the peers and what they started in turn, whether it has ended or not.
    private static double Ticks(int process)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{process}/stat");
            double ticks = stat[(stat.LastIndexOf(')') + 2)..].Split(' ').Skip(11).Take(4)
                .Sum(field => double.Parse(field, CultureInfo.InvariantCulture));
            return ticks + Directory.GetDirectories($"/proc/{process}/task")
                .SelectMany(thread => File.ReadAllText(thread + "/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Sum(child => Ticks(int.Parse(child, CultureInfo.InvariantCulture)));
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return 0;
        }
    }
}

/// <summary>Seconds of a step, and the cores that other programs took meanwhile.</summary>
internal readonly record struct Timing(double Seconds, double Foreign);
