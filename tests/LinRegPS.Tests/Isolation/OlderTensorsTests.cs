using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Isolation;

/// <summary>Functions of tensors bring System.Numerics.Tensors; it stays out of everyone's way, and out of an import's.</summary>
public sealed class OlderTensorsTests
{
    private const string Train = """
        $records = Invoke-Training (New-LinearModel 1 1 -NoBias -Weight 0) (New-Tensor 1,2,3,4 -Shape 4,1) (New-Tensor 2,4,6,8 -Shape 4,1) 0.01 100
        "loss $($records[0].Loss), then epoch $($records[-1].Epoch)"

        """;

    private const string Trained = "loss 30, then epoch 100";

    // Its value and its derivative, 1 / (1 + x²).
    private const string ArcTangent = """
        $x = New-Tensor 1 -RequiresGrad
        $y = $x.Atan()
        $y.Backward()
        '{0:F6} {1}' -f $y.Item(), $x.Grad.Item()

        """;

    private const string Computed = "0.785398 0.5";

    private const string Loaded = """
        foreach ($context in [Runtime.Loader.AssemblyLoadContext]::All) {
            foreach ($assembly in $context.Assemblies) {
                $name = $assembly.GetName()
                if ($name.Name -in 'System.Numerics.Tensors', 'LinRegPS.Functions') { "$($name.Name) $($name.Version) in $($context.Name)" }
            }
        }

        """;

    private static readonly string[] s_both =
        ["System.Numerics.Tensors 9.0.0.19 Default", "System.Numerics.Tensors 11.0.0.0 LinRegPS", "11 11"];

    [Fact]
    public void ComputesBesideAnOlderSystemNumericsTensors()
    {
        var child = Child(ArcTangent + Train);
        Assert.Equal((0, string.Empty), (child.ExitCode, child.Error));
        Assert.Equal([Computed, Trained, .. s_both], child.Lines);
    }

    [Fact]
    public void ComputesAfterTheModuleIsRemovedAndImportedAgain()
    {
        string again = $"Remove-Module LinRegPS; Import-Module '{Repository.Manifest}'\n";
        var child = Child(again + ArcTangent + again + ArcTangent);
        Assert.Equal((0, string.Empty), (child.ExitCode, child.Error));
        Assert.Equal([Computed, Computed, .. s_both], child.Lines);
    }

    [Fact]
    public void NeitherAnImportNorATrainingLoadsAnyOfIt()
    {
        var child = Child(Train + Loaded + ArcTangent + Loaded);
        Assert.Equal((0, string.Empty), (child.ExitCode, child.Error));
        Assert.Equal([Trained, "System.Numerics.Tensors 9.0.0.19 in Default", Computed], child.Lines[..3]);
        Assert.Equal(
            ["LinRegPS.Functions 0.1.0.0 in LinRegPS", "System.Numerics.Tensors 11.0.0.0 in LinRegPS", "System.Numerics.Tensors 9.0.0.19 in Default"],
            child.Lines[3..^3].Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ShipsItsOwnAssembliesAndPrivateDependenciesAlone() => Assert.Equal(
        [
            "LinRegPS.Diagnosis.dll", "LinRegPS.Engine.dll", "LinRegPS.Files.dll", "LinRegPS.Kernels.dll", "LinRegPS.Mpi.dll", "LinRegPS.Plots.dll",
            "LinRegPS.Statistics.dll", "LinRegPS.dll",
            "dependencies/LinRegPS.Delimited.dll", "dependencies/LinRegPS.Distributions.dll", "dependencies/LinRegPS.Functions.dll",
            "dependencies/MathNet.Numerics.dll", "dependencies/Sylvan.Data.Csv.dll", "dependencies/System.Numerics.Tensors.dll",
        ],
        ShippedFiles()
            .Select(file => Path.GetRelativePath(Repository.Find("module/bin"), file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal));

    [Fact]
    public void NeedsNothingThatThePowerShellItRunsInLacks() => Assert.Equal(
        ["System.Management.Automation"],
        ShippedFiles()
            .SelectMany(References)
            .Where(name => !IsShipped(name) && !IsOfTheRuntime(name))
            .Distinct()
            .Order());

    private static ChildProcess Child(string script) => ChildProcess.RunAssembly(
        Repository.Program("tests/LinRegPS.Tests/OlderTensors", "LinRegPS.Tests.OlderTensors"), Repository.Manifest, script);

    private static string[] ShippedFiles() => Directory.GetFiles(Repository.Find("module/bin"), "*", SearchOption.AllDirectories);

    private static bool IsShipped(string name) => ShippedFiles().Any(file => Path.GetFileNameWithoutExtension(file) == name);

    private static bool IsOfTheRuntime(string name) =>
        File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, name + ".dll"));

    private static List<string> References(string assembly)
    {
        using var reader = new PEReader(File.OpenRead(assembly));
        var metadata = reader.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
