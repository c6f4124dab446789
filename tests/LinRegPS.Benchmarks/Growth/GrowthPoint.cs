using System.Diagnostics;
using System.Globalization;
using LinRegPS.Benchmarks.Compare.Cases;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Benchmarks.Growth;

/// <summary>One size, measured in a process of its own: its memory is nobody else's.</summary>
internal static class GrowthPoint
{
    private const double Seconds = 0.3;

    // Time to fill a batch of steps that costs next to nothing to start.
    private const int ElementsPerCall = 20_000_000;

    /// <summary>Writes the seconds of a step, and by how many bytes training raised the process's memory above what it held with X and y.</summary>
    public static int Run(int rows, int columns, int threads)
    {
        Workers.Threads = threads;
        var x = Tensor.Uniform(new Generator(0), -1, 1, rows, columns);
        var y = Tensor.Uniform(new Generator(1), -1, 1, rows, 1);
        var model = CompiledTraining.ZeroModel(columns, bias: true);
        // The first steps of all, on as few rows as the same code is for, until the runtime has compiled it for good: its own
        // memory for the code is not the data's.
        int few = Math.Min(rows, (100_000 / columns) + 8);
        Tensor fewX = Tensor.Zeros(few, columns), fewY = Tensor.Zeros(few, 1);
        Samples.Measure(() => CompiledTraining.Run(model, fewX, fewY, 2), 2, Seconds);
        GC.Collect();
        long before = Peak(reset: true);
        int steps = (int)Math.Clamp(ElementsPerCall / ((long)rows * columns), 2, 10_000);
        CompiledTraining.Run(model, x, y, steps);
        double seconds = Samples.Measure(() => CompiledTraining.Run(model, x, y, steps), steps, Seconds);
        long added = Peak(reset: false) - before;
        GC.KeepAlive(x);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds:R} {added}"));
        return 0;
    }

    private static long Peak(bool reset)
    {
        using var process = Process.GetCurrentProcess();
        if (!reset)
            return process.PeakWorkingSet64;
        // Linux forgets the peak on request; elsewhere what was there is the measure.
        if (OperatingSystem.IsLinux())
            File.WriteAllText("/proc/self/clear_refs", "5");
        return process.WorkingSet64;
    }
}
