using LinRegPS.Tests.Scripts;
using Xunit;

namespace LinRegPS.Tests.Packaging;

/// <summary>The package, made as a maintainer makes it, in a folder that goes again.</summary>
public sealed class Package : IDisposable
{
    // No build server stays behind.
    private static readonly Dictionary<string, string?> s_build = new() { ["MSBUILDDISABLENODEREUSE"] = "1" };

    public Package()
    {
        Directory.CreateDirectory(Root);
        var child = Pwsh.Run(s_build, "-File", "build.ps1", "-Task", "Pack", "-Destination", Root);
        Assert.True(child.ExitCode == 0, child.Output + child.Error);
    }

    /// <summary>What the package, and the other folders of a test, lie in. PSResourceGet takes no brackets.</summary>
    public string Root { get; } = Path.Combine(Path.GetTempPath(), $"LinRegPS package {Guid.NewGuid():N}");

    /// <summary>The module as an installation lays it out.</summary>
    public string Module => Path.Combine(Root, "LinRegPS");

    /// <summary>What the Gallery takes.</summary>
    public string Archive => Path.Combine(Root, $"LinRegPS.{ManifestTests.Newest.Version}.nupkg");

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
