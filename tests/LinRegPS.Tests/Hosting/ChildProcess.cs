using System.Diagnostics;
using Xunit;

namespace LinRegPS.Tests.Hosting;

/// <summary>What came of a program run to its end.</summary>
internal sealed record ChildProcess(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of the output that are not blank.</summary>
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Runs one of the repository's own programs by the dotnet that runs the tests.</summary>
    public static ChildProcess RunAssembly(string assembly, params string[] arguments) => RunAssembly([], assembly, arguments);

    /// <summary>The same with environment variables of its own.</summary>
    public static ChildProcess RunAssembly(Dictionary<string, string?> environment, string assembly, params string[] arguments)
    {
        Assert.True(File.Exists(assembly), $"{assembly} has not been built.");
        return Run(environment, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [assembly, .. arguments]);
    }

    // In the repository's root, without input.
    private static ChildProcess Run(Dictionary<string, string?> environment, string program, string[] arguments)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = Repository.Find("."),
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        foreach (var (name, value) in environment)
            process.StartInfo.Environment[name] = value;
        process.Start();
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return new ChildProcess(process.ExitCode, output.Result, error.Result);
    }
}
