using System.Text.RegularExpressions;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Discovery;

/// <summary>The help topics about_LinRegPS_*: Get-Help finds them, their code runs, and prints what they show.</summary>
public sealed class AboutTopicTests
{
    // Code and output stand 8 blanks in.
    private const string Indent = "        ";

    private static readonly string s_folder = Path.GetDirectoryName(Repository.Find("en-US/about_LinRegPS.help.txt"))!;

    public static TheoryData<string> Topics =>
        [.. Directory.GetFiles(s_folder, "about_LinRegPS_*.help.txt").Select(file => Path.GetFileName(file)[..^".help.txt".Length]).Order()];

    [Theory]
    [InlineData("about_LinRegPS_Networks", "Adam;RMSprop;cross_entropy;softmax;layer_norm;LayerNorm;GELU;Dropout;Huber;StateDict")]
    [InlineData("about_LinRegPS_Training", "-StartEpoch;-OutVariable;-Culture;-BatchSize;-Optimizer;-Loss;-Diagnose;mpirun;-Part")]
    [InlineData("about_LinRegPS_PyTorch", "log_softmax;LogSoftmax;SGD;xavier_uniform_;random_split;New-Tensor")]
    [InlineData("about_LinRegPS_Models", "safetensors;load_state_dict;pickle;-Partial;-CheckpointPath;-Resume;Prediction")]
    [InlineData("about_LinRegPS_Data", "-Culture;float32;TotalDays;thousands")]
    public void WhatPeopleLookForIsFound(string topic, string words)
    {
        using var session = new ModuleSession();
        string text = session.One<string>($"Get-Help {topic}");
        Assert.All(words.Split(';'), word => Assert.Contains(word, text));
        Assert.Contains(topic, File.ReadAllText(Repository.Find("README.md")));
        Assert.Contains(topic, session.One<string>("Get-Help about_LinRegPS"));
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void ItsCodePrintsWhatItShows(string topic)
    {
        using var session = new ModuleSession();
        session.Run("$PSStyle.OutputRendering = 'PlainText'");
        string printed = string.Empty;
        int outputs = 0;
        foreach (var (before, block) in Blocks(topic))
        {
            if (before.EndsWith("It prints"))
            {
                outputs++;
                Assert.Equal(block, printed);
            }
            else
                printed = Print(session, block);
        }
        Assert.True(outputs > 0);
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void ItsTextFitsEightyColumns(string topic) => Assert.All(
        File.ReadLines(Path.Combine(s_folder, topic + ".help.txt")).Where(line => !line.StartsWith(Indent, StringComparison.Ordinal)),
        line => Assert.True(line.Length < 80, line));

    private static string Print(ModuleSession session, string script)
    {
        using var shell = session.Begin($". {{ {script}\n }} | Out-String -Width 80");
        string text = string.Concat(shell.Invoke());
        Assert.Empty(shell.Streams.Error);
        Assert.Empty(shell.Streams.Warning);
        return Trimmed(text);
    }

    private static IEnumerable<(string Before, string Block)> Blocks(string topic)
    {
        string text = File.ReadAllText(Path.Combine(s_folder, topic + ".help.txt")).ReplaceLineEndings("\n");
        int end = 0;
        foreach (Match match in Regex.Matches(text, @"(?<=\n\n)(?:        .*\n|\n(?=        ))+"))
        {
            yield return (text[end..match.Index].TrimEnd(), Trimmed(string.Join('\n', match.Value.Split('\n').Select(line => line.Length > 8 ? line[8..] : line))));
            end = match.Index + match.Length;
        }
    }

    private static string Trimmed(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Trim('\n').Split('\n').Select(line => line.TrimEnd()));
}
