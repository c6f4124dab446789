using System.Management.Automation;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Discovery;

/// <summary>Get-Help knows every cmdlet and every parameter.</summary>
public sealed class HelpTests
{
    // A session reads the file of help once: so one asks for all that the tests need, of every cmdlet.
    private static readonly Lazy<Dictionary<string, CmdletHelp>> s_help = new(() =>
    {
        using var session = new ModuleSession();
        session["cmdlets"] = Cmdlets.Select(row => row.Data).ToArray();
        return session.All<PSObject>("""
            foreach ($cmdlet in $cmdlets) {
                $help = Get-Help $cmdlet -Full
                [pscustomobject]@{
                    Name = $cmdlet
                    Synopsis = [string]$help.Synopsis
                    Description = [string](($help.description | ForEach-Object Text) -join ' ')
                    Output = [string[]]@($help.returnValues.returnValue | ForEach-Object { $_.type.name })
                    Described = [string[]]@($help.parameters.parameter | Where-Object { ($_.description | ForEach-Object Text) -join '' } | ForEach-Object { $_.name })
                    Syntax = [string[]]@((Get-Help $cmdlet).syntax.syntaxItem | ForEach-Object { $_.name })
                    Links = [string[]]@((Get-Help $cmdlet).relatedLinks.navigationLink | ForEach-Object { $_.linkText })
                    Examples = [string[]]@((Get-Help $cmdlet -Examples).examples.example | ForEach-Object { $_.code })
                }
            }
            """).Select(Read).ToDictionary(help => help.Name);
    });

    /// <summary>The examples in the help of a cmdlet.</summary>
    internal static string[] Examples(string cmdlet) => s_help.Value[cmdlet].Examples;

    public static TheoryData<string> Cmdlets => [.. CommandTests.Cmdlets.Select(row => row.Data.Item1)];

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void HasSynopsisDescriptionParametersAndOutput(string cmdlet)
    {
        var help = s_help.Value[cmdlet];
        Assert.EndsWith(".", help.Synopsis.TrimEnd());
        Assert.DoesNotContain(cmdlet, help.Synopsis);
        Assert.True(help.Description.Length > 40);
        Assert.NotEmpty(help.Output);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void DescribesEveryParameter(string cmdlet)
    {
        using var session = new ModuleSession();
        session["cmdlet"] = cmdlet;
        string[] declared = session.All<string>("""
            $common = [System.Management.Automation.PSCmdlet]::CommonParameters
            (Get-Command $cmdlet).Parameters.Keys | Where-Object { $_ -notin $common }
            """);
        Assert.Equal(cmdlet == "Get-TensorThread", declared.Length == 0);
        Assert.Equal(declared.Order(), s_help.Value[cmdlet].Described.Order());
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void ShowsTheSyntaxAndRelatedCmdlets(string cmdlet)
    {
        Assert.Contains(cmdlet, s_help.Value[cmdlet].Syntax);
        string[] links = s_help.Value[cmdlet].Links;
        Assert.All(links, link => Assert.Contains(Cmdlets, row => row.Data == link));
        Assert.NotEmpty(links);
    }

    [Fact]
    public void IsFoundInAnotherLanguageToo()
    {
        using var session = new ModuleSession();
        Assert.EndsWith(".", session.One<string>("[cultureinfo]::CurrentUICulture = 'de-DE'; (Get-Help New-Tensor).Synopsis").TrimEnd());
    }

    private static CmdletHelp Read(PSObject row)
    {
        return new(Text("Name"), Text("Synopsis"), Text("Description"), Texts("Output"), Texts("Described"), Texts("Syntax"), Texts("Links"), Texts("Examples"));

        string Text(string property) => (string)row.Properties[property].Value;

        string[] Texts(string property) => (string[])row.Properties[property].Value;
    }

    private sealed record CmdletHelp(
        string Name, string Synopsis, string Description, string[] Output, string[] Described, string[] Syntax, string[] Links, string[] Examples);
}
