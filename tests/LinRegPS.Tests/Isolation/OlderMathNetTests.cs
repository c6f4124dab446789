using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Isolation;

/// <summary>The regression statistics bring MathNet.Numerics; it stays out of everyone's way, and out of an import's.</summary>
public sealed class OlderMathNetTests
{
    private const string Loaded = """
        foreach ($context in [Runtime.Loader.AssemblyLoadContext]::All) {
            foreach ($assembly in $context.Assemblies) {
                $name = $assembly.GetName()
                if ($name.Name -in 'MathNet.Numerics', 'LinRegPS.Distributions') { "$($name.Name) in $($context.Name)" }
            }
        }
        """;

    // p of the slope of 1, 2, 4 on 1, 2, 3, where the t distribution has one degree of freedom.
    private const string Fit = "'{0:F6}' -f (Measure-LinearModel (1,2,3) (1,2,4)).Coefficient[1].PValue\n";

    private const string FittedP = "0.121038";

    [Fact]
    public void FitsBesideAnOlderMathNet()
    {
        var child = Child(Fit);
        Assert.Equal((0, string.Empty), (child.ExitCode, child.Error));
        Assert.Equal([FittedP, "MathNet.Numerics 4.15.0.0 Default", "MathNet.Numerics 5.0.0.0 LinRegPS", "True"], child.Lines);
    }

    [Fact]
    public void FitsAfterTheModuleIsRemovedAndImportedAgain()
    {
        // Once before anything was loaded, once after.
        string again = "Remove-Module LinRegPS; Import-Module '" + Repository.Manifest + "'\n";
        var child = Child(again + again + Fit + again + Fit);
        Assert.Equal((0, string.Empty), (child.ExitCode, child.Error));
        Assert.Equal([FittedP, FittedP], child.Lines[..2]);
    }

    [Fact]
    public void FitsInOneSessionAfterAnotherRemovedTheModule()
    {
        string other = $$"""
            $other = [powershell]::Create([initialsessionstate]::CreateDefault2())
            $null = $other.AddScript("Import-Module '{{Repository.Manifest}}'; Remove-Module LinRegPS").Invoke()
            if ($other.HadErrors) { $other.Streams.Error[0] }

            """;
        var child = Child(other + Fit);
        Assert.Equal((0, string.Empty), (child.ExitCode, child.Error));
        Assert.Equal(FittedP, child.Lines[0]);
    }

    [Fact]
    public void AnImportLoadsNoneOfIt()
    {
        var child = Child("$null = New-Tensor 1,2,3\n" + Loaded + "\n'fit'\n" + Fit + Loaded);
        Assert.Equal((0, string.Empty), (child.ExitCode, child.Error));
        int fit = Array.IndexOf(child.Lines, "fit");
        Assert.Equal(["MathNet.Numerics in Default"], child.Lines[..fit]);
        Assert.Equal(
            ["LinRegPS.Distributions in LinRegPS", "MathNet.Numerics in Default", "MathNet.Numerics in LinRegPS"],
            child.Lines[(fit + 2)..^3].Order(StringComparer.Ordinal));
    }

    private static ChildProcess Child(string script) => ChildProcess.RunAssembly(
        Repository.Program("tests/LinRegPS.Tests/OlderMathNet", "LinRegPS.Tests.OlderMathNet"), Repository.Manifest, script);
}
