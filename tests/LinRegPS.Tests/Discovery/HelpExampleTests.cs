using System.Text.RegularExpressions;
using LinRegPS.Engine.Tests.Support;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Discovery;

/// <summary>The examples in the help of each cmdlet run, and show what they are known to. Beside no other test: the seed is the whole process's.</summary>
[Collection(nameof(HelpExampleTests))]
[CollectionDefinition(nameof(HelpExampleTests), DisableParallelization = true)]
public sealed partial class HelpExampleTests
{
    [Theory]
    [MemberData(nameof(HelpTests.Cmdlets), MemberType = typeof(HelpTests))]
    public void RunsInAFreshSession(string cmdlet)
    {
        string[] examples = HelpTests.Examples(cmdlet);
        Assert.True(examples.Length >= 2, $"{cmdlet} has {examples.Length} examples, and needs two.");
        Assert.All(examples, example =>
        {
            Assert.Contains(cmdlet, example);
            string shown = Shown(example);
            // A process is another each time.
            if (!example.Contains("Get-Process", StringComparison.Ordinal))
                Accepted.Text("examples.txt", $"PS> {example}\n{shown}");
        });
    }

    // What it shows in a terminal of 120 columns, of the same random numbers and on two threads always; without what is another's in each run: times, and the folder of this machine.
    private static string Shown(string example)
    {
        using var session = new ModuleSession();
        session.Run("$PSStyle.OutputRendering = 'PlainText'; Set-TensorThread 2; Set-RandomSeed 1; $null = Get-Random -SetSeed 1");
        using var shell = session.Begin($"[cultureinfo]::CurrentCulture = ''; {example}").AddCommand("Out-String").AddParameter("Width", 120);
        string text = string.Concat(shell.Invoke());
        Assert.Empty(shell.Streams.Error);
        return Time().Replace(string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())), "hh:mm:ss").Replace(Path.GetTempPath(), "/tmp/");
    }

    [GeneratedRegex(@"\d\d:\d\d:\d\d(\.\d+)?")]
    private static partial Regex Time();
}
