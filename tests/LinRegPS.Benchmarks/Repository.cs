namespace LinRegPS.Benchmarks;

/// <summary>Where things are.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The module's manifest.</summary>
    public static string Manifest => Path.Combine(Root, "LinRegPS.psd1");

    /// <summary>A file or folder of this project.</summary>
    public static string Benchmarks(params string[] path) => Path.Combine([Root, "tests", "LinRegPS.Benchmarks", .. path]);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LinRegPS.sln")))
                return folder.FullName;
        }
        throw new FileNotFoundException($"LinRegPS.sln is not in a folder above {AppContext.BaseDirectory}.");
    }
}
