using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Xml.Linq;
using LinRegPS.Tests.Hosting;
using LinRegPS.Tests.Scripts;
using Xunit;

namespace LinRegPS.Tests.Packaging;

/// <summary>What the Gallery would take is installed, imported and used as from there; and what must not be packed is refused.</summary>
public sealed class PackageTests(Package package) : IClassFixture<Package>
{
    [Fact]
    public void ItHoldsWhatIsNeededAndNoMore()
    {
        using var archive = ZipFile.OpenRead(package.Archive);
        string[] names = [.. archive.Entries.Select(entry => Uri.UnescapeDataString(entry.FullName))];
        Assert.Equal(
            ["LICENSE", "LinRegPS.nuspec", "LinRegPS.psd1", "THIRD-PARTY-NOTICES.txt", "[Content_Types].xml", "_rels", "en-US", "examples", "module", "package"],
            names.Select(name => name.Split('/')[0]).Distinct().Order(StringComparer.Ordinal));
        string[] written = [.. Directory.GetFiles(Repository.Find("en-US"), "*.txt").Select(file => $"en-US/{Path.GetFileName(file)}")];
        Assert.Equal([.. written.Append("en-US/LinRegPS.dll-Help.xml").Order(StringComparer.Ordinal)], names.Where(name => name.StartsWith("en-US/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(names, name => name.EndsWith(".pdb", StringComparison.Ordinal));
        Assert.InRange(new FileInfo(package.Archive).Length, 1, 6 << 20);
    }

    [Fact]
    public void ItSaysWhatTheManifestAndTheChangelogSay()
    {
        using var archive = ZipFile.OpenRead(package.Archive);
        using var stream = archive.GetEntry("LinRegPS.nuspec")!.Open();
        var texts = XDocument.Load(stream).Descendants().Where(element => !element.HasElements).ToDictionary(element => element.Name.LocalName, element => element.Value);
        Assert.Equal(("LinRegPS", ManifestTests.Newest.Version), (texts["id"], texts["version"]));
        Assert.Equal(ManifestTests.Newest.Notes, texts["releaseNotes"].ReplaceLineEndings("\n"));
        Assert.Equal("https://opensource.org/license/mit", texts["licenseUrl"]);
        Assert.Empty(new[] { "PSModule", "Autograd", "Linux", "Windows", "MacOS" }.Except(texts["tags"].Split(' ')));
    }

    [Fact]
    public void InstalledItTrainsAndHelps()
    {
        string repository = Directory.CreateDirectory(Path.Combine(package.Root, "repository")).FullName;
        string installed = Directory.CreateDirectory(Path.Combine(package.Root, "installed")).FullName;
        Dictionary<string, string?> environment = new()
        {
            ["PSModulePath"] = installed,
            // Where repositories are kept, on other systems than Windows.
            ["XDG_DATA_HOME"] = Directory.CreateDirectory(Path.Combine(package.Root, "data")).FullName,
            ["Repository"] = repository,
            ["Archive"] = package.Archive,
        };
        var child = Pwsh.Run(environment, "-Command", """
            $ErrorActionPreference = 'Stop'
            $name = "LinRegPS-$([guid]::NewGuid())"
            Register-PSResourceRepository $name -Uri $env:Repository -Trusted
            try {
                Publish-PSResource -NupkgPath $env:Archive -Repository $name
                Save-PSResource LinRegPS -Repository $name -Path $env:PSModulePath.Split([IO.Path]::PathSeparator).Where({ $_ -like '*installed' })[0]
            }
            finally { Unregister-PSResourceRepository $name }
            @(Get-PSResourceRepository | Where-Object Name -eq $name).Count
            """);
        Assert.Equal((0, string.Empty, "0"), (child.ExitCode, child.Error, child.Output.Trim()));

        // A line from each assembly that is loaded later, too: tables, pictures, distributions, functions, diagnosis.
        child = Pwsh.Run(environment, "-Command", """
            $ErrorActionPreference = 'Stop'
            Import-Module LinRegPS
            $model = New-LinearModel 1 1 -NoBias -Weight 0
            $records = Invoke-Training $model (New-Tensor 1,2,3,4 -Shape 4,1) (New-Tensor 2,4,6,8 -Shape 4,1) 0.01 100
            '{0:F7}' -f $records[-1].weight
            (Get-Help New-LinearModel -Examples).examples.example.Count -ge 2
            (Get-Help about_LinRegPS_Data) -match 'FLOAT32'
            (Import-Tensor "$((Get-Module LinRegPS).ModuleBase)/examples/cars.csv" -Target dist).Target.Shape -join 'x'
            ($records | Show-TrainingPlot | Out-String).Length -gt 100
            '{0:F6}' -f (Measure-LinearModel (1,2,3) (1,2,4)).Coefficient[1].PValue
            '{0:F4}' -f (New-Tensor -Ones -Shape 64).Asin().Mean().Item()
            (Measure-Convergence (New-Tensor 1,2 -Shape 2,1) -Target (New-Tensor 2,4 -Shape 2,1) -LearningRate 0.01).Finding.Length -gt 20
            $loaded = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -match '^LinRegPS|MathNet|Sylvan' }
            $loaded.Count
            $loaded.Location
            """);
        Assert.Equal((0, string.Empty), (child.ExitCode, child.Error));
        Assert.Equal(["1.9999996", "True", "True", "50x1", "True", "0.121038", "1.5708", "True", "12"], child.Lines[..9]);
        Assert.All(child.Lines[9..], path => Assert.StartsWith(installed, path));
    }

    [Theory]
    [InlineData("module/bin/dependencies/Sylvan.Data.Csv.dll", null, "LinRegPS.Delimited.dll needs Sylvan.Data.Csv.dll")]
    [InlineData("module/bin/LinRegPS.Engine.dll", "module/bin/Engine.dll", "needs module/bin/LinRegPS.Engine.dll")]
    [InlineData("en-US/LinRegPS.dll-Help.xml", null, "needs en-US/LinRegPS.dll-Help.xml")]
    [InlineData(null, "module/bin/LinRegPS.pdb", "LinRegPS.pdb does not belong")]
    [InlineData(null, "module/bin/LinRegPS.Engine.xml", "LinRegPS.Engine.xml does not belong")]
    [InlineData(null, "module/bin/notes.txt", "notes.txt tells of ")]
    public void WhatMustNotBePackedIsRefused(string? moved, string? to, string message)
    {
        string folder = CopyOfTheModule();
        string target = Path.Combine(folder, to ?? "../elsewhere");
        if (moved is null)
            File.WriteAllText(target, Repository.Find("LinRegPS.psd1"));
        else
            File.Move(Path.Combine(folder, moved), target);
        Refuses(folder, message);
    }

    [Fact]
    public void WhatLoadsOnOneKindOfMachineIsRefused()
    {
        // Any that is compiled ahead of time: .NET's own are.
        string folder = CopyOfTheModule();
        File.Copy(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "System.Linq.dll"), Path.Combine(folder, "module/bin/System.Linq.dll"));
        Refuses(folder, "System.Linq.dll is compiled ahead of time");
    }

    private static void Refuses(string folder, string message)
    {
        var child = Pwsh.Run("-File", "src/LinRegPS/Packaging/Pack.ps1", folder);
        Assert.NotEqual(0, child.ExitCode);
        Assert.Contains(message, string.Join(' ', child.Error.Split('\n').Select(line => line.TrimStart(' ', '|').TrimEnd())));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(folder)!, "*.nupkg"));
    }

    private string CopyOfTheModule()
    {
        string copy = Path.Combine(package.Root, $"{Guid.NewGuid():N}", "LinRegPS");
        foreach (string file in Directory.GetFiles(package.Module, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(copy, Path.GetRelativePath(package.Module, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        return copy;
    }
}
