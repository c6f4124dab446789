using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using LinRegPS.Tests.Founding;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Scripts;

/// <summary>The scripts in examples/ run as they stand, in the project's shell and in plain PowerShell, and print what README.md shows.</summary>
[Collection(nameof(ExampleScriptTests))]
public sealed partial class ExampleScriptTests
{
    private const string FirstLoop = "epoch 1: w = 0, loss = 30, gradient = -30";

    /// <summary>What each row of the example's table is in the traces.</summary>
    private static readonly Dictionary<string, string> s_ways = new()
    {
        ["by hand, as in the thread"] = "numpy_buggy",
        ["by hand, divided by N"] = "numpy_fixed",
        ["by hand, in float32"] = "numpy_buggy_nep50",
        ["in float32, divided by N"] = "numpy_fixed_nep50",
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
    private static readonly ConcurrentDictionary<(string Script, bool InPwsh), ChildProcess> s_runs = new();

    private static readonly string[] s_readme = [.. File.ReadAllText(Repository.Find("README.md")).ReplaceLineEndings("\n").Split("\n```").Select((text, i) => i % 2 == 0 ? string.Empty : text)];

    public static TheoryData<string> Scripts => [.. Directory
        .GetFiles(Repository.Find("examples"), "*.ps1")
        .Select(file => $"examples/{Path.GetFileName(file)}")
        .Where(file => !file.EndsWith(".Tests.ps1", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)];

    /// <summary>How what README.md shows of a script's output begins.</summary>
    public static TheoryData<string, string> Shown => new()
    {
        { "examples/ThreeWays.ps1", "way  " },
        { "examples/LoopToCsv.ps1", "Epoch Loss" },
        { "examples/TrainFromCsv.ps1", "speed [50,1]" },
        { "examples/SaveAndLoad.ps1", "Input  : [50,1]" },
        { "examples/WhyIsItSlow.ps1", "--- Why" },
    };

    [Theory]
    [MemberData(nameof(Scripts))]
    public void RunsInTheShellAsInPwsh(string script)
    {
        string[] outputs = [.. new[] { false, true }.Select(inPwsh =>
        {
            var child = Run(script, inPwsh);
            Assert.True(child is { ExitCode: 0, Error: "" }, $"exit code {child.ExitCode}\n{child.Error}");
            return Comparable(child.Output);
        })];
        Assert.Equal(outputs[0], outputs[1]);
    }

    [Theory]
    [MemberData(nameof(Shown))]
    public void PrintsWhatReadmeShows(string script, string start) =>
        Assert.EndsWith(Comparable(Block(start)), Comparable(Run(script, inPwsh: false).Output));

    [Fact]
    public void ReadmesFirstLoopPrintsWhatItShows() =>
        Assert.Equal(Comparable(Block(FirstLoop)), Comparable(ShellProcess.Run("-Command", Block("$w = ")).Output));

    [Fact]
    public void ReadmeShowsNoOtherOutput() => Assert.Equal(
        [.. Shown.Select(row => row.Data.Item2), FirstLoop],
        s_readme.Where(block => block.StartsWith('\n') && !block.StartsWith("\ndotnet ", StringComparison.Ordinal))
            .Select(block => Shown.Select(row => row.Data.Item2).Append(FirstLoop).FirstOrDefault(start => block[1..].StartsWith(start, StringComparison.Ordinal), block))
            .OrderBy(start => start == FirstLoop));

    [Fact]
    public void ThreeWaysShowsWhatTheTracesHave()
    {
        string[] lines = Run("examples/ThreeWays.ps1", inPwsh: false).Lines;
        Assert.All(s_ways, way => Assert.Contains(SeedTraces.SummaryLine(way.Key, way.Value), lines.Select(WithOneBlank)));
        Assert.Contains("epoch 1: w = 1.2000000, loss = 30.0000000", lines);
        Assert.Contains("epoch 1: w = 1.1999999, loss = 30.0000000", lines);
    }

    private static string WithOneBlank(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static ChildProcess Run(string script, bool inPwsh) =>
        s_runs.GetOrAdd((script, inPwsh), _ => inPwsh ? RunInPwsh(script) : ShellProcess.Run(script));

    // A script that does not import the module itself is one to dot-source after the import.
    private static ChildProcess RunInPwsh(string script) =>
        File.ReadAllText(Repository.Find(script)).Contains("Import-Module \"$PSScriptRoot", StringComparison.Ordinal)
            ? Pwsh.Run("-File", script)
            : Pwsh.Run("-Command", $"Import-Module ./LinRegPS.psd1; . ./{script}");

    // A fenced block of README.md, whatever its language.
    private static string Block(string start) => Assert.Single(
        s_readme.Select(block => block[(block.IndexOf('\n') + 1)..]),
        block => block.StartsWith(start, StringComparison.Ordinal));

    // Times and places of this run left out, and the blank lines around it.
    private static string Comparable(string output) =>
        Times().Replace(output.ReplaceLineEndings("\n").Trim().Replace(Path.GetTempPath(), "/tmp/"), "hh:mm:ss.fff");

    [GeneratedRegex(@"\d\d:\d\d:\d\d\.\d{3}")]
    private static partial Regex Times();
}
