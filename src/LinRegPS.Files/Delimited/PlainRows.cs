using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace LinRegPS.Files.Delimited;

/// <summary>Blocks of rows in the order of a file, each made by whichever of some threads was free. There are a few at a time.</summary>
internal sealed class PlainRows
{
    /// <summary>The bytes of a block.</summary>
    public const int Block = 1 << 18;

    private readonly PlainLines _lines;
    private readonly CancellationToken _cancellation;
    private readonly object _gate = new();
    private readonly Stack<NumberRows> _empty = [];
    private readonly Dictionary<int, NumberRows> _full = [];
    private int _working;
    private bool _isStopped;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Blocks of lines.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="threads">How many threads make numbers of them.</param>
    /// <param name="make">Makes a block that is to be read.</param>
    /// <param name="cancellation">Ends it.</param>
    public PlainRows(PlainLines lines, int threads, Func<NumberRows> make, CancellationToken cancellation)
    {
        (_lines, _working, _cancellation) = (lines, threads, cancellation);
        // One for who has been given it, and one that waits.
        for (int i = 0; i < threads + 2; i++)
            _empty.Push(make());
    }

    /// <summary>Reads them; each is the caller's until it asks for the next. Nothing reads on when the caller has had enough.</summary>
    public IEnumerable<NumberRows> Read()
    {
        var threads = new Task[_working];
        for (int i = 0; i < threads.Length; i++)
            threads[i] = Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            for (int next = 0; TryTake(next, out var rows); next++)
            {
                yield return rows;
                if (rows.Error is { } error)
                    throw error;
                lock (_gate)
                {
                    _empty.Push(rows);
                    Monitor.PulseAll(_gate);
                }
            }
        }
        finally
        {
            lock (_gate)
            {
                _isStopped = true;
                Monitor.PulseAll(_gate);
            }
            _lines.Stop();
            Task.WaitAll(threads, CancellationToken.None);
        }
    }

    // What went wrong with a block is told when those before it have been given.
    private bool TryTake(int block, [NotNullWhen(true)] out NumberRows? rows)
    {
        lock (_gate)
        {
            while (!_full.Remove(block, out rows) && _working > 0)
                Monitor.Wait(_gate);
            if (rows is null)
                _failure?.Throw();
            return rows is not null;
        }
    }

    private void Work()
    {
        ExceptionDispatchInfo? failure = null;
        try
        {
            while (Empty() is { } rows && rows.Read(_lines))
            {
                _cancellation.ThrowIfCancellationRequested();
                lock (_gate)
                {
                    _full.Add(rows.Block, rows);
                    Monitor.PulseAll(_gate);
                }
            }
        }
        catch (Exception error)
        {
            failure = ExceptionDispatchInfo.Capture(error);
            _lines.Stop();
        }
        lock (_gate)
        {
            _failure ??= failure;
            // Who waits to read on waits for the caller, who waits for this block.
            _isStopped |= failure is not null;
            _working--;
            Monitor.PulseAll(_gate);
        }
    }

    private NumberRows? Empty()
    {
        lock (_gate)
        {
            while (_empty.Count == 0 && !_isStopped)
                Monitor.Wait(_gate);
            return _isStopped ? null : _empty.Pop();
        }
    }
}
