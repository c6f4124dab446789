using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Discovery;

/// <summary>Get-Help knows every cmdlet and every parameter, and its examples run.</summary>
public sealed class HelpTests
{
    public static TheoryData<string> Cmdlets => [.. CommandTests.Cmdlets.Select(row => row.Data.Item1)];

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void HasSynopsisDescriptionParametersAndOutput(string cmdlet)
    {
        using var session = new ModuleSession();
        session["cmdlet"] = cmdlet;
        string[] texts = session.All<string>("""
            $help = Get-Help $cmdlet -Full
            $help.Synopsis
            ($help.description | ForEach-Object Text) -join ' '
            """);
        Assert.Equal(2, texts.Length);
        Assert.EndsWith(".", texts[0].TrimEnd());
        Assert.DoesNotContain(cmdlet, texts[0]);
        Assert.True(texts[1].Length > 40);
        Assert.NotEmpty(session.All<string>("$help.returnValues.returnValue | ForEach-Object { $_.type.name }"));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void DescribesEveryParameter(string cmdlet)
    {
        using var session = new ModuleSession();
        session["cmdlet"] = cmdlet;
        string[] described = session.All<string>("(Get-Help $cmdlet -Full).parameters.parameter | Where-Object { ($_.description | ForEach-Object Text) -join '' } | ForEach-Object { $_.name }");
        string[] declared = session.All<string>("""
            $common = [System.Management.Automation.PSCmdlet]::CommonParameters
            (Get-Command $cmdlet).Parameters.Keys | Where-Object { $_ -notin $common }
            """);
        Assert.Equal(cmdlet == "Get-TensorThread", declared.Length == 0);
        Assert.Equal(declared.Order(), described.Order());
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void ShowsTheSyntaxAndRelatedCmdlets(string cmdlet)
    {
        using var session = new ModuleSession();
        session["cmdlet"] = cmdlet;
        Assert.Contains(cmdlet, session.All<string>("(Get-Help $cmdlet).syntax.syntaxItem | ForEach-Object { $_.name }"));
        string[] links = session.All<string>("(Get-Help $cmdlet).relatedLinks.navigationLink | ForEach-Object { $_.linkText }");
        Assert.All(links, link => Assert.Contains(Cmdlets, row => row.Data == link));
        Assert.NotEmpty(links);
    }

    [Fact]
    public void IsFoundInAnotherLanguageToo()
    {
        using var session = new ModuleSession();
        Assert.EndsWith(".", session.One<string>("[cultureinfo]::CurrentUICulture = 'de-DE'; (Get-Help New-Tensor).Synopsis").TrimEnd());
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void EveryExampleRunsInAFreshSession(string cmdlet)
    {
        using var reader = new ModuleSession();
        reader["cmdlet"] = cmdlet;
        string[] examples = reader.All<string>("(Get-Help $cmdlet -Examples).examples.example | ForEach-Object { $_.code }");
        Assert.True(examples.Length >= 2, $"{cmdlet} has {examples.Length} examples, and needs two.");
        Assert.All(examples, example =>
        {
            Assert.Contains(cmdlet, example);
            using var session = new ModuleSession();
            session.Run(example);
        });
    }
}
