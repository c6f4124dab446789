using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Scripts;

/// <summary>The full PowerShell, where the machine has it.</summary>
internal static class Pwsh
{
    private static readonly string? _path = Find();

    private static readonly Lazy<bool> _hasPester = new(() =>
        Run("-Command", "exit [int](-not (Get-Module -ListAvailable Pester | Where-Object { $_.Version.Major -ge 5 }))").ExitCode == 0);

    /// <summary>Skips the test where there is no pwsh.</summary>
    public static void SkipWithout(string what) =>
        Assert.SkipWhen(_path is null, $"pwsh not found on PATH: {what} skipped");

    /// <summary>Skips the test where there is no pwsh, or no Pester in it.</summary>
    public static void SkipWithoutPester(string what) =>
        Assert.SkipWhen(_path is null || !_hasPester.Value, $"pwsh with Pester not found on PATH: {what} skipped");

    public static ChildProcess Run(params string[] arguments) =>
        ChildProcess.Run(_path!, ["-NoProfile", "-NonInteractive", .. arguments]);

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh"))
        .FirstOrDefault(File.Exists);
}
