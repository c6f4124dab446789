using System.Globalization;

namespace LinRegPS.Benchmarks.Growth;

/// <summary>The tables and graphs of growth.</summary>
internal static class GrowthReport
{
    private const double Allowed = 0.1, AllowedBytes = 10e6;

    public static void Write(string folder, string threads, int rounds, GrowthSize[] byRows, GrowthSize[] byColumns)
    {
        Directory.CreateDirectory(folder);
        long cache = LastLevelCache();
        GrowthGraph.Write(Path.Combine(folder, "growth-rows.svg"), $"A step against rows (columns = {byRows[0].Columns})", "rows", byRows, s => s.Rows, GrowthLine.Through(Large(byRows, cache)));
        GrowthGraph.Write(Path.Combine(folder, "growth-columns.svg"), $"A step against columns ({(long)byColumns[0].Rows * byColumns[0].Columns:N0} elements)", "columns", byColumns, s => s.Columns, GrowthLine.Through(Large(byColumns, cache)));
        File.WriteAllLines(Path.Combine(folder, "growth.md"),
        [
            "# Growth of a training step",
            string.Empty,
            .. Machine.Lines().Select(line => $"- {line}"),
            $"- Threads: {threads}; {rounds} rounds over all sizes, each size in a process of its own; times are the best round's",
            $"- Last-level cache: {cache / (1 << 20)} MiB",
            string.Empty,
            "Linear regression with bias over all rows at once, in the loop of `Invoke-Training`. A step must read X and y: GB/s are of these",
            "bytes. Deviation is that from the straight line through the sizes above twice the last-level cache, which is given below each table.",
            "Added memory is how far training raised the process's peak above what it held with X and y.",
            string.Empty,
            "## Against rows",
            string.Empty,
            .. Table(byRows, cache),
            string.Empty,
            "![time and memory against rows](growth-rows.svg)",
            string.Empty,
            "## Against columns, at the same number of elements",
            string.Empty,
            .. Table(byColumns, cache),
            string.Empty,
            "![time and memory against columns](growth-columns.svg)",
        ]);
    }

    private static IEnumerable<string> Table(GrowthSize[] sizes, long cache)
    {
        var large = Large(sizes, cache);
        var line = GrowthLine.Through(large);
        double worst = large.Max(s => Math.Abs(line.Deviation(s)));
        long added = sizes.Max(s => s.AddedBytes.Min());
        return
        [
            "| rows | columns | a step | least-greatest of the rounds | GB/s | deviation | added memory |",
            "|---|---|---|---|---|---|---|",
            .. sizes.Select(s => string.Create(CultureInfo.InvariantCulture,
                $"| {s.Rows:N0} | {s.Columns:N0} | {Samples.Time(s.Best)} | {Samples.Time(s.Seconds.Min())}-{Samples.Time(s.Seconds.Max())} | {1e-9 / s.PerByte:F1} | {(large.Contains(s) ? $"{100 * line.Deviation(s):+0.0;-0.0}%" : "in cache")} | {s.AddedBytes.Min() / 1e6:F1} MB |")),
            string.Empty,
            string.Create(CultureInfo.InvariantCulture,
                $"On the line within {100 * worst:F1}% above cache size (target {100 * Allowed:F0}%: {Verdict(worst <= Allowed)}); at most {added / 1e6:F1} MB beside X and y (target {AllowedBytes / 1e6:F0} MB: {Verdict(added <= AllowedBytes)})."),
            string.Create(CultureInfo.InvariantCulture, $"The line: {1e9 * line.PerElement:F3} ns for an element of X{(line.PerRow == 0 ? "" : $", {1e9 * line.PerRow:F3} ns for a row")}."),
        ];
    }

    private static GrowthSize[] Large(GrowthSize[] sizes, long cache) => [.. sizes.Where(s => s.Bytes > 2 * cache)];

    private static string Verdict(bool isMet) => isMet ? "met" : "**not met**";

    private static long LastLevelCache()
    {
        const string folder = "/sys/devices/system/cpu/cpu0/cache";
        const long usual = 32 << 20;
        if (!Directory.Exists(folder))
            return usual;
        return Directory.EnumerateDirectories(folder, "index*").Select(index => Path.Combine(index, "size")).Where(File.Exists)
            .Select(file => File.ReadAllText(file).Trim()).Where(text => text.EndsWith('K'))
            .Select(text => long.Parse(text[..^1], CultureInfo.InvariantCulture) << 10).DefaultIfEmpty(usual).Max();
    }
}
