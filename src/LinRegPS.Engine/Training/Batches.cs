using LinRegPS.Kernels.Rearrangement;

namespace LinRegPS;

/// <summary>The rows of the data, batch after batch: all at once, or some at a time in their order or a random one.</summary>
internal sealed class Batches
{
    private readonly Tensor _input, _target;
    private readonly int _rows, _inputLength, _targetLength;
    private readonly Generator? _shuffle;
    private readonly int[] _order = [];
    private readonly float[] _inputRows = [], _targetRows = [];
    private readonly int _size;
    private int _first;

    /// <summary>Batches of a size, the last one smaller where it does not divide the rows; of all rows where it is null.</summary>
    public Batches(Tensor input, Tensor target, int? size, Generator? shuffle)
    {
        (_input, _target, _shuffle) = (input, target, shuffle);
        _rows = input.Rank == 0 ? 1 : input.Shape[0];
        _size = Math.Min(size ?? _rows, _rows);
        IsWhole = size is null && shuffle is null;
        if (IsWhole)
            return;
        if (input.Rank == 0 || target.Rank == 0 || target.Shape[0] != _rows)
            throw Errors.BatchRows(input.Shape, target.Shape);
        (_inputLength, _targetLength) = (input.Numel / _rows, target.Numel / _rows);
        if (shuffle is null)
            return;
        _order = new int[_rows];
        _inputRows = new float[_size * _inputLength];
        _targetRows = new float[_size * _targetLength];
    }

    /// <summary>Whether the one batch is the data as they are.</summary>
    public bool IsWhole { get; }

    /// <summary>The number of batches.</summary>
    public int Count => (_rows + _size - 1) / _size;

    /// <summary>The rows of the batch.</summary>
    public int Rows => Math.Min(_size, _rows - _first);

    /// <summary>The elements of the batch's input.</summary>
    public ReadOnlySpan<float> InputData => IsWhole ? _input.Data : Part(_input, _inputRows, _inputLength);

    /// <summary>The elements of the batch's target.</summary>
    public ReadOnlySpan<float> TargetData => IsWhole ? _target.Data : Part(_target, _targetRows, _targetLength);

    /// <summary>The batch's input; a new tensor where it is a part of the data.</summary>
    public Tensor Input => IsWhole ? _input : Copy(_input, InputData);

    /// <summary>The batch's target; a new tensor where it is a part of the data.</summary>
    public Tensor Target => IsWhole ? _target : Copy(_target, TargetData);

    /// <summary>The input of the batch that follows where it lies behind this one; else nothing.</summary>
    public RowPrefetcher NextInput
    {
        get
        {
            int next = _first + _size, count = Math.Min(_size, _rows - next);
            return _shuffle is null && count > 0 ? new(_input.Data.Slice(next * _inputLength, count * _inputLength)) : default;
        }
    }

    /// <summary>Begins an epoch: the order is torch.randperm's.</summary>
    public void Shuffle() => _shuffle?.Source.FillPermutation(_order);

    /// <summary>Goes to a batch, from 0.</summary>
    public void Load(int batch)
    {
        _first = batch * _size;
        if (_shuffle is null)
            return;
        var order = _order.AsSpan(_first);
        RowGather.Gather(_input.Data, _inputLength, order, Rows, _inputRows);
        RowGather.Gather(_target.Data, _targetLength, order, Rows, _targetRows);
    }

    private ReadOnlySpan<float> Part(Tensor data, float[] gathered, int length) =>
        _shuffle is null ? data.Data.Slice(_first * length, Rows * length) : gathered.AsSpan(0, Rows * length);

    private Tensor Copy(Tensor data, ReadOnlySpan<float> rows)
    {
        var copy = new Tensor(data.Shape.With(0, Rows));
        rows.CopyTo(copy.Data);
        return copy;
    }
}
