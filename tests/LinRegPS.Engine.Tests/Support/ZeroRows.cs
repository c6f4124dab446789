using LinRegPS.Data;

namespace LinRegPS.Engine.Tests.Support;

/// <summary>Rows of zeros that are nowhere.</summary>
internal sealed class ZeroRows(int count, params int[] row) : StoredRows
{
    public override string Source => "nowhere";

    public override int Count => count;

    public override Shape RowShape { get; } = new(row);

    public override DType DType => DType.Float32;

    public override void Read(int first, int rows, Span<float> target) => target[..(rows * RowShape.Numel)].Clear();

    public override void RequireUnchanged()
    {
    }
}
