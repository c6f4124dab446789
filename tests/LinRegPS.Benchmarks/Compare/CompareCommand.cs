namespace LinRegPS.Benchmarks.Compare;

/// <summary>Runs ours and the peers in turn, and writes the table of ratios.</summary>
internal static class CompareCommand
{
    public static int Run(string[] arguments)
    {
        if (CompareOptions.Parse(arguments, out string complaint) is not { } options)
        {
            Console.Error.WriteLine(complaint);
            return 64;
        }
        if (options.Vectors is { } bits && Machine.VectorBits() > bits)
            return VectorWidth.Rerun(bits);
        int result = Run(options);
        // The other column of the tables.
        if (options.BothWidths && Machine.VectorBits() > CompareOptions.NarrowVectors)
        {
            string output = Path.ChangeExtension(options.Output, $"{CompareOptions.NarrowVectors}{Path.GetExtension(options.Output)}");
            result |= VectorWidth.Rerun(CompareOptions.NarrowVectors, "--vectors", $"{CompareOptions.NarrowVectors}", "--output", output);
        }
        return result;
    }

    private static int Run(CompareOptions options)
    {
        using var peers = new Peers(options.TorchSharp, options.Vectors);
        using var data = new DataFiles();
        var neighbours = new Neighbours();
        var report = new Report();
        foreach (var @case in options.Cases)
        {
            foreach (int threads in @case.UsesThreads ? options.Threads : [1])
            {
                var rows = Rows(@case, new Setting(threads, peers, data), options, neighbours);
                report.Add(rows);
                foreach (var row in rows)
                    Console.WriteLine(row);
                peers.Release();
            }
            data.Clear();
            // What the case held is not to weigh on the next one.
            GC.Collect();
        }
        report.Write(options, peers, neighbours);
        Console.WriteLine($"written to {options.Output}");
        return report.HasErrors ? 1 : 0;
    }

    private static IReadOnlyList<Row> Rows(Case @case, Setting setting, CompareOptions options, Neighbours neighbours)
    {
        string threads = @case.UsesThreads ? setting.Threads.ToString() : "-";
        try
        {
            var match = @case.Match(setting);
            return match.Ours is null
                ? [Row.Error(@case.Work, threads, "the shell does not start")]
                : [.. new Comparison(@case.Work, threads, match, options, neighbours).Run()];
        }
        // One case's fault is not to lose the others' figures.
        catch (Exception error)
        {
            return [Row.Error(@case.Work, threads, error.Message)];
        }
    }
}
