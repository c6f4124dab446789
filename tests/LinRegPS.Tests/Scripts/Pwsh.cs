using LinRegPS.Tests.Hosting;

namespace LinRegPS.Tests.Scripts;

/// <summary>PowerShell as everybody has it, from its NuGet package: the module is imported by whoever needs it.</summary>
internal static class Pwsh
{
    public static ChildProcess Run(params string[] arguments) => Run([], arguments);

    /// <summary>The same with environment variables of its own.</summary>
    public static ChildProcess Run(Dictionary<string, string?> environment, params string[] arguments) =>
        ChildProcess.RunAssembly(new(environment) { ["NO_COLOR"] = "1" }, Repository.Setting("PowerShell"), ["-NoProfile", "-NonInteractive", .. arguments]);
}
