using LinRegPS.Data;

namespace LinRegPS.Training;

/// <summary>
/// Rows that are stored, in the order of an epoch: pool after pool is read, the next one on another thread while this one is used. There
/// is memory for two pools.
/// </summary>
internal sealed class ReadAhead
{
    // Where fewer bytes lie between rows that are wanted, a disk reads them all the same.
    private const int LeastSkipped = 4096;

    private readonly StoredRows _input, _target;
    private readonly BlockOrder? _order;
    private readonly int _poolRows, _inputLength, _targetLength;
    private Pool _current, _next;
    private Task? _reading;
    private int _ahead;

    /// <summary>Reads rows in a random order of blocks, or in their own where it is null.</summary>
    public ReadAhead(StoredRows input, StoredRows target, BlockOrder? order, int blockSize)
    {
        (_input, _target, _order) = (input, target, order);
        (_inputLength, _targetLength) = (input.RowShape.Numel, target.RowShape.Numel);
        _poolRows = order?.PoolRows ?? (int)Math.Min(input.Count, (long)blockSize * BlockOrder.PoolBlocks);
        (_current, _next) = (new(), new());
    }

    private int Pools => _order?.Pools ?? (int)(((long)_input.Count + _poolRows - 1) / _poolRows);

    /// <summary>Which rows are wanted of what is read from now on; all where null.</summary>
    public BatchShare? Share { get; set; }

    /// <summary>Begins an epoch.</summary>
    public void Begin()
    {
        Wait();
        _input.RequireUnchanged();
        _target.RequireUnchanged();
        _current.Number = -1;
    }

    /// <summary>The rows at places of the order.</summary>
    public void Load(int first, int count, Span<float> input, Span<float> target)
    {
        while (count > 0)
        {
            var pool = At(_order?.PoolAt(first) ?? first / _poolRows);
            int at = first - pool.First, some = Math.Min(count, pool.Count - at);
            if (pool.Share?.Has(first, first + some) == false)
                Read(pool, pool.Number, null);
            Move(pool.Input, _inputLength, at, some, ref input);
            Move(pool.Target, _targetLength, at, some, ref target);
            first += some;
            count -= some;
        }
    }

    private static void Move(float[] pool, int length, int at, int count, ref Span<float> target)
    {
        pool.AsSpan(at * length, count * length).CopyTo(target);
        target = target[(count * length)..];
    }

    private Pool At(int number)
    {
        if (_current.Number == number)
            return _current;
        if (_reading is not null && _ahead == number)
        {
            var reading = _reading;
            _reading = null;
            reading.GetAwaiter().GetResult();
        }
        else
        {
            Wait();
            Read(_next, number, Share);
        }
        (_current, _next) = (_next, _current);
        if (number + 1 < Pools)
        {
            var (pool, share) = (_next, Share);
            _ahead = number + 1;
            _reading = Task.Run(() => Read(pool, number + 1, share));
        }
        return _current;
    }

    // What went wrong with a pool that is not wanted any more does not matter.
    private void Wait()
    {
        if (_reading is null)
            return;
        Task.WaitAny(_reading);
        _ = _reading.Exception;
        _reading = null;
    }

    private void Read(Pool pool, int number, BatchShare? share)
    {
        pool.Number = -1;
        int first = _order?.Start(number) ?? number * _poolRows;
        (pool.First, pool.Count, pool.Share) = (first, (_order?.Start(number + 1) ?? Math.Min(first + _poolRows, _input.Count)) - first, share);
        pool.Allocate(_poolRows * _inputLength, _poolRows * _targetLength);
        bool[]? isWanted = share?.Places(first, first + pool.Count);
        if (_order is null)
        {
            Take(_input, first, pool.Count, isWanted, pool.Input);
            Take(_target, first, pool.Count, isWanted, pool.Target);
        }
        else
        {
            int[] places = _order.Places(number);
            Scatter(_input, _order.Read(number), places, isWanted, pool.Input);
            Scatter(_target, _order.Read(number), places, isWanted, pool.Target);
        }
        pool.Number = number;
    }

    // Rows in their order, each to its place.
    private static void Take(StoredRows rows, int first, int count, bool[]? isWanted, float[] pool)
    {
        int length = rows.RowShape.Numel;
        foreach (var (from, end) in Runs(count, isWanted is null ? null : i => isWanted[i], length))
            rows.Read(first + from, end - from, pool.AsSpan(from * length, (end - from) * length));
    }

    private void Scatter(StoredRows rows, IEnumerable<(int First, int Count)> blocks, int[] places, bool[]? isWanted, float[] pool)
    {
        int length = rows.RowShape.Numel, read = 0;
        float[] block = new float[_order!.BlockSize * length];
        foreach (var (first, count) in blocks)
        {
            int before = read;
            foreach (var (from, end) in Runs(count, isWanted is null ? null : i => isWanted[places[before + i]], length))
            {
                rows.Read(first + from, end - from, block.AsSpan(0, (end - from) * length));
                for (int i = from; i < end; i++)
                {
                    if (isWanted?[places[before + i]] != false)
                        block.AsSpan((i - from) * length, length).CopyTo(pool.AsSpan(places[before + i] * length));
                }
            }
            read += count;
        }
    }

    // From a wanted row to behind another: what is read at once. All at once where all are wanted.
    private static IEnumerable<(int From, int End)> Runs(int count, Func<int, bool>? isWanted, int length)
    {
        int most = LeastSkipped / (sizeof(float) * Math.Max(length, 1)), from = -1, end = 0;
        for (int i = 0; i < count; i++)
        {
            if (isWanted?.Invoke(i) == false)
                continue;
            if (from >= 0 && i - end > most)
            {
                yield return (from, end);
                from = -1;
            }
            (from, end) = (from < 0 ? i : from, i + 1);
        }
        if (from >= 0)
            yield return (from, end);
    }

    private sealed class Pool
    {
        public int Number { get; set; } = -1;

        public int First { get; set; }

        public int Count { get; set; }

        public BatchShare? Share { get; set; }

        public float[] Input { get; private set; } = [];

        public float[] Target { get; private set; } = [];

        public void Allocate(int input, int target)
        {
            if (Input.Length < input)
                Input = new float[input];
            if (Target.Length < target)
                Target = new float[target];
        }
    }
}
