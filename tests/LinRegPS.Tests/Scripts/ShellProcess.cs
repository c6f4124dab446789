using LinRegPS.Tests.Hosting;

namespace LinRegPS.Tests.Scripts;

/// <summary>The project's own shell, as <c>dotnet run --project src/LinRegPS.Shell --</c> starts it.</summary>
internal static class ShellProcess
{
    private static readonly string s_program = Repository.Program("src/LinRegPS.Shell", "LinRegPS.Shell");

    public static ChildProcess Run(params string[] arguments) => ChildProcess.RunAssembly(s_program, arguments);

    /// <summary>The same with environment variables of its own.</summary>
    public static ChildProcess Run(Dictionary<string, string?> environment, params string[] arguments) =>
        ChildProcess.RunAssembly(environment, s_program, arguments);
}
