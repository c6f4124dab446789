using System.Diagnostics;

namespace LinRegPS.Benchmarks.Compare;

/// <summary>The shell that our scripts run in: the PowerShell that the project's own shell is made of.</summary>
internal static class OurShell
{
    /// <summary>A script of this project's, told where the module is.</summary>
    public static ProcessStartInfo Script(string name, params string[] arguments) => new(
        "dotnet",
        [
            (string)AppContext.GetData("PowerShell")!, "-NoProfile", "-NonInteractive",
            "-File", Repository.Benchmarks("scripts", name), "-Manifest", Repository.Manifest, .. arguments,
        ]);
}
