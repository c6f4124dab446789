using System.Text;
using System.Text.Json;

namespace LinRegPS.Files;

/// <summary>Opens files so that whatever is wrong with them is one of our errors, and writes them so that they are whole or not there.</summary>
internal static class SafeFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>What is made of a file's content.</summary>
    public static T Read<T>(string path, Func<Stream, T> read)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);
            return Read(path, new InterruptibleStream(stream), read);
        }
        catch (Exception error) when (Unreadable(path, error) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>What is made of a file that stays open for it. Others may write it, which its readers notice.</summary>
    public static T Open<T>(string path, Func<FileStream, T> read)
    {
        FileStream? stream = null;
        try
        {
            // Without a buffer: a handle that is used by itself has no place of its own.
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return Read(path, stream, _ => read(stream));
        }
        catch (Exception error)
        {
            stream?.Dispose();
            if (Unreadable(path, error) is { } translated)
                throw translated;
            throw;
        }
    }

    /// <summary>The same of content that is open already.</summary>
    public static T Read<T>(string name, Stream stream, Func<Stream, T> read)
    {
        if (!stream.CanSeek)
            throw FileErrors.Bad(name, "it is no file of a known length");
        if (stream.Length == 0)
            throw FileErrors.Bad(name, "it is empty");
        try
        {
            return read(stream);
        }
        catch (Exception error) when (Explain(name, error) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>What comes of a file bit by bit, while it is open.</summary>
    public static IEnumerable<T> Each<T>(string path, Func<Stream, IEnumerable<T>> read)
    {
        using var stream = Open(path, stream => stream);
        using var items = read(stream).GetEnumerator();
        while (true)
        {
            try
            {
                if (!items.MoveNext())
                    yield break;
            }
            catch (Exception error) when ((Explain(path, error) ?? Unreadable(path, error)) is { } explained)
            {
                throw explained;
            }
            yield return items.Current;
        }
    }

    // Without its folder a file is not there; only who writes it makes the folder first.
    private static Exception? Unreadable(string path, Exception error) =>
        error is DirectoryNotFoundException ? FileErrors.NotFound(path) : Translate(path, error);

    private static Exception? Explain(string name, Exception error) => error switch
    {
        UnreadableException { Key: { } key } => FileErrors.NeedsKey(name, error.Message, key),
        UnreadableException => FileErrors.Bad(name, error.Message),
        EndOfStreamException => FileErrors.Bad(name, "it ends too early"),
        InvalidOperationException { InnerException: DecoderFallbackException } => FileErrors.Bad(name, "it is no UTF-8 text"),
        DecoderFallbackException => FileErrors.Bad(name, "it is no UTF-8 text; save it as UTF-8"),
        InvalidDataException or JsonException or NotSupportedException or ArgumentException or OverflowException => FileErrors.Bad(name, error.Message.TrimEnd('.')),
        _ => null,
    };

    /// <summary>
    /// Writes a file under a temporary name beside it, and gives it its own name when all of it is on the disk: a process that
    /// dies on the way leaves the old file as it was. What it has written goes when the file is written again.
    /// </summary>
    public static void Write(string path, bool overwrite, Action<Stream> write)
    {
        try
        {
            // A link stays one, and what it leads to gets the content, as other programs write through it.
            if (new FileInfo(path).LinkTarget is not null)
                path = File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
            if (Directory.Exists(path))
                throw FileErrors.Folder(path);
            if (IsPipeOrDevice(path))
                throw FileErrors.System(path, "it is a pipe or a device, which a file would replace. Name a file");
            if (!overwrite && File.Exists(path))
                throw FileErrors.Exists(path);
            // Before the writing: a disk may be full of them.
            TemporaryFile.DeleteAbandoned(path);
            string temporary = TemporaryFile.For(path);
            try
            {
                using (var stream = Create(path, temporary))
                {
                    write(new InterruptibleStream(stream));
                    stream.Flush(flushToDisk: true);
                }
                if (!overwrite && File.Exists(path))
                    throw FileErrors.Exists(path);
                File.Move(temporary, path, overwrite);
            }
            catch
            {
                File.Delete(temporary);
                throw;
            }
        }
        catch (Exception error) when (Translate(path, error) is { } translated)
        {
            throw translated;
        }
    }

    // A file that took the place of /dev/null would break every program. Devices can be sought in as files can, so they go by their folder.
    private static bool IsPipeOrDevice(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path))
            return false;
        if (path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal))
            return true;
        try
        {
            // A pipe that is opened for both does not wait for its other end.
            using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return !stream.CanSeek;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // Who may read a file may read what replaces it, and nobody else, not even while it is written.
    private static FileStream Create(string path, string temporary)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = BufferSize };
        if (OperatingSystem.IsWindows() || !File.Exists(path))
            return new FileStream(temporary, options);
        var mode = File.GetUnixFileMode(path);
        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var stream = new FileStream(temporary, options);
        try
        {
            File.SetUnixFileMode(stream.SafeFileHandle, mode);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A file system without permissions, as that of memory cards, has none to keep.
        }
        return stream;
    }

    /// <summary>What the system says of a file, as one of our errors; null where it is none of the system's.</summary>
    public static Exception? Translate(string path, Exception error) => error switch
    {
        FileNotFoundException => FileErrors.NotFound(path),
        DirectoryNotFoundException => Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))) ? FileErrors.NotFound(path) : FileErrors.NoFolder(path),
        UnauthorizedAccessException => Directory.Exists(path) ? FileErrors.Folder(path) : FileErrors.Denied(path),
        // The system's words, without the temporary name that .NET puts behind them.
        IOException => FileErrors.System(path, error.Message.Split(" : '")[0]),
        // What .NET makes of a file that becomes longer than the system or a limit allows (EFBIG).
        ArgumentOutOfRangeException { ParamName: "value", Source: "System.Private.CoreLib" } => FileErrors.System(path, error.Message.Split(" (Parameter")[0]),
        _ => null,
    };
}
