namespace LinRegPS.Tests.Hosting;

/// <summary>Where things are in the working tree that the tests were built from.</summary>
internal static class Repository
{
#if DEBUG
    public const string Configuration = "Debug";
#else
    public const string Configuration = "Release";
#endif

    private static readonly string s_root = FindRoot(AppContext.BaseDirectory);

    /// <summary>What is tested: the manifest as it stands after a build.</summary>
    public static string Manifest { get; } = Find("LinRegPS.psd1");

    /// <summary>A path from the repository's root.</summary>
    public static string Find(string path) => Path.Combine(s_root, path);

    /// <summary>The program that a project of the repository builds to, in the configuration of this test run.</summary>
    public static string Program(string projectFolder, string assembly) =>
        Find($"{projectFolder}/bin/{Configuration}/net10.0/{assembly}.dll");

    /// <summary>A path that the project file gives.</summary>
    public static string Setting(string name) => (string)AppContext.GetData(name)!;

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "LinRegPS.psd1"))
            ? folder
            : FindRoot(Path.GetDirectoryName(folder) ?? throw new FileNotFoundException("LinRegPS.psd1 is in no folder above the tests."));
}
