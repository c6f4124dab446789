using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Isolation;

/// <summary>The module brings nothing that could collide with another module's assemblies.</summary>
public sealed class OlderTensorsTests
{
    private static readonly string _train = """
        $records = Invoke-Training (New-LinearModel 1 1 -NoBias -Weight 0) (New-Tensor 1,2,3,4 -Shape 4,1) (New-Tensor 2,4,6,8 -Shape 4,1) 0.01 100
        "loss $($records[0].Loss), then epoch $($records[-1].Epoch)"
        """;

    [Fact]
    public void TrainsBesideAnOlderSystemNumericsTensors()
    {
        var child = ChildProcess.RunAssembly(
            Repository.Program("tests/LinRegPS.Tests/OlderTensors", "LinRegPS.Tests.OlderTensors"), Repository.Manifest, _train);
        Assert.Equal((0, string.Empty), (child.ExitCode, child.Error));
        Assert.Equal(["loss 30, then epoch 100", "System.Numerics.Tensors 9.0.0.19 Default 11 11"], child.Lines);
    }

    [Fact]
    public void ShipsItsOwnAssembliesAndPrivateDependenciesAlone() => Assert.Equal(
        [
            "LinRegPS.Diagnosis.dll", "LinRegPS.Engine.dll", "LinRegPS.Kernels.dll", "LinRegPS.Statistics.dll", "LinRegPS.dll",
            "dependencies/LinRegPS.Distributions.dll", "dependencies/MathNet.Numerics.dll",
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
