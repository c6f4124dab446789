using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Computation graphs to files.</summary>
public sealed class GraphFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("LinRegPS graphs").FullName;
    private readonly ModuleSession _session = new();

    public GraphFileTests()
    {
        _session["folder"] = _folder;
        _session.Run("Set-Location -LiteralPath $folder; $w = New-Tensor 3 -RequiresGrad; $y = ($w * 2).Exp()");
    }

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void TheExtensionTellsTheLanguage() => Assert.Equal(["flowchart TD", "```mermaid", "digraph computation {", "digraph computation {"], _session.Run("""
        foreach ($name in 'a.mmd', 'a.md', 'a.dot', 'a.GV') { Export-ComputationGraph $name $y -Name @{ w = $w }; (Get-Content $name)[0] }
        """));

    [Fact]
    public void AFileIsKeptUnlessForcedAndNothingIsLeftBehind()
    {
        Assert.Equal(["LinRegPS.FileExists", "old", "a.mmd", "LinRegPS.UnknownFormat", "LinRegPS.FileUnusable"], _session.Run("""
            'old' | Set-Content a.mmd
            try { $y | Export-ComputationGraph a.mmd -ErrorAction Stop } catch { $_.Exception.ErrorId }
            $y | Export-ComputationGraph a.mmd -Force -WhatIf
            Get-Content a.mmd
            (Export-ComputationGraph a.mmd $y -Force -PassThru).Name
            try { Export-ComputationGraph a.png $y } catch { $_.Exception.ErrorId }
            try { Export-ComputationGraph missing/a.dot $y } catch { $_.Exception.ErrorId }
            """));
        Assert.Equal(["a.mmd"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }
}
