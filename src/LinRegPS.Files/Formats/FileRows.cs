using System.Runtime.InteropServices;
using LinRegPS.Data;
using Microsoft.Win32.SafeHandles;

namespace LinRegPS.Files.Formats;

/// <summary>
/// Rows of an array in an open file. They are read into memory of ours and not mapped: a mapped file that is cut short kills the process, and
/// reads as fast.
/// </summary>
internal sealed class FileRows : StoredRows
{
    private const int MostBytes = 1 << 20;

    private readonly string _path;
    // Kept, for it owns the handle.
    private readonly FileStream _stream;
    private readonly ElementKind _kind;
    private readonly bool _isBigEndian;
    private readonly long _start, _length;
    private readonly DateTime _written;

    /// <summary>Rows of these sizes, which are said where they are not those of the bytes.</summary>
    public FileRows(string path, FileStream stream, ElementKind kind, bool isBigEndian, IReadOnlyList<long> sizes, long start, long bytes)
    {
        (_path, _stream, _kind, _isBigEndian, _start) = (path, stream, kind, isBigEndian, start);
        (Count, RowShape) = StoredArray.RowsFor(sizes, kind, bytes);
        (_length, _written) = (RandomAccess.GetLength(Handle), File.GetLastWriteTimeUtc(Handle));
    }

    public override string Source => $"'{_path}'";

    public override int Count { get; }

    public override Shape RowShape { get; }

    public override DType DType => _kind switch
    {
        ElementKind.Bool => DType.Bool,
        ElementKind.Float16 or ElementKind.BFloat16 or ElementKind.Float32 or ElementKind.Float64 => DType.Float32,
        _ => DType.Int64,
    };

    public override void RequireUnchanged() => Guard(() =>
    {
        if (RandomAccess.GetLength(Handle) != _length)
            throw FileErrors.Shrunk(_path, _length, RandomAccess.GetLength(Handle));
        if (File.GetLastWriteTimeUtc(Handle) != _written)
            throw FileErrors.Changed(_path);
    });

    public override void Read(int first, int count, Span<float> target)
    {
        int length = RowShape.Numel, size = StoredArray.Size(_kind);
        target = target[..(count * length)];
        long at = _start + ((long)first * length * size);
        try
        {
            if (_kind == ElementKind.Float32 && !_isBigEndian)
            {
                ReadBytes(MemoryMarshal.AsBytes(target), at);
                return;
            }
            byte[] bytes = new byte[Math.Min(MostBytes, (long)target.Length * size)];
            for (int done = 0; done < target.Length;)
            {
                int some = Math.Min(bytes.Length / size, target.Length - done);
                var part = bytes.AsSpan(0, some * size);
                ReadBytes(part, at + ((long)done * size));
                StoredArray.ToFloats(part, _kind, _isBigEndian, target.Slice(done, some), (int)Math.Min(((long)first * length) + done, int.MaxValue));
                done += some;
            }
        }
        catch (UnreadableException error)
        {
            throw FileErrors.Bad(_path, error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.System(_path, error.Message);
        }
    }

    private SafeFileHandle Handle => _stream.SafeFileHandle;

    private void ReadBytes(Span<byte> bytes, long at)
    {
        while (bytes.Length > 0)
        {
            int read = RandomAccess.Read(Handle, bytes, at);
            if (read == 0)
                throw FileErrors.Shrunk(_path, _length, RandomAccess.GetLength(Handle));
            bytes = bytes[read..];
            at += read;
        }
    }

    private void Guard(Action check)
    {
        try
        {
            check();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.System(_path, error.Message);
        }
    }
}
