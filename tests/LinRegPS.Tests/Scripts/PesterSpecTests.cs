using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Scripts;

/// <summary>What users check for themselves with Pester, in a pwsh of its own.</summary>
public sealed class PesterSpecTests
{
    private static readonly string _run = """
        $configuration = New-PesterConfiguration
        $configuration.Run.Path = '{0}'
        $configuration.Run.PassThru = $true
        $configuration.Output.Verbosity = 'None'
        $result = Invoke-Pester -Configuration $configuration
        foreach ($failed in @($result.Failed) + @($result.FailedBlocks) + @($result.FailedContainers)) {{
            "FAILED $($failed.ExpandedPath ?? $failed.Item): $($failed.ErrorRecord)"
        }}
        "PASSED $($result.PassedCount) of $($result.TotalCount)"
        """;

    public static TheoryData<string> Specs => [.. Scripts("tests/pester").Concat(Scripts("examples"))];

    [Theory]
    [MemberData(nameof(Specs))]
    public void EverySpecPasses(string file)
    {
        Pwsh.SkipWithoutPester("the Pester specs in tests/pester were");

        var child = Pwsh.Run("-Command", string.Format(null, _run, file));

        string[] failed = [.. child.Lines.Where(line => line.StartsWith("FAILED", StringComparison.Ordinal))];
        Assert.True(failed.Length == 0 && child.Error.Length == 0, string.Join('\n', [.. failed, child.Error]));
        Assert.Matches(@"^PASSED ([1-9]\d*) of \1$", child.Lines[^1]);
    }

    private static IEnumerable<string> Scripts(string folder) => Directory
        .GetFiles(Repository.Find(folder), "*.Tests.ps1")
        .Select(file => $"{folder}/{Path.GetFileName(file)}")
        .Order(StringComparer.Ordinal);
}
