namespace LinRegPS.Groups;

/// <summary>A group of one process, which needs nobody.</summary>
public sealed class SingleProcess : ProcessGroup
{
    /// <inheritdoc/>
    public override int Rank => 0;

    /// <inheritdoc/>
    public override int Size => 1;

    /// <inheritdoc/>
    protected internal override void AllGather(ReadOnlySpan<byte> mine, Span<byte> all) => mine.CopyTo(all);

    /// <inheritdoc/>
    protected internal override void AllToAll(ReadOnlySpan<byte> mine, Span<byte> received) => mine.CopyTo(received);

    /// <inheritdoc/>
    protected internal override void Broadcast(Span<byte> bytes, int root)
    {
    }
}
