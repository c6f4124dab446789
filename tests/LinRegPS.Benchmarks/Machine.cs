using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Benchmarks;

/// <summary>What a figure depends on.</summary>
internal static class Machine
{
    private static string s_load = "unknown";

    /// <summary>Keeps the load of the machine, to be called before this program adds to it.</summary>
    public static void NoteLoad() => s_load = Load();

    /// <summary>Lines for the head of a report.</summary>
    public static IEnumerable<string> Lines() =>
    [
        $"Date: {DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC",
        $"Machine: {Processor()}, {Environment.ProcessorCount} cores, "
            + $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 30)} GiB, vectors of {VectorBits()} bits",
        $"OS: {RuntimeInformation.OSDescription} ({Environment.OSVersion.VersionString})",
        RuntimeInformation.FrameworkDescription,
        $"Load of the machine before: {s_load}",
    ];

    /// <summary>How wide the vectors are that this process computes with, in bits.</summary>
    public static int VectorBits() =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    private static string Processor()
    {
        const string info = "/proc/cpuinfo";
        if (!File.Exists(info))
            return RuntimeInformation.ProcessArchitecture.ToString();
        var fields = File.ReadLines(info).TakeWhile(line => line.Length > 0).Select(line => line.Split(':', 2))
            .Where(pair => pair.Length == 2).ToDictionary(pair => pair[0].Trim(), pair => pair[1].Trim());
        return $"{fields.GetValueOrDefault("model name", "processor")} "
            + $"(family {fields.GetValueOrDefault("cpu family")}, model {fields.GetValueOrDefault("model")})";
    }

    // How many processes wanted a processor in the last minute.
    private static string Load()
    {
        const string load = "/proc/loadavg";
        return File.Exists(load) ? File.ReadAllText(load).Split(' ')[0] : "unknown";
    }
}
