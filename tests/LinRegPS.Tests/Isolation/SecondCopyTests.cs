using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Isolation;

/// <summary>A second copy of the module in one session is told in words.</summary>
public sealed class SecondCopyTests
{
    [Fact]
    public void ACopyFromAnotherFolderSaysThatOneIsLoaded()
    {
        string folder = Directory.CreateTempSubdirectory("linreg-copy-").FullName;
        try
        {
            foreach (string part in (string[])["LinRegPS.psd1", "module", "en-US"])
                Copy(Path.Combine(Path.GetDirectoryName(Repository.Manifest)!, part), Path.Combine(folder, part));
            using var session = new ModuleSession();
            var errors = session.Attempt($"Import-Module '{folder}/LinRegPS.psd1'").Errors;
            Assert.Contains("LinRegPS is loaded already, from another folder", string.Join(' ', errors.Select(e => e.ToString())));
            Assert.Equal("[2] 1 2", session.Tensor("New-Tensor 1,2"));
            // The same one again is no matter.
            Assert.Empty(session.Attempt($"Import-Module '{Repository.Manifest}'; Import-Module '{Repository.Manifest}' -Force").Errors);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Copy(string from, string to)
    {
        if (File.Exists(from))
        {
            File.Copy(from, to);
            return;
        }
        Directory.CreateDirectory(to);
        foreach (string entry in Directory.EnumerateFileSystemEntries(from))
            Copy(entry, Path.Combine(to, Path.GetFileName(entry)));
    }
}
