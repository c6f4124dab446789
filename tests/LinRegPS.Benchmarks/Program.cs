using LinRegPS.Benchmarks;
using LinRegPS.Benchmarks.Compare;
using LinRegPS.Benchmarks.Growth;
using LinRegPS.Benchmarks.Micro;
using LinRegPS.Benchmarks.Ranks;

Machine.NoteLoad();
return args switch
{
    ["kernels", .. var rest] => KernelsCommand.Run(rest),
    ["compare", .. var rest] => CompareCommand.Run(rest),
    ["growth", .. var rest] => GrowthCommand.Run(rest),
    // What growth starts for each of its points, in a process of its own.
    ["growth-point", var rows, var columns, var threads] => GrowthPoint.Run(int.Parse(rows), int.Parse(columns), int.Parse(threads)),
    ["ranks"] => RanksCommand.Run(null),
    ["ranks", "sums" or "steps"] => RanksCommand.Run(args[1]),
    ["scale", .. var rest] => ScaleCommand.Run(check: rest is ["check"]),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine($"""
        usage: dotnet run -c Release --project tests/LinRegPS.Benchmarks -- COMMAND

          kernels [FILTER]   times kernels one by one (BenchmarkDotNet); FILTER such as *MatrixProduct*
          compare [CASE ...] {CompareOptions.Usage}
                             ours and the peers in turn; a CASE may be the beginning of a name
          growth [--rounds N] [--threads N] [--output FOLDER]
                             time and memory of a training step against rows and columns
          ranks [sums|steps] under mpirun: sums over ranks beside MPI's own, and steps of trainings
          scale [check]      the tables of docs/SCALE.md from its constants; whether it has them

        cases: {string.Join(' ', AllCases.List.Select(c => c.Name))}
        """);
    return 64;
}
