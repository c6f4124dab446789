using System.Diagnostics;
using System.Globalization;

namespace LinRegPS.Files;

/// <summary>The names of files that are being written: hidden, beside the file, with the process that writes them.</summary>
internal static class TemporaryFile
{
    private const string Extension = ".tmp";

    /// <summary>A name that nobody has.</summary>
    public static string For(string path) =>
        Path.Combine(Folder(path), string.Create(CultureInfo.InvariantCulture, $"{Prefix(path)}{Environment.ProcessId}.{Guid.NewGuid():N}{Extension}"));

    /// <summary>Deletes what processes that are no more have left of a file. What can't be deleted stays, and is no error.</summary>
    public static void DeleteAbandoned(string path)
    {
        try
        {
            foreach (string file in Directory.EnumerateFiles(Folder(path), "*" + Extension))
            {
                if (WriterOf(Path.GetFileName(file), Prefix(path)) is { } process && !IsRunning(process))
                    Delete(file);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static int? WriterOf(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && name[prefix.Length..].Split('.') is [var process, var unique, _]
            && Guid.TryParseExact(unique, "N", out _) && int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : null;

    private static string Folder(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;

    private static string Prefix(string path) => $".{Path.GetFileName(path)}.";

    private static bool IsRunning(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    // The process may be another machine's or container's: then the file is locked, and opening it fails.
    private static void Delete(string file)
    {
        try
        {
            using var abandoned = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }
}
