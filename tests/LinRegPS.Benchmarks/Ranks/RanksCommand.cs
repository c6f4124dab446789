using System.Diagnostics;
using LinRegPS.Groups;
using LinRegPS.Mpi;
using LinRegPS.Training;

namespace LinRegPS.Benchmarks.Ranks;

/// <summary>
/// What a process group costs and what it gains, of the processes that mpirun started: sums of vectors beside MPI's own, and trainings whose
/// steps are timed, each rank with one thread. Rank 0 writes a table.
/// </summary>
internal static class RanksCommand
{
    private const int Rounds = 7, Rows = 1_000_000, Columns = 100;

    /// <summary>Writes the tables: "sums", "steps", or both where it is null.</summary>
    public static int Run(string? what)
    {
        TensorThreads.Count = 1;
        var group = MpiGroup.Enter(null, TimeSpan.FromMinutes(10));
        Action<string> write = group.Rank == 0 ? Console.WriteLine : _ => { };
        write($"{group.Size} rank{(group.Size == 1 ? "" : "s")}, {(group as MpiGroup)?.Library ?? "no MPI"}, one thread each; medians of {Rounds} rounds (least to greatest)\n");
        if (what is null or "sums" && group is MpiGroup { Size: > 1 } mpi)
        {
            write("| float32 numbers | our sum | filled, MPI_Allreduce | of the rounds' ratios the median | MPI_Allreduce alone, ratio |\n|---|---|---|---|---|");
            // The first calls are compiled meanwhile, beside what waits for the other rank.
            Sums(mpi, 10);
            foreach (int length in new[] { 1, 100, 250, 1_000, 10_000, 100_000, 1_000_000, 10_000_000 })
                write(Sums(mpi, length));
            write(string.Empty);
        }
        if (what is "sums")
            return 0;
        write("| a step | |\n|---|---|");
        write(Order());
        foreach (string line in MemoryBounds.Lines(group, Rows, Columns, 8192, Rounds))
            write(line);
        write(Steps(group, $"{Rows:N0} x {Columns}, all rows", null, 10));
        write(Steps(group, $"{Rows:N0} x {Columns}, mini-batches of 8,192 in order", 8192, 2));
        write(Steps(group, $"{Rows:N0} x {Columns}, mini-batches of 8,192 shuffled", 8192, 2, shuffle: true));
        return 0;
    }

    private static string Sums(MpiGroup group, int length)
    {
        float[] mine = [.. Enumerable.Range(0, length).Select(i => 1f / (1 + i + group.Rank))], sum = new float[length];
        int times = Math.Clamp(20_000_000 / (length + 1_000), 5, 5_000);
        var exchange = new PartExchange(group, group.Size, length, header: 0);
        double[] ones = new double[group.Size];
        Array.Fill(ones, 1);
        double[] ours = new double[Rounds], theirs = new double[Rounds], bare = new double[Rounds];
        float[] filled = new float[length];
        for (int round = -1; round < Rounds; round++)
        {
            double our = Time(group, times, () =>
            {
                mine.CopyTo(exchange.Slot(0));
                exchange.Meet();
                exchange.Sum(ones, 1);
            });
            // Gradients are copied into one vector for either.
            double their = Time(group, times, () =>
            {
                mine.CopyTo(filled, 0);
                group.AllReduceByMpi(filled, sum);
            });
            double alone = Time(group, times, () => group.AllReduceByMpi(mine, sum));
            if (round >= 0)
                (ours[round], theirs[round], bare[round]) = (our, their, alone);
        }
        return FormattableString.Invariant($"| {length:N0} | {Text(ours)} | {Text(theirs)} | {Ratio(ours, theirs):F2} | {Text(bare)}, {Ratio(ours, bare):F2} |");
    }

    private static string Order()
    {
        int[] order = new int[Rows];
        var source = new Generator(1).Source;
        double[] draws = new double[Rounds];
        for (int round = -1; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            source.FillPermutation(order);
            if (round >= 0)
                draws[round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
        return $"| a random order of {Rows:N0} rows | {Text(draws)} |";
    }

    private static string Steps(ProcessGroup group, string name, int? batch, int epochs, bool shuffle = false)
    {
        var generator = new Generator(1);
        var input = Tensor.Normal(generator, 0, 1, Rows, Columns);
        var target = Tensor.Normal(generator, 0, 1, Rows, 1);
        double[] steps = new double[Rounds];
        for (int round = -1; round < Rounds; round++)
        {
            var model = new Linear(Columns, 1, generator: new Generator(0));
            var data = new DataLoader(input, target, batch, shuffle ? new Generator(7) : null);
            var loop = new TrainingLoop(model, data, new Sgd(model, 0.01)) { Epochs = epochs, Group = group };
            group.Barrier();
            long start = Stopwatch.GetTimestamp();
            loop.Run([]).Count();
            if (round >= 0)
                steps[round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / loop.Steps;
        }
        return $"| {name} | {Text(steps)} |";
    }

    private static double Time(ProcessGroup group, int times, Action work)
    {
        group.Barrier();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < times; i++)
            work();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / times;
    }

    private static double Ratio(double[] ours, double[] theirs) => Median([.. ours.Zip(theirs, (our, their) => our / their)]);

    private static double Median(double[] numbers) => numbers.Order().ElementAt(numbers.Length / 2);

    /// <summary>The median, and from where to where.</summary>
    internal static string Text(double[] microseconds) =>
        FormattableString.Invariant($"{Median(microseconds):G4} us ({microseconds.Min():G4} to {microseconds.Max():G4})");
}
