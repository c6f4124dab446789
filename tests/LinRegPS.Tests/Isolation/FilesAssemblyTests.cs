using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Isolation;

/// <summary>What reads and writes files is loaded when it is first asked for, and its parser in a context of the module's own.</summary>
public sealed class FilesAssemblyTests
{
    private const string Loaded = """

        foreach ($context in [Runtime.Loader.AssemblyLoadContext]::All) {
            foreach ($assembly in $context.Assemblies) {
                $name = $assembly.GetName().Name
                if ($name -in 'LinRegPS.Files', 'LinRegPS.Delimited', 'Sylvan.Data.Csv') { "$name in $($context.Name)" }
            }
        }

        """;

    [Fact]
    public void AnImportLoadsNoneOfItAndAnArrayNoParser()
    {
        var child = ChildProcess.RunAssembly(
            Repository.Program("tests/LinRegPS.Tests/OlderMathNet", "LinRegPS.Tests.OlderMathNet"), Repository.Manifest,
            $$"""
            $model = New-LinearModel 1 1
            $null = Invoke-Training $model (New-Tensor 1,2 -Shape 2,1) (New-Tensor 1,2 -Shape 2,1) 0.1 1
            {{Loaded}}
            'array'
            $file = [IO.Path]::GetTempPath() + "LinRegPS-$PID"
            New-Tensor (1,2),(3,4) | Export-Tensor "$file.npy" -Force
            $null = Import-Tensor "$file.npy"
            {{Loaded}}
            'table'
            New-Tensor (1,2),(3,4) | Export-Tensor "$file.csv" -Force
            $null = Import-Tensor "$file.csv"
            {{Loaded}}
            [IO.File]::Delete("$file.npy"); [IO.File]::Delete("$file.csv")
            """);
        Assert.Equal((0, string.Empty), (child.ExitCode, child.Error));
        int array = Array.IndexOf(child.Lines, "array"), table = Array.IndexOf(child.Lines, "table");
        Assert.Empty(child.Lines[..array]);
        Assert.Equal(["LinRegPS.Files in Default"], child.Lines[(array + 1)..table]);
        Assert.Equal(
            ["LinRegPS.Delimited in LinRegPS", "LinRegPS.Files in Default", "Sylvan.Data.Csv in LinRegPS"],
            child.Lines[(table + 1)..(table + 4)].Order(StringComparer.Ordinal));
    }
}
