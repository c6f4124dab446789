using System.Collections;

namespace LinRegPS.Training;

// As torch.utils.data.DataLoader: gone over in a loop, an epoch each time.
public sealed partial class DataLoader : IEnumerable<Batch>
{
    private readonly DataSet? _data;
    // Whether orders are drawn as torch's loader draws them, with numbers for what it needs besides.
    private readonly bool _drawsAsTorch;
    private Batch? _current, _all;

    /// <summary>Batches of a data set in the orders of PyTorch's DataLoader for the same seed.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="batchSize">The rows of a batch.</param>
    /// <param name="shuffle">Whether each epoch has a random order of its own.</param>
    /// <param name="generator">Where the orders come from; torch's global one where null.</param>
    /// <param name="dropLast">Whether to leave out a last batch of fewer rows.</param>
    /// <param name="blockSize">Of a random order the rows that lie together and stay near each other, as rows in a file do where it is null; all rows in memory may come anywhere then.</param>
    /// <exception cref="InvalidValueException">A batch or a block of less than one row, or a batch of more than there are where the last is left out.</exception>
    public DataLoader(DataSet data, int batchSize = 1, bool shuffle = false, Generator? generator = null, bool dropLast = false, int? blockSize = null)
        : this(data, batchSize, shuffle ? generator ?? Generator.Default : null, blockSize)
    {
        _drawsAsTorch = true;
        if (!dropLast)
            return;
        Count = Samples / batchSize;
        if (Count == 0)
            throw Errors.NoWholeBatch(batchSize, Samples);
    }

    /// <summary>Batches of a data set, or all of its rows as one.</summary>
    internal DataLoader(DataSet data, int? batchSize, Generator? shuffle, int? blockSize = null)
        : this(data, data.IsInFile ? null : data.Input, data.IsInFile ? null : data.Target, batchSize, shuffle, blockSize)
    {
    }

    /// <summary>What is done to each batch on its way, one after the other: transforms of torchvision.</summary>
    public IReadOnlyList<Func<Batch, Batch>> Transforms { get; init; } = [];

    /// <summary>What the columns and classes are called; null where the rows have no names.</summary>
    internal DataNames? Names { get => field ?? _data?.Names; init; }

    /// <summary>What the transforms are, in words, for what compares two trainings.</summary>
    internal IReadOnlyList<string> TransformTexts { get; init; } = [];

    /// <summary>The rows of all batches, and of one that is left out, as the transforms make them. Columns that these made have no names.</summary>
    internal DataSet Data => Transforms.Count == 0 ? Raw
        : Names is not { } names ? new DataSet(AllInput, AllTarget)
        : new DataSet(AllInput, AllTarget, AllInput.Shape.Equals(RawInput.Shape) ? names.Features : [], AllTarget.Shape.Equals(RawTarget.Shape) ? names.Targets : []) { ClassNames = names.ClassNames, IsScaled = true };

    private DataSet Raw => _data ?? new DataSet(RawInput, RawTarget);

    /// <summary>The batches of an epoch; each loop over them is a new one.</summary>
    public IEnumerator<Batch> GetEnumerator()
    {
        if (_data is { IsInFile: true })
        {
            foreach (var batch in StoredBatches())
                yield return Transformed(batch);
            yield break;
        }
        var data = Raw;
        int[] order = [.. Enumerable.Range(0, Samples)];
        if (_shuffle is not null)
            Draw(order);
        else if (_drawsAsTorch)
            Generator.Default.NextInt64();
        for (int batch = 0; batch < Count; batch++)
        {
            int first = batch * _size;
            var rows = data.Rows(order[first..Math.Min(first + _size, Samples)]);
            yield return Transformed(new Batch(rows.Input, rows.Target));
        }
        EndOrder();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => $"DataLoader({Samples} rows, {Count} batch{(Count == 1 ? "" : "es")} of {_size})";

    /// <summary>Whether a tensor is the batch's input or target, and not what something made of it.</summary>
    internal bool IsBatch(Tensor tensor, bool isTarget) => Transforms.Count > 0
        ? ReferenceEquals(tensor, isTarget ? Current.Target : Current.Input)
        : tensor.Data.SequenceEqual(isTarget ? TargetData : InputData);

    // Once for both of its tensors.
    private Batch Current => _current ??= Transformed();

    // Of those that look at the data as a whole, whose look changes no draw.
    private Batch All
    {
        get
        {
            if (_all is not null)
                return _all;
            byte[] draws = Generator.Default.GetState();
            _all = Transformed(new Batch(RawInput, RawTarget));
            Generator.Default.SetState(draws);
            return _all;
        }
    }

    // By the rows themselves: classes are whole numbers still.
    private Batch Transformed()
    {
        if (_data is { InputRows: { } input, TargetRows: { } target })
            return Transformed(new Batch(input.ToTensor(InputData.ToArray(), Rows), target.ToTensor(TargetData.ToArray(), Rows)));
        var rows = Raw.Rows(_shuffle is null ? [.. Enumerable.Range(_first, Rows)] : _order[_first..(_first + Rows)]);
        return Transformed(new Batch(rows.Input, rows.Target));
    }

    private Batch Transformed(Batch batch)
    {
        foreach (var transform in Transforms)
        {
            batch = transform(batch);
            if (batch.Input.Rank == 0 || batch.Target.Rank == 0 || batch.Input.Shape[0] != batch.Target.Shape[0])
                throw Errors.BatchRows(batch.Input.Shape, batch.Target.Shape);
        }
        return batch;
    }

    // PyTorch's loader first draws a seed for its workers, needed or not; where it has no generator of its own its sampler
    // draws another, for a generator of this epoch.
    private void Draw(int[] order)
    {
        var source = _shuffle!;
        if (_blocks is not null)
        {
            _blocks.Begin(source.NextInt64());
            if (order.Length > 0)
                _blocks.Fill(order);
            return;
        }
        if (_drawsAsTorch)
        {
            source.NextInt64();
            if (ReferenceEquals(source, Generator.Default))
                source = new Generator(source.NextInt64());
        }
        source.Source.FillPermutation(order);
    }

    // At the end of an order PyTorch's sampler looks for more in another, and takes nothing of it.
    private void EndOrder()
    {
        if (_drawsAsTorch && _blocks is null && _shuffle is not null && !ReferenceEquals(_shuffle, Generator.Default))
            _shuffle.Source.Discard(Math.Max(Samples - 1, 0));
    }
}

/// <summary>Some rows of the data, as a step takes them.</summary>
/// <param name="Input">What goes into the model, [rows, ...].</param>
/// <param name="Target">What it should give, [rows, ...].</param>
public sealed record Batch(Tensor Input, Tensor Target) : IComparable
{
    /// <summary>The number of rows.</summary>
    public int Rows => Input.Shape[0];

    /// <inheritdoc/>
    public override string ToString() => $"Batch(input {Input.Shape}, target {Target.Shape})";

    /// <summary>0 for the same numbers; else an order that says no more than that they differ.</summary>
    public int CompareTo(object? obj) => obj is Batch other
        ? ModelParameter.Compare([new("input", Input), new("target", Target)], [new("input", other.Input), new("target", other.Target)]) : 1;
}
