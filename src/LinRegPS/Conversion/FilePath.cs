using System.Management.Automation;
using LinRegPS.Files;

namespace LinRegPS.Conversion;

/// <summary>Paths for .NET, whose current folder is not the session's.</summary>
internal static class FilePath
{
    /// <summary>The full path of a file, as it is: no character of its name is a wildcard.</summary>
    public static string For(SessionState session, string path)
    {
        try
        {
            string full = session.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.Name == "FileSystem" ? full : throw FileErrors.System(path, "it is not in the file system");
        }
        catch (SessionStateException error)
        {
            // A drive or a provider that does not exist.
            throw FileErrors.System(path, error.Message);
        }
    }
}
