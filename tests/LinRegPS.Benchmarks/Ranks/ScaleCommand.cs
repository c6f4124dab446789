using System.Globalization;

namespace LinRegPS.Benchmarks.Ranks;

/// <summary>The tables of SCALE.md, from its constants: what a step takes in so many ranks, and least squares of more rows than a machine has.</summary>
internal static class ScaleCommand
{
    // Measured on the machine of SCALE.md: bytes a core reads, its floating point operations, and what an element of a sum takes (of gathered vectors for each rank).
    private const double Memory = 26e9, Flops = 100e9, Gathered = 0.1e-9, Segmented = 0.4e-9;
    // Measured: a row of 100 columns in the sums of products, in twice the precision of double.
    private const double ProductRow = 2.4e-6;
    private const double MostGathered = 128 << 10, LongSegment = 64 << 10;

    private static readonly int[] s_ranks = [1, 2, 8, 32, 128, 1000];

    // From data sheets: seconds of latency, bytes a second.
    private static readonly (string Name, double Latency, double Bandwidth)[] s_networks =
        [("TCP over 25 Gbit/s, a = 20 us, b = 2.5 GB/s", 20e-6, 2.5e9), ("RDMA over 100 Gbit/s, a = 2 us, b = 12 GB/s", 2e-6, 12e9)];

    private static readonly (string Name, double Parameters, double Compute)[] s_steps =
    [
        ("100, 10^6", 100, 4 * 100 * 1e6 / Memory), ("100, 8,192", 100, 4 * 100 * 8192 / Memory),
        ("1,000, 10^6", 1000, 4 * 1000 * 1e6 / Memory), ("10,000, 10^6", 1e4, 4 * 1e4 * 1e6 / Memory),
        ("100,000 (network), 8,192", 1e5, 6 * 1e5 * 8192 / Flops),
        ("1 million (network), 8,192", 1e6, 6 * 1e6 * 8192 / Flops), ("10 million (network), 8,192", 1e7, 6 * 1e7 * 8192 / Flops),
    ];

    /// <summary>Writes the tables, or says which of their lines the page has not.</summary>
    public static int Run(bool check)
    {
        string[] lines = [.. Lines()];
        if (!check)
        {
            Array.ForEach(lines, Console.WriteLine);
            return 0;
        }
        string[] page = File.ReadAllLines(Repository.Benchmarks("docs", "SCALE.md"));
        string[] missing = [.. lines.Where(line => line.Length > 0 && !page.Contains(line))];
        Array.ForEach(missing, line => Console.Error.WriteLine($"not in SCALE.md: {line}"));
        return missing.Length == 0 ? 0 : 1;
    }

    private static IEnumerable<string> Lines()
    {
        foreach (var (name, latency, bandwidth) in s_networks)
        {
            yield return $"{name}:";
            yield return string.Empty;
            yield return $"| parameters, rows of a step | {string.Join(" | ", s_ranks)} ranks |";
            yield return $"|---{string.Concat(s_ranks.Select(_ => "|---"))}|";
            foreach (var (step, parameters, compute) in s_steps)
                yield return $"| {step} | {string.Join(" | ", s_ranks.Select(n => Cell(n, parameters, compute, latency, bandwidth)))} |";
            yield return string.Empty;
        }
        const double rows = 1e12, columns = 100, ranks = 1000, disk = 1e9, sums = (columns + 3) * (columns + 3) * 16;
        yield return $"| 10^12 rows of 100 columns in 1,000 ranks | |";
        yield return "|---|---|";
        yield return $"| all rows, of each rank | {Bytes(rows * columns * 4)}, {Bytes(rows * columns * 4 / ranks)} |";
        yield return $"| a pass from memory | {Time(rows / ranks * ProductRow)} |";
        yield return $"| to read them from disks of 1 GB/s a rank | {Time(rows * columns * 4 / ranks / disk)} |";
        yield return $"| the sums of a rank, of all | {Bytes(sums)}, {Bytes(sums * ranks)} |";
        yield return $"| to gather them, TCP and RDMA | {string.Join(" and ", s_networks.Select(net => Time((net.Latency * Math.Log2(ranks)) + (sums * ranks / net.Bandwidth))))} |";
    }

    private static string Cell(int ranks, double parameters, double compute, double latency, double bandwidth)
    {
        double own = compute / ranks, exchange = ranks == 1 ? 0 : Exchange(ranks, parameters, latency, bandwidth), step = own + exchange;
        return ranks == 1 ? Time(step) : $"{Time(step)} ({(100 * exchange / step).ToString("F0", CultureInfo.InvariantCulture)} %)";
    }

    private static double Exchange(int ranks, double parameters, double latency, double bandwidth)
    {
        double meet = latency * Math.Log2(ranks);
        if (4 * ranks * parameters <= MostGathered)
            return meet + (4 * ranks * parameters / bandwidth) + (ranks * parameters * Gathered);
        double rounds = 4 * parameters / ranks < LongSegment ? Math.Log2(ranks) : ranks - 1;
        return meet + (2 * latency * rounds) + (8 * parameters / bandwidth) + (parameters * Segmented);
    }

    private static string Time(double seconds) => seconds >= 1 ? Digits(seconds, "s") : seconds >= 1e-3 ? Digits(seconds * 1e3, "ms") : Digits(seconds * 1e6, "us");

    private static string Bytes(double bytes) => bytes >= 1e12 ? Digits(bytes / 1e12, "TB") : bytes >= 1e9 ? Digits(bytes / 1e9, "GB") : bytes >= 1e6 ? Digits(bytes / 1e6, "MB") : Digits(bytes / 1e3, "kB");

    // Two digits, or all of a whole number above.
    private static string Digits(double number, string unit) => $"{number.ToString(number >= 100 ? "F0" : "G2", CultureInfo.InvariantCulture)} {unit}";
}
