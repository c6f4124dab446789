using LinRegPS.Engine.Tests.Support;
using LinRegPS.Tests.Hosting;
using LinRegPS.Tests.Scripts;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Whole programs under the lint: on right ones it is silent, of wrong ones it finds the mistake and nothing else.</summary>
/// <remarks>The examples are among them, whose files have fixed names: two that run at once would take each other's away.</remarks>
[Collection(nameof(ExampleScriptTests))]
public sealed class LintProgramTests(LintProgramTests.Session session) : IClassFixture<LintProgramTests.Session>
{
    // Numbers, answers and classes that depend on two features.
    private const string Data = """
        $X = New-Tensor -Normal -Shape 40,2 -Seed 1
        $Y = $X.MatMul((New-Tensor 1,-2 -Shape 2,1)) + 0.5
        $numbers = $Y.ToArray() | ForEach-Object { $_ }
        $B = New-Tensor ($numbers | ForEach-Object { [int]($_ -gt 0.5) }) -Shape 40,1
        $kinds = $numbers | ForEach-Object { if ($_ -lt -0.7) { 0 } elseif ($_ -lt 1.2) { 1 } else { 2 } }
        $C = New-Tensor $kinds
        $Hot = New-Tensor ($kinds | ForEach-Object { [int]($_ -eq 0); [int]($_ -eq 1); [int]($_ -eq 2) }) -Shape 40,3
        """;

    public static TheoryData<string> Wrong => [.. LintPrograms.Wrong.Select(program => program.Name)];

    public static TheoryData<string> Right => [.. AllRight.Select(program => program.Name)];

    public static TheoryData<string> Scripts =>
    [
        .. new[] { "examples/course", "examples" }.SelectMany(folder => Directory.GetFiles(Repository.Find(folder), "*.ps1").Select(file => $"{folder}/{Path.GetFileName(file)}"))
            // One asks why it is slow, and is slow; one shows what two layers are without a function between them; one is Pester's.
            .Where(script => !script.EndsWith("12-Activations.ps1", StringComparison.Ordinal) && !script.EndsWith("WhyIsItSlow.ps1", StringComparison.Ordinal) && !script.EndsWith(".Tests.ps1", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void ThereAreManyOfEach()
    {
        Assert.InRange(LintPrograms.Wrong.Length, 40, 80);
        Assert.InRange(LintPrograms.Right.Length, 30, 80);
        Assert.True(LintPrograms.Wrong.Select(program => program.Rule).Distinct().Count() >= 28);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void FindsTheMistakeAndNothingElse(string name)
    {
        var (_, rule, script) = LintPrograms.Wrong.Single(program => program.Name == name);
        // Errors that a mistake leads to are part of it.
        string[] found = Found(script, "SilentlyContinue");
        Assert.True(found.Length >= 1 && found.All(finding => finding.StartsWith(rule + " ", StringComparison.Ordinal)), $"{rule} is expected: {string.Join(Environment.NewLine, found)}");
        Accepted.Text("programs.txt", string.Join('\n', found));
    }

    // At any rate: a tenth of it would rise as well.
    [Fact]
    public void StepsUpTheSlopeAreNoMatterOfTheRate()
    {
        string found = Assert.Single(Found(LintPrograms.Wrong.Single(program => program.Name == "a gradient that is added").Script));
        Assert.Contains("The steps go up the slope and not down", found);
    }

    [Theory]
    [MemberData(nameof(Right))]
    public void IsSilentOnWhatIsRight(string name) => Assert.Empty(Found(AllRight.Single(program => program.Name == name).Script));

    [Theory]
    [MemberData(nameof(Scripts))]
    public void IsSilentOnOurOwn(string script) => Assert.Empty(Found($"Debug-Training {{ $null = & '{Repository.Find(script)}' 6>$null }}"));

    [Fact]
    public void FindsTheLayersThatALessonShowsToBeOne() =>
        Assert.StartsWith("WrongHead 1.weight", Assert.Single(Found($"Debug-Training {{ $null = & '{Repository.Find("examples/course/12-Activations.ps1")}' 6>$null }}")));

    private static IEnumerable<(string Name, string Script)> AllRight => LintPrograms.Right.Concat(LintPrograms.Several).Concat(LintPrograms.Methods).Concat(LintPrograms.Seen).Concat(LintPrograms.Layers);

    // That float32 gets no nearer is no mistake.
    private string[] Found(string script, string onError = "Stop") => session.Shell.All<string>(
        $"& {{ $ErrorActionPreference = '{onError}'\n{Data}\n . {{ {script} }} 2>$null 3>$null | Where-Object RuleId -ne Standstill | ForEach-Object {{ \"$($_.RuleId) $($_.Name): $($_.Finding) $($_.Evidence)\" }} }}");

    /// <summary>One session for all programs.</summary>
    public sealed class Session : IDisposable
    {
        internal ModuleSession Shell { get; } = new();

        /// <inheritdoc/>
        public void Dispose() => Shell.Dispose();
    }
}
