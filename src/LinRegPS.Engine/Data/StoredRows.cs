namespace LinRegPS.Data;

/// <summary>Rows of numbers that are not in memory but where they are stored, and are read when they are needed, from any thread.</summary>
internal abstract class StoredRows
{
    /// <summary>What messages call the place where they are: a file.</summary>
    public abstract string Source { get; }

    /// <summary>The number of rows.</summary>
    public abstract int Count { get; }

    /// <summary>The shape of one of them.</summary>
    public abstract Shape RowShape { get; }

    /// <summary>What their elements are.</summary>
    public abstract DType DType { get; }

    /// <summary>The shape of all rows as text: there may be more elements than a tensor holds.</summary>
    public string ShapeText => $"[{string.Join(",", RowShape.Prepend(Count))}]";

    /// <summary>Reads rows that follow each other, as float32.</summary>
    /// <param name="first">The first of them, from 0.</param>
    /// <param name="count">How many.</param>
    /// <param name="target">Receives their elements.</param>
    public abstract void Read(int first, int count, Span<float> target);

    /// <summary>Refuses rows that were changed since they were opened.</summary>
    public abstract void RequireUnchanged();

    /// <summary>Rows that follow each other as a tensor of their own type; rows that were changed since they were opened are refused.</summary>
    public Tensor Load(int first, int count)
    {
        RequireUnchanged();
        var shape = ShapeOf(count);
        if (DType == DType.Float32)
        {
            var tensor = new Tensor(shape);
            Read(first, count, tensor.Data);
            return tensor;
        }
        float[] numbers = new float[shape.Numel];
        Read(first, count, numbers);
        return ToTensor(numbers, count);
    }

    /// <summary>Elements of rows, which were read, as a tensor of their own type.</summary>
    public Tensor ToTensor(float[] numbers, int count) => DType switch
    {
        DType.Int64 => Tensor.FromInt64(Array.ConvertAll(numbers, number => (long)number), [.. ShapeOf(count)]),
        DType.Bool => Tensor.FromBool(Array.ConvertAll(numbers, number => number != 0), [.. ShapeOf(count)]),
        _ => Tensor.From(numbers, [.. ShapeOf(count)]),
    };

    private Shape ShapeOf(int count) => new([count, .. RowShape]);
}

/// <summary>Some of the rows that are stored.</summary>
/// <param name="all">All of them.</param>
/// <param name="chosen">The numbers of those, from 0, in ascending order.</param>
internal sealed class ChosenRows(StoredRows all, int[] chosen) : StoredRows
{
    // What is read at once, with the rows between those that are chosen.
    private const int MostElements = 1 << 16;

    public override string Source => all.Source;

    public override int Count => chosen.Length;

    public override Shape RowShape => all.RowShape;

    public override DType DType => all.DType;

    public override void RequireUnchanged() => all.RequireUnchanged();

    public override void Read(int first, int count, Span<float> target)
    {
        int length = RowShape.Numel, most = Math.Max(MostElements / Math.Max(length, 1), 1);
        float[] near = [];
        for (int i = first, end; i < first + count; i = end)
        {
            int start = chosen[i];
            for (end = i + 1; end < first + count && chosen[end] - start < most; end++)
            {
            }
            var part = target.Slice((i - first) * length, (end - i) * length);
            int span = chosen[end - 1] - start + 1;
            if (span == end - i)
            {
                all.Read(start, span, part);
                continue;
            }
            if (near.Length == 0)
                near = new float[most * length];
            all.Read(start, span, near.AsSpan(0, span * length));
            for (int row = i; row < end; row++)
                near.AsSpan((chosen[row] - start) * length, length).CopyTo(part[((row - i) * length)..]);
        }
    }
}
