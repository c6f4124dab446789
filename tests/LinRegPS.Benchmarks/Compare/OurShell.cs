using System.Diagnostics;

namespace LinRegPS.Benchmarks.Compare;

/// <summary>The shell that our scripts run in: pwsh where it is on the PATH, the embedded one else.</summary>
internal static class OurShell
{
    /// <summary>pwsh; null where there is none.</summary>
    public static string? Pwsh { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh"))
        .FirstOrDefault(File.Exists);

    /// <summary>A script of this project's, told where the module is.</summary>
    public static ProcessStartInfo Script(string name, params string[] arguments)
    {
        string script = Repository.Benchmarks("scripts", name);
        return Pwsh is null
            ? new ProcessStartInfo("dotnet", [Repository.Shell, script, "-Manifest", Repository.Manifest, .. arguments])
            : new ProcessStartInfo(Pwsh, ["-NoProfile", "-NonInteractive", "-File", script, "-Manifest", Repository.Manifest, .. arguments]);
    }
}
