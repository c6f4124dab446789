using LinRegPS.Tests.Hosting;

namespace LinRegPS.Tests.Scripts;

/// <summary>The project's own shell, as <c>dotnet run --project src/LinRegPS.Shell --</c> starts it.</summary>
internal static class ShellProcess
{
    private static readonly string _program = Repository.Program("src/LinRegPS.Shell", "LinRegPS.Shell");

    public static ChildProcess Run(params string[] arguments) => ChildProcess.RunAssembly(_program, arguments);

    /// <summary>The same with environment variables of its own.</summary>
    public static ChildProcess Run(Dictionary<string, string?> environment, params string[] arguments) =>
        ChildProcess.RunAssembly(environment, _program, arguments);
}
