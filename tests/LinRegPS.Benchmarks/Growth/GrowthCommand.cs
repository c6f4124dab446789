using System.Diagnostics;
using System.Globalization;

namespace LinRegPS.Benchmarks.Growth;

/// <summary>
/// How time and memory of a training step (linear regression with bias, all rows at once) grow with the rows, and with
/// the columns at the same number of elements.
/// </summary>
internal static class GrowthCommand
{
    private const int FixedColumns = 10, Elements = 40_000_000;

    private static readonly int[] s_rows = [1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000];
    private static readonly int[] s_columns = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000];

    public static int Run(string[] arguments)
    {
        var options = new Dictionary<string, string>
        {
            ["--rounds"] = "5",
            ["--threads"] = Environment.ProcessorCount.ToString(),
            ["--output"] = Repository.Benchmarks("results"),
        };
        foreach (string[] pair in arguments.Chunk(2))
        {
            if (pair.Length < 2 || !options.ContainsKey(pair[0]))
            {
                Console.Error.WriteLine($"{pair[0]}: no such option, or no value for it");
                return 64;
            }
            options[pair[0]] = pair[1];
        }
        GrowthSize[] byRows = [.. s_rows.Select(rows => new GrowthSize(rows, FixedColumns))];
        GrowthSize[] byColumns = [.. s_columns.Select(columns => new GrowthSize(Elements / columns, columns))];
        int rounds = int.Parse(options["--rounds"]);
        // Rounds over all sizes, so that a busy minute of the machine falls on all of them.
        for (int round = 1; round <= rounds; round++)
        {
            foreach (var size in byRows.Concat(byColumns))
                Measure(size, options["--threads"]);
            Console.WriteLine($"round {round} of {rounds}");
        }
        GrowthReport.Write(options["--output"], options["--threads"], rounds, byRows, byColumns);
        Console.WriteLine($"written to {options["--output"]}");
        return 0;
    }

    private static void Measure(GrowthSize size, string threads)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath!, [.. Entry(), "growth-point", size.Rows.ToString(), size.Columns.ToString(), threads])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        string[] answer = process.StandardOutput.ReadToEnd().Split();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{size.Rows} x {size.Columns}: exit code {process.ExitCode}");
        size.Seconds.Add(double.Parse(answer[0], CultureInfo.InvariantCulture));
        size.AddedBytes.Add(long.Parse(answer[1], CultureInfo.InvariantCulture));
    }

    // Where the program was started by `dotnet LinRegPS.Benchmarks.dll`, the process is dotnet's.
    private static string[] Entry() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(GrowthCommand).Assembly.Location] : [];
}

/// <summary>A size, and what each round measured.</summary>
internal sealed record GrowthSize(int Rows, int Columns)
{
    /// <summary>What a step must read: X and y.</summary>
    public long Bytes => sizeof(float) * (long)Rows * (Columns + 1);

    public List<double> Seconds { get; } = [];

    public List<long> AddedBytes { get; } = [];

    /// <summary>The best round: growth is the program's, not that of its neighbours.</summary>
    public double Best => Seconds.Min();

    /// <summary>Seconds for each byte that must be read.</summary>
    public double PerByte => Best / Bytes;
}
