using System.Diagnostics;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Isolation;

/// <summary>The machine's mpirun, where there is one.</summary>
internal static class Mpirun
{
    private static readonly string? s_path = Find();

    /// <summary>
    /// A script that imports the module, run by so many processes; the test is skipped where there is no mpirun. What a rank writes with
    /// Out-Line is among the result's lines whole: mpirun mixes what ranks write to the console.
    /// </summary>
    public static ChildProcess Run(int ranks, string script, int seconds = 120)
    {
        using var started = Start(ranks, script);
        return started.Result(seconds);
    }

    /// <summary>The same, not waited for.</summary>
    public static MpiRun Start(int ranks, string script)
    {
        Assert.SkipWhen(s_path is null, "There is no mpirun on this machine (apt-get install openmpi-bin).");
        string file = Path.Combine(Path.GetTempPath(), $"LinRegPS-{Guid.NewGuid():N}.ps1");
        File.WriteAllText(file, $"$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'; Import-Module '{Repository.Manifest}'\n" +
            $"function Out-Line($line) {{ Add-Content \"{file}.$PID.txt\" $line }}\n{script}");
        var start = new ProcessStartInfo(
            s_path!,
            ["--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "-n", $"{ranks}",
                Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Repository.Setting("PowerShell"), "-NoProfile", "-NonInteractive", "-File", file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["NO_COLOR"] = "1";
        start.Environment["TERM"] = "dumb";
        return new MpiRun(Process.Start(start)!, file);
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "mpirun")).FirstOrDefault(File.Exists);
}

/// <summary>Processes that mpirun started.</summary>
internal sealed class MpiRun(Process process, string file) : IDisposable
{
    private readonly Task<string> _output = process.StandardOutput.ReadToEndAsync(), _error = process.StandardError.ReadToEndAsync();

    /// <summary>Whether all have ended.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>What came of them; that they hang is a failure.</summary>
    public ChildProcess Result(int seconds)
    {
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(seconds)), "mpirun does not end.");
        return new ChildProcess(process.ExitCode, string.Join('\n', [.. Written.Select(File.ReadAllText), _output.Result]), _error.Result);
    }

    private string[] Written => Directory.GetFiles(Path.GetDirectoryName(file)!, $"{Path.GetFileName(file)}.*.txt");

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
        foreach (string written in Written.Append(file))
            File.Delete(written);
    }
}
