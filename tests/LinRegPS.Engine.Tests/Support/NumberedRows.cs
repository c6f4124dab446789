using LinRegPS.Data;

namespace LinRegPS.Engine.Tests.Support;

/// <summary>Rows of a tensor that count how many of them were read, from any thread.</summary>
internal sealed class NumberedRows(Tensor all) : StoredRows
{
    private readonly float[] _numbers = all.ToArray();
    private long _read;

    public override string Source => "memory";

    public override int Count => all.Shape[0];

    public override Shape RowShape { get; } = new([.. all.Shape.Skip(1)]);

    public override DType DType => DType.Float32;

    /// <summary>How many rows were read.</summary>
    public long RowsRead => Interlocked.Read(ref _read);

    public override void Read(int first, int count, Span<float> target)
    {
        Interlocked.Add(ref _read, count);
        _numbers.AsSpan(first * RowShape.Numel, count * RowShape.Numel).CopyTo(target);
    }

    public override void RequireUnchanged()
    {
    }
}
