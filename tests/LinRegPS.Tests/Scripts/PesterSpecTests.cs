using System.Collections.Concurrent;
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
        $configuration.Run.Path = '{2}' -split ';'
        $configuration.Run.PassThru = $true
        $configuration.Output.Verbosity = 'None'
        $result = Invoke-Pester -Configuration $configuration
        foreach ($failed in @($result.Failed) + @($result.FailedBlocks) + @($result.FailedContainers)) {{
            "FAILED $($failed.ScriptBlock.File ?? $failed.Item) $($failed.ExpandedPath): $($failed.ErrorRecord)"
        }}
        foreach ($file in $result.Containers) {{ "PASSED $($file.PassedCount) of $($file.TotalCount) of $($file.Item) under $((Get-Module Pester).Version)" }}
        """;

    // All specs run in one process for each version, whatever is asked of it.
    private static readonly ConcurrentDictionary<string, Lazy<ChildProcess>> s_runs = new();

    private static readonly string[] s_files = [.. Scripts("tests/pester").Concat(Scripts("examples"))];

    public static TheoryData<string, string> Specs => [.. s_files.SelectMany(file => new[] { (file, "5.9.1"), (file, "6.2.0") })];

    [Theory]
    [MemberData(nameof(Specs))]
    public void EverySpecPasses(string file, string version)
    {
        var child = s_runs.GetOrAdd(version, _ => new(() => Pwsh.Run("-Command", string.Format(null, s_run, Repository.Setting("Pester"), version, string.Join(';', s_files))))).Value;

        string[] failed = [.. child.Lines.Where(line => line.StartsWith("FAILED", StringComparison.Ordinal))];
        Assert.True(failed.Length == 0 && child.Error.Length == 0, string.Join('\n', [.. failed, child.Error]));
        Assert.Single(child.Lines, line => System.Text.RegularExpressions.Regex.IsMatch(line, $@"^PASSED ([1-9]\d*) of \1 of \S*{file} under {version}$"));
    }

    private static IEnumerable<string> Scripts(string folder) => Directory
        .GetFiles(Repository.Find(folder), "*.Tests.ps1")
        .Select(file => $"{folder}/{Path.GetFileName(file)}")
        .Order(StringComparer.Ordinal);
}
