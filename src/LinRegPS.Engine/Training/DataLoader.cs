using LinRegPS.Kernels.Rearrangement;

namespace LinRegPS.Training;

/// <summary>
/// The rows of the data, batch after batch: all at once, or some at a time in their order or a random one; torch's
/// DataLoader.
/// </summary>
public sealed partial class DataLoader
{
    private readonly int _size;
    private int _inputLength, _targetLength;
    private readonly Tensor? _input, _target;
    private readonly Generator? _shuffle;
    private readonly int[] _order = [];
    private readonly float[] _inputRows = [], _targetRows = [];
    private int _first, _rows;
    private bool _hasBegun, _isYetToGather;

    /// <summary>Batches of the rows of two tensors.</summary>
    /// <param name="input">What goes into a model, a row for each sample.</param>
    /// <param name="target">What should come out, a row for each sample.</param>
    /// <param name="batchSize">The rows of a batch, the last one smaller where it does not divide them; all rows where null.</param>
    /// <param name="shuffle">Where the random orders come from, a new one for each epoch; the rows in their order where null.</param>
    /// <exception cref="InvalidValueException">A batch of less than one row.</exception>
    /// <exception cref="ShapeMismatchException">There are batches, and not as many rows in the one as in the other.</exception>
    public DataLoader(Tensor input, Tensor target, int? batchSize = null, Generator? shuffle = null)
        : this(null, input, target, batchSize, shuffle, null)
    {
    }

    // Of a data set, or of tensors that need no rows where there are no batches.
    private DataLoader(DataSet? data, Tensor? input, Tensor? target, int? batchSize, Generator? shuffle, int? blockSize)
    {
        if (batchSize is < 1)
            throw Errors.NotPositive("BatchSize", batchSize.Value);
        if (blockSize is < 1)
            throw Errors.NotPositive("BlockSize", blockSize.Value);
        (_data, _input, _target, _shuffle) = (data, input, target, shuffle);
        bool isInFile = data is { IsInFile: true };
        Samples = isInFile ? data!.Count : input!.Rank == 0 ? 1 : input.Shape[0];
        _rows = _size = Math.Min(batchSize ?? Samples, Samples);
        IsWhole = batchSize is null && shuffle is null;
        Count = IsWhole || Samples == 0 ? 1 : (Samples + _size - 1) / _size;
        if (isInFile)
        {
            (_inputLength, _targetLength) = (data!.InputShape.Numel, data.TargetShape.Numel);
            BlockSize = Math.Min(blockSize ?? UsualBlockSize, Samples);
        }
        else if (IsWhole)
            return;
        else
        {
            if (input!.Rank == 0 || target!.Rank == 0 || target.Shape[0] != Samples)
                throw Errors.BatchRows(input.Shape, target!.Shape);
            (_inputLength, _targetLength) = Samples == 0 ? (0, 0) : (input.Numel / Samples, target.Numel / Samples);
            BlockSize = shuffle is not null && blockSize is { } size && Samples > 0 ? Math.Min(size, Samples) : null;
        }
        if (shuffle is not null && BlockSize is { } block)
            _blocks = new BlockOrder(Samples, block);
        if (isInFile && !IsWhole)
            _reader = NewReader(_blocks);
        if (shuffle is null && !isInFile)
            return;
        if (!isInFile)
            _order = new int[Samples];
        _inputRows = new float[IsWhole ? 0 : _size * _inputLength];
        _targetRows = new float[IsWhole ? 0 : _size * _targetLength];
    }

    /// <summary>The input of all batches; where there are transforms, as they make it of all rows at once.</summary>
    /// <exception cref="InvalidValueException">The rows are in a file.</exception>
    public Tensor AllInput => Transforms.Count == 0 ? RawInput : All.Input;

    /// <summary>The target of all batches; where there are transforms, as they make it of all rows at once.</summary>
    /// <exception cref="InvalidValueException">The rows are in a file.</exception>
    public Tensor AllTarget => Transforms.Count == 0 ? RawTarget : All.Target;

    /// <summary>The input of all batches before any transform.</summary>
    internal Tensor RawInput => _input ?? _data!.Input;

    /// <summary>The target of all batches before any transform.</summary>
    internal Tensor RawTarget => _target ?? _data!.Target;

    /// <summary>The number of rows.</summary>
    public int Samples { get; }

    /// <summary>The number of batches in an epoch.</summary>
    public int Count { get; private init; }

    /// <summary>The number of rows in its batches: all, but for a last batch that is left out.</summary>
    internal int RowsOfEpoch => (int)Math.Min(Samples, (long)Count * _size);

    /// <summary>The rows of the batch.</summary>
    public int Rows => _rows;

    /// <summary>The batch's input; a new tensor where it is a part of the data.</summary>
    /// <exception cref="InvalidValueException">All rows of a file are to be a batch.</exception>
    public Tensor Input => Transforms.Count > 0 ? Current.Input : IsWhole ? Uncut(RawInput) : Copy(InputShape, InputData);

    /// <summary>The batch's target; a new tensor where it is a part of the data.</summary>
    /// <exception cref="InvalidValueException">All rows of a file are to be a batch.</exception>
    public Tensor Target => Transforms.Count > 0 ? Current.Target : IsWhole ? Uncut(RawTarget) : Copy(TargetShape, TargetData);

    /// <summary>Whether the one batch is the data as they are.</summary>
    internal bool IsWhole { get; }

    /// <summary>Whether the data themselves are to be given gradients, which is for the graph alone to do.</summary>
    internal bool RequiresGrad => _input is { RequiresGrad: true } || _target is { RequiresGrad: true };

    /// <summary>The elements of the batch's input.</summary>
    internal ReadOnlySpan<float> InputData => IsUncut ? RawInput.Data : Part(_input, _inputRows, _inputLength);

    /// <summary>The elements of the batch's target.</summary>
    internal ReadOnlySpan<float> TargetData => IsUncut ? RawTarget.Data : Part(_target, _targetRows, _targetLength);

    /// <summary>The input of the batch that follows where it lies behind this one, to prefetch; else nothing.</summary>
    internal RowPrefetcher NextInput
    {
        get
        {
            if (IsWhole || _isPart || _input is null)
                return default;
            int next = _first + _size, count = Math.Min(_size, Samples - next);
            return _shuffle is null && count > 0 ? new(_input.Data.Slice(next * _inputLength, count * _inputLength)) : default;
        }
    }

    /// <summary>Whether the batch's rows lie where its order says, and nobody has asked for them yet in one piece.</summary>
    internal bool IsYetToGather => _isYetToGather;

    /// <summary>The batch's rows in that order, and behind them the next.</summary>
    internal ReadOnlySpan<int> OrderOfRows => _order.AsSpan(_first);

    /// <summary>Begins an epoch: a random order is torch.randperm's, but of blocks.</summary>
    /// <exception cref="InvalidValueException">The rows are in a file that was changed, or a step is to take all of them.</exception>
    public void Begin()
    {
        _all = null;
        if (_reader is not null)
            _reader.Begin();
        else if (_data is { IsInFile: true })
            throw Errors.BatchSizeNeeded(_data.InputRows!);
        if (_shuffle is null)
            return;
        if (_hasBegun)
            EndOrder();
        _hasBegun = true;
        Draw(_order);
    }

    /// <summary>Whether it has drawn an order, which it has still.</summary>
    internal bool HasBegun => _hasBegun;

    /// <summary>Draws the orders of epochs that were run before, so that the next is the one after them; one that has begun is there already.</summary>
    internal void Skip(int epochs, CancellationToken cancellation)
    {
        for (int epoch = _hasBegun ? epochs : 0; _shuffle is not null && epoch < epochs && !cancellation.IsCancellationRequested; epoch++)
            Begin();
    }

    /// <summary>Goes to a batch, from 0; its transforms are done once, here.</summary>
    /// <exception cref="InvalidValueException">The rows are in a file that can't be read any more.</exception>
    public void Load(int batch)
    {
        (_first, _rows, _current, _isPart, _isYetToGather) = (batch * _size, RowsOf(batch), null, false, false);
        _reader?.Share = null;
        _reader?.Load(_first, Rows, _inputRows, _targetRows);
        if (Transforms.Count > 0)
            _current = Transformed();
        _isYetToGather = _shuffle is not null && _reader is null && Transforms.Count == 0;
    }

    private ReadOnlySpan<float> Part(Tensor? data, float[] gathered, int length)
    {
        if (_shuffle is null && data is not null)
            return data.Data.Slice(_first * length, Rows * length);
        if (_isYetToGather)
            Gather();
        return gathered.AsSpan(0, Rows * length);
    }

    private void Gather()
    {
        _isYetToGather = false;
        RowGather.Gather(RawInput.Data, _inputLength, OrderOfRows, Rows, _inputRows);
        RowGather.Gather(RawTarget.Data, _targetLength, OrderOfRows, Rows, _targetRows);
    }

    private Tensor Copy(Shape shape, ReadOnlySpan<float> rows)
    {
        var copy = new Tensor(shape.With(0, Rows));
        rows.CopyTo(copy.Data);
        return copy;
    }
}
