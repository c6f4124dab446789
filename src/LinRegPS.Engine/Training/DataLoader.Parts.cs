namespace LinRegPS.Training;

// Parts of batches, of which several processes take each their own.
public sealed partial class DataLoader
{
    private bool _isPart;

    /// <summary>The rows of a batch, from 0.</summary>
    internal int RowsOf(int batch) => Math.Min(_size, Samples - (batch * _size));

    /// <summary>No more is read of a file than these parts of each batch, from 0; others can be gone to, at more cost.</summary>
    internal void TakeShare(int first, int end, int parts) => _reader?.Share = new(Samples, _size, first, end, parts);

    /// <summary>Goes to a part of a batch, both from 0: as many rows in each, or one more.</summary>
    /// <returns>Whether it has any.</returns>
    /// <exception cref="ShapeMismatchException">Not as many rows in the input as in the target, or no rows.</exception>
    /// <exception cref="InvalidValueException">The rows are in a file that can't be read any more.</exception>
    internal bool Load(int batch, int part, int parts)
    {
        if (InFile is null && (RawInput.Rank == 0 || RawTarget.Rank == 0 || RawTarget.Shape[0] != Samples))
            throw Errors.BatchRows(RawInput.Shape, RawTarget.Shape);
        if (InFile is null)
            (_inputLength, _targetLength) = (RawInput.Numel / Samples, RawTarget.Numel / Samples);
        int rows = RowsOf(batch), first = (int)((long)rows * part / parts), end = (int)((long)rows * (part + 1) / parts);
        (_first, _rows, _current, _isPart, _isYetToGather) = ((batch * _size) + first, end - first, null, true, false);
        _reader?.Load(_first, _rows, _inputRows, _targetRows);
        if (Transforms.Count > 0 && _rows > 0)
            _current = Transformed();
        else
            _isYetToGather = _shuffle is not null && _reader is null;
        return _rows > 0;
    }

    // Whether the rows of now are the data as they are.
    private bool IsUncut => IsWhole && !_isPart;

    private Tensor Uncut(Tensor data) => _isPart ? data.Narrow(0, _first, _rows) : data;
}
