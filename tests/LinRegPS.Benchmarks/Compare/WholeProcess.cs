using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace LinRegPS.Benchmarks.Compare;

/// <summary>A program that is started, and ends by itself, for every measurement.</summary>
/// <param name="name">What the table calls it.</param>
/// <param name="start">The program.</param>
/// <param name="result">The word before the number to agree on; null for a program that computes nothing.</param>
/// <param name="seconds">The word before the seconds that the program measures itself; null for the time of the whole process.</param>
internal sealed class WholeProcess(string name, ProcessStartInfo start, string? result, string? seconds = null) : Contender(name)
{
    public override double[] Prepare() => Run(out string output) > 0 && result is not null ? [Number(output, result)] : [];

    public override double Measure(double atLeast)
    {
        double time = Run(out string output);
        return seconds is null ? time : Number(output, seconds);
    }

    private double Run(out string output)
    {
        start.RedirectStandardOutput = true;
        long begin = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double time = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        return process.ExitCode == 0
            ? time
            : throw new InvalidOperationException($"{Name}: exit code {process.ExitCode} of {start.FileName}");
    }

    private double Number(string output, string word)
    {
        var found = Regex.Matches(output, Regex.Escape(word) + @" (-?[0-9.]+)");
        return found.Count > 0
            ? double.Parse(found[^1].Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"{Name}: no \"{word}\" in its output");
    }
}
