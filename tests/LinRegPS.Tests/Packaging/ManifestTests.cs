using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Packaging;

/// <summary>What LinRegPS.psd1 says of the module is what the other files say.</summary>
public sealed class ManifestTests
{
    /// <summary>The newest version that CHANGELOG.md knows, and what is new in it.</summary>
    public static (string Version, string Notes) Newest
    {
        get
        {
            string[] sections = ("\n" + File.ReadAllText(Repository.Find("CHANGELOG.md")).ReplaceLineEndings("\n")).Split("\n## ");
            string[] newest = sections[1].Split('\n', 2);
            return (newest[0].Split(' ')[0], newest[1].Trim());
        }
    }

    [Fact]
    public void ThereIsOneVersion()
    {
        string version = Manifest("ModuleVersion");
        Assert.Equal(version, Newest.Version);
        Assert.Equal(version, XDocument.Load(Repository.Find("Directory.Build.props")).Descendants("Version").Single().Value);
        Assert.All(
            Directory.GetFiles(Repository.Find("module/bin"), "LinRegPS*.dll"),
            file => Assert.Equal(version, AssemblyName.GetAssemblyName(file).Version!.ToString(3)));
    }

    [Fact]
    public void ReleaseNotesAreTheChangelogs()
    {
        Assert.Equal("CHANGELOG.md", Manifest("PrivateData.PSData.ReleaseNotes"));
        Assert.StartsWith("- ", Newest.Notes);
        // What the Gallery takes.
        Assert.InRange(Newest.Notes.Length, 100, 35000);
    }

    [Fact]
    public void ThirdPartiesAreNamedInTheirVersions()
    {
        string notices = File.ReadAllText(Repository.Find("THIRD-PARTY-NOTICES.txt"));
        string packages = File.ReadAllText(Repository.Find("Directory.Packages.props"));
        string[] shipped = [.. Directory.GetFiles(Repository.Find("module/bin/dependencies"), "*.dll")
            .Select(file => Path.GetFileNameWithoutExtension(file)).Where(name => !name.StartsWith("LinRegPS.", StringComparison.Ordinal))];
        Assert.NotEmpty(shipped);
        Assert.All(shipped, name => Assert.Contains($"{name} {Regex.Match(packages, $"Include=\"{Regex.Escape(name)}\" Version=\"(.*?)\"").Groups[1].Value} (", notices));
    }

    private static string Manifest(string property)
    {
        using var session = new ModuleSession(import: false);
        session["path"] = Repository.Manifest;
        return session.One<string>($"(Import-PowerShellDataFile -LiteralPath $path).{property}");
    }
}
