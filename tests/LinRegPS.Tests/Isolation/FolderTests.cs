using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Isolation;

/// <summary>The module may lie in any folder, one with wildcard characters or blanks in its name among them.</summary>
public sealed class FolderTests
{
    [Theory]
    [InlineData("a[1]")]
    [InlineData("b [old] copy")]
    [InlineData("c 'quoted'")]
    public void TheModuleWorksFromThere(string name)
    {
        string folder = Path.Combine(Path.GetTempPath(), $"LinRegPS {Guid.NewGuid():N}");
        try
        {
            string module = Path.Combine(folder, name);
            Copy(Repository.Find("module"), Path.Combine(module, "module"));
            File.Copy(Repository.Manifest, Path.Combine(module, "LinRegPS.psd1"));
            // An import, types, a private assembly, and a view.
            var child = ChildProcess.RunAssembly(
                Repository.Program("tests/LinRegPS.Tests/OlderMathNet", "LinRegPS.Tests.OlderMathNet"), Path.Combine(module, "LinRegPS.psd1"),
                "\"$([LinRegPS.Tensor](1,2))\"\n$fit = Measure-LinearModel (1,2,3) (1,2,4)\n'{0:F6}' -f $fit.Coefficient[1].PValue\n\"$($fit.Predict(4).Fitted)\"");
            Assert.Equal((0, string.Empty), (child.ExitCode, child.Error));
            Assert.Equal(["tensor([1., 2.])", "0.121038"], child.Lines[..2]);
            Assert.StartsWith("5.33333", child.Lines[2]);
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (string folder in Directory.GetDirectories(from))
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
