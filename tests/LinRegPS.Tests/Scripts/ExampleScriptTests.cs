using System.Collections.Concurrent;
using LinRegPS.Tests.Founding;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Scripts;

/// <summary>The scripts in examples/ run as they stand: in the project's shell unless they say what they need beyond it, and in pwsh.</summary>
public sealed class ExampleScriptTests
{
    /// <summary>What each row of the example's table is in the traces.</summary>
    private static readonly Dictionary<string, string> _ways = new()
    {
        ["by hand, as in the thread"] = "numpy_buggy_nep50",
        ["by hand, divided by N"] = "numpy_fixed_nep50",
        ["by autograd"] = "torch_autograd",
        ["by autograd, loss times 4"] = "torch_autograd_loss_x4",
        ["LinearModel"] = "torch_linear_bias",
        ["LinearModel without bias"] = "torch_linear_nobias",
        ["a class around Linear"] = "torch_linear_bias",
        ["named layers without bias"] = "torch_linear_nobias",
        ["Invoke-Training"] = "torch_linear_bias",
        ["Invoke-Training without bias"] = "torch_linear_nobias",
    };

    // Each script runs once in each, whatever is asked of it.
    private static readonly ConcurrentDictionary<(string Script, bool InPwsh), Lazy<ChildProcess>> _runs = new();

    public static TheoryData<string> ForTheShell => [.. All().Where(script => !NeedsPwsh(script))];

    public static TheoryData<string> ForPwsh => [.. All()];

    [Theory]
    [MemberData(nameof(ForTheShell))]
    public void RunsInTheShell(string script) => AssertCleanRun(Run(script, inPwsh: false));

    [Theory]
    [MemberData(nameof(ForPwsh))]
    public void RunsInPwsh(string script) => AssertCleanRun(Run(script, inPwsh: true));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ThreeWaysShowsWhatTheTracesHave(bool inPwsh)
    {
        string[] lines = Run("examples/ThreeWays.ps1", inPwsh).Lines;
        Assert.All(_ways, way => Assert.Contains(SeedTraces.SummaryLine(way.Key, way.Value), lines.Select(WithOneBlank)));
        Assert.Contains("epoch 1: w = 1.1999999, loss = 30.0000000", lines);
    }

    private static string WithOneBlank(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<string> All() => Directory
        .GetFiles(Repository.Find("examples"), "*.ps1")
        .Select(file => $"examples/{Path.GetFileName(file)}")
        .Where(file => !file.EndsWith(".Tests.ps1", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private static bool NeedsPwsh(string script) =>
        File.ReadAllText(Repository.Find(script)).Contains("#requires -Modules Microsoft.PowerShell.Utility", StringComparison.OrdinalIgnoreCase);

    private static ChildProcess Run(string script, bool inPwsh)
    {
        if (inPwsh)
            Pwsh.SkipWithout($"{script} was");
        return _runs.GetOrAdd((script, inPwsh), _ => new(() => inPwsh ? RunInPwsh(script) : ShellProcess.Run(script))).Value;
    }

    // A script that does not import the module itself is one to dot-source after the import.
    private static ChildProcess RunInPwsh(string script) =>
        File.ReadAllText(Repository.Find(script)).Contains("Import-Module \"$PSScriptRoot", StringComparison.Ordinal)
            ? Pwsh.Run("-File", script)
            : Pwsh.Run("-Command", $"Import-Module ./LinRegPS.psd1; . ./{script}");

    private static void AssertCleanRun(ChildProcess child) =>
        Assert.True(child is { ExitCode: 0, Error: "" }, $"exit code {child.ExitCode}\n{child.Error}");
}
