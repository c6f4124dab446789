namespace LinRegPS.Training;

// Rows in a file, and random orders of blocks of them.
public sealed partial class DataLoader
{
    // A disk reads so much at once about as fast as it reads all, and a pool of such blocks is 8 MB.
    private const int BlockBytes = 1 << 16;

    private readonly BlockOrder? _blocks;
    private readonly ReadAhead? _reader;

    /// <summary>The rows of a block that are read together; null where all rows are in memory and come in their own or any order.</summary>
    public int? BlockSize { get; }

    /// <summary>The shape of the input of all batches, with the number of rows first or, of rows in a file, 1.</summary>
    internal Shape InputShape => _input?.Shape ?? new([1, .. _data!.InputShape]);

    /// <summary>The shape of the target of all batches, as <see cref="InputShape"/> is.</summary>
    internal Shape TargetShape => _target?.Shape ?? new([1, .. _data!.TargetShape]);

    /// <summary>The data set where its rows are in a file; else null.</summary>
    internal DataSet? InFile => _data is { IsInFile: true } ? _data : null;

    /// <summary>The shapes in words.</summary>
    internal string Shapes => InFile is { InputRows: { } input, TargetRows: { } target } ? $"{input.ShapeText} and {target.ShapeText}" : $"{RawInput.Shape} and {RawTarget.Shape}";

    private int UsualBlockSize => Math.Max(BlockBytes / (sizeof(float) * Math.Max(_inputLength + _targetLength, 1)), 1);

    private ReadAhead NewReader(BlockOrder? order)
    {
        long rows = order?.PoolRows ?? Math.Min(Samples, (long)BlockSize!.Value * BlockOrder.PoolBlocks);
        return rows * Math.Max(_inputLength, _targetLength) <= Array.MaxLength
            ? new ReadAhead(_data!.InputRows!, _data.TargetRows!, order, BlockSize!.Value)
            : throw Errors.LargeBlocks(BlockSize!.Value, BlockOrder.PoolBlocks);
    }

    // Of a reader of their own: loops may run at the same time.
    private IEnumerable<Batch> StoredBatches()
    {
        var (input, target) = (_data!.InputRows!, _data.TargetRows!);
        if (IsWhole)
            throw Errors.BatchSizeNeeded(input);
        var order = _blocks is null ? null : new BlockOrder(Samples, _blocks.BlockSize);
        if (order is not null)
            order.Begin(_shuffle!.NextInt64());
        else if (_drawsAsTorch)
            Generator.Default.NextInt64();
        var reader = NewReader(order);
        reader.Begin();
        for (int batch = 0; batch < Count; batch++)
        {
            int first = batch * _size, count = Math.Min(_size, Samples - first);
            float[] inputs = new float[count * _inputLength], targets = new float[count * _targetLength];
            reader.Load(first, count, inputs, targets);
            yield return new Batch(input.ToTensor(inputs, count), target.ToTensor(targets, count));
        }
    }
}
