using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Isolation;

/// <summary>What draws is loaded with the first picture, and nothing else with it.</summary>
public sealed class PlotsAssemblyTests
{
    private const string Loaded = """

        foreach ($assembly in [AppDomain]::CurrentDomain.GetAssemblies()) {
            $name = $assembly.GetName().Name
            if ($name -in 'LinRegPS.Plots', 'LinRegPS.Files', 'LinRegPS.Statistics', 'LinRegPS.Diagnosis', 'LinRegPS.Functions', 'LinRegPS.Distributions', 'LinRegPS.Delimited') { $name }
        }

        """;

    [Fact]
    public void AnImportLoadsNoneOfItAndACurveItAlone()
    {
        var child = ChildProcess.RunAssembly(
            Repository.Program("tests/LinRegPS.Tests/OlderMathNet", "LinRegPS.Tests.OlderMathNet"), Repository.Manifest,
            $$"""
            $null = New-LinearModel 1 1
            $before = @({{Loaded}})
            $before
            'curve'
            $null = Show-TrainingPlot 3, 2, 1
            @({{Loaded}}) | Where-Object { $_ -notin $before }
            """);
        Assert.Equal((0, string.Empty), (child.ExitCode, child.Error));
        int curve = Array.IndexOf(child.Lines, "curve");
        Assert.DoesNotContain("LinRegPS.Plots", child.Lines[..curve]);
        Assert.Equal(["LinRegPS.Plots"], child.Lines[(curve + 1)..].Where(line => line.StartsWith("LinRegPS.", StringComparison.Ordinal)));
    }
}
