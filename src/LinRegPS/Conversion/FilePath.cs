using System.Collections;
using System.Management.Automation;
using LinRegPS.Files;
using LinRegPS.Reporting;

namespace LinRegPS.Conversion;

/// <summary>Refuses what is no name of a file, where PowerShell would take its text for one: the tensor that is to be written, for instance.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FileNameAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = Wrapping.Unwrap(inputData);
        // In a name's place, so that binding goes on; told when the cmdlet begins.
        return value is Tensor or Module or PSCustomObject or (IEnumerable and not string) || IsOurs(value)
            ? Refused.Mark(new string('?', 1), name => CallErrors.NotAPath(name, value!)) : inputData!;
    }

    private static bool IsOurs(object? value) => value?.GetType().Namespace?.StartsWith(nameof(LinRegPS), StringComparison.Ordinal) == true;
}

/// <summary>Paths for .NET, whose current folder is not the session's.</summary>
internal static class FilePath
{
    /// <summary>The full path of a file, as it is: no character of its name is a wildcard.</summary>
    public static string For(SessionState session, string path)
    {
        // None has it, and .NET says so by an error of its own.
        if (path.Contains('\0'))
            throw FileErrors.System(path.Replace("\0", "\\0", StringComparison.Ordinal), "no name of a file has the character NUL");
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
