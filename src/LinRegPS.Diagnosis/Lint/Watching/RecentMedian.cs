namespace LinRegPS.Diagnosis.Lint.Watching;

/// <summary>The median of the last numbers, kept sorted so that each step costs next to nothing.</summary>
internal sealed class RecentMedian
{
    private const int Kept = 64, Enough = 3;
    private readonly Queue<double> _inTime = new();
    private readonly List<double> _sorted = [];

    /// <summary>Null where there were too few.</summary>
    public double? Median => _sorted.Count < Enough ? null : _sorted[_sorted.Count / 2];

    public void Add(double value)
    {
        if (_inTime.Count == Kept)
            _sorted.RemoveAt(_sorted.BinarySearch(_inTime.Dequeue()));
        _inTime.Enqueue(value);
        int place = _sorted.BinarySearch(value);
        _sorted.Insert(place < 0 ? ~place : place, value);
    }
}
