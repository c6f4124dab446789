using LinRegPS.Files.Traces;

namespace LinRegPS.Files.Events;

/// <summary>Event files of TensorBoard: one, or those of a folder, which together are what one training has logged.</summary>
internal static class EventFile
{
    /// <summary>What each of them has in its name.</summary>
    public const string Mark = "tfevents";

    /// <summary>Whether a path is a folder, or is called as such files are.</summary>
    public static bool Is(string path) => Directory.Exists(path) || Path.GetFileName(path).Contains(Mark, StringComparison.OrdinalIgnoreCase);

    /// <summary>The event files of a folder, the oldest first.</summary>
    public static string[] Of(string folder) => [.. Directory.GetFiles(folder, $"*{Mark}*").Order(StringComparer.Ordinal)];

    /// <summary>What was logged.</summary>
    public static Log Read(string path, Action<string> warn)
    {
        string[] files = Directory.Exists(path) ? Of(path) : [path];
        if (files.Length == 0)
            throw FileErrors.NoEvents(path);
        var log = new EventLog(path, warn);
        foreach (string file in files)
        {
            SafeFile.Read(file, stream =>
            {
                log.Add(stream, file);
                return true;
            });
        }
        return log.ToLog();
    }

    /// <summary>The same of content that is open already.</summary>
    public static Log Read(Stream stream, string name, Action<string> warn)
    {
        var log = new EventLog(name, warn);
        log.Add(stream, name);
        return log.ToLog();
    }
}
