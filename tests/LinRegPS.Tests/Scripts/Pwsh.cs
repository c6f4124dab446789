using LinRegPS.Tests.Hosting;

namespace LinRegPS.Tests.Scripts;

/// <summary>PowerShell as everybody has it, from its NuGet package: the module is imported by whoever needs it.</summary>
internal static class Pwsh
{
    public static ChildProcess Run(params string[] arguments) =>
        ChildProcess.RunAssembly(new() { ["NO_COLOR"] = "1" }, Repository.Setting("PowerShell"), ["-NoProfile", "-NonInteractive", .. arguments]);
}
