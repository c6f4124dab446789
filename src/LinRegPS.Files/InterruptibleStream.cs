using LinRegPS.Kernels.Threading;

namespace LinRegPS.Files;

/// <summary>A stream that is read and written in parts of 4 MB at most, between which the work may be ended.</summary>
internal sealed class InterruptibleStream(Stream inner) : Stream
{
    private const int Part = 1 << 22;

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => inner.CanSeek;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => inner.Length;

    public override long Position { get => inner.Position; set => inner.Position = value; }

    public override int Read(Span<byte> buffer)
    {
        Interruption.CheckLong();
        return inner.Read(buffer[..Math.Min(buffer.Length, Part)]);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int ReadByte() => inner.ReadByte();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        for (; buffer.Length > Part; buffer = buffer[Part..])
        {
            Interruption.CheckLong();
            inner.Write(buffer[..Part]);
        }
        Interruption.CheckLong();
        inner.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void WriteByte(byte value) => inner.WriteByte(value);

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void SetLength(long value) => inner.SetLength(value);

    public override void Flush() => inner.Flush();
}
