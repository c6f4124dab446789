using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Scripts;

/// <summary>What users check for themselves with Pester, under the versions of it that they have.</summary>
public sealed class PesterSpecTests
{
    private static readonly string s_run = """
        $ErrorActionPreference = 'Stop'
        Import-Module '{0}/{1}/tools/Pester.psd1'
        $configuration = New-PesterConfiguration
        $configuration.Run.Path = '{2}'
        $configuration.Run.PassThru = $true
        $configuration.Output.Verbosity = 'None'
        $result = Invoke-Pester -Configuration $configuration
        foreach ($failed in @($result.Failed) + @($result.FailedBlocks) + @($result.FailedContainers)) {{
            "FAILED $($failed.ExpandedPath ?? $failed.Item): $($failed.ErrorRecord)"
        }}
        "PASSED $($result.PassedCount) of $($result.TotalCount) under $((Get-Module Pester).Version)"
        """;

    public static TheoryData<string, string> Specs =>
        [.. Scripts("tests/pester").Concat(Scripts("examples")).SelectMany(file => new[] { (file, "5.9.1"), (file, "6.2.0") })];

    [Theory]
    [MemberData(nameof(Specs))]
    public void EverySpecPasses(string file, string version)
    {
        var child = Pwsh.Run("-Command", string.Format(null, s_run, Repository.Setting("Pester"), version, file));

        string[] failed = [.. child.Lines.Where(line => line.StartsWith("FAILED", StringComparison.Ordinal))];
        Assert.True(failed.Length == 0 && child.Error.Length == 0, string.Join('\n', [.. failed, child.Error]));
        Assert.Matches($@"^PASSED ([1-9]\d*) of \1 under {version}$", child.Lines[^1]);
    }

    private static IEnumerable<string> Scripts(string folder) => Directory
        .GetFiles(Repository.Find(folder), "*.Tests.ps1")
        .Select(file => $"{folder}/{Path.GetFileName(file)}")
        .Order(StringComparer.Ordinal);
}
