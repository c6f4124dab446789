using System.Diagnostics;

namespace LinRegPS.Training;

/// <summary>Makes a record of the first epoch, of each of a number's multiples, and of the last.</summary>
public sealed class TrainingRecorder : TrainingObserver
{
    private readonly int _every;
    private readonly IReadOnlyList<TrainingObserver> _reporting;
    private ModelParameter[] _parameters = [];
    private TrainingLoop? _loop;
    private Optimizer? _scheduled;
    private double? _rate;
    private long _start;
    private int _next, _last;

    /// <summary>Records every so many epochs.</summary>
    /// <param name="every">How many.</param>
    /// <param name="reporting">Who may add columns to a record.</param>
    /// <exception cref="InvalidValueException">A number below 1.</exception>
    public TrainingRecorder(int every = 1, IReadOnlyList<TrainingObserver>? reporting = null)
    {
        if (every < 1)
            throw Errors.NotPositive("LogEvery", every);
        (_every, _reporting) = (every, reporting ?? []);
    }

    /// <summary>The last record made.</summary>
    public TrainingRecord? Record { get; private set; }

    /// <inheritdoc/>
    public override TrainingEvents Listens => TrainingEvents.EpochEnded;

    /// <inheritdoc/>
    public override void TrainingBegins(TrainingLoop loop)
    {
        _parameters = [.. loop.Parameters.Select(TrainingRecord.Rename)];
        _loop = loop;
        (_start, _next, _last) = (Stopwatch.GetTimestamp(), loop.FirstEpoch, loop.LastEpoch);
        foreach (var observer in loop.Observers)
        {
            if (observer is ScheduleStepper)
                _scheduled = loop.Optimizer;
        }
        _rate = _scheduled is not null || loop.TellsRate ? loop.Optimizer.RateOf(0) : null;
    }

    /// <inheritdoc/>
    public override bool EpochEnded(int epoch, float loss)
    {
        bool due = epoch >= _next || epoch == _last || _loop!.IsStopping;
        if (due)
            MakeRecord(epoch, loss);
        // Schedules have stepped before this is told: the rate is that of the epoch to come.
        if (_scheduled is not null)
            _rate = _scheduled.RateOf(0);
        return due;
    }

    private void MakeRecord(int epoch, float loss)
    {
        // Beyond the largest epoch there is none to come.
        _next = (int)Math.Min(int.MaxValue, ((epoch / _every) + 1L) * _every);
        Record = new TrainingRecord(epoch, loss, Stopwatch.GetElapsedTime(_start), _parameters, _rate)
        {
            Columns = Reported(),
            Stopped = epoch == _last ? null : _loop!.StopReason,
        };
    }

    private List<RecordColumn> Reported()
    {
        var columns = new List<RecordColumn>();
        foreach (var observer in _reporting)
        {
            foreach (var column in observer.Columns)
                columns.Add(column);
        }
        return columns;
    }
}

/// <summary>Training that gives records.</summary>
public static class TrainingRecords
{
    /// <summary>Trains, giving a record for each logged epoch while it runs; see <see cref="TrainingLoop.Run"/>.</summary>
    /// <param name="loop">The training.</param>
    /// <param name="logEvery">Every how many epochs a record is made; the first and the last always are.</param>
    /// <param name="observers">Who else looks on; told of each epoch before its record is made.</param>
    /// <param name="cancellation">Ends training between two steps.</param>
    /// <param name="log">Is given each record before those observers that stand last are told of its epoch, and before the caller is given it.</param>
    /// <exception cref="InvalidValueException">A number of epochs, or a loss scale, that can't be used.</exception>
    public static IEnumerable<TrainingRecord> Records(
        this TrainingLoop loop, int logEvery = 1, IReadOnlyList<TrainingObserver>? observers = null, CancellationToken cancellation = default, Action<TrainingRecord>? log = null)
    {
        var recorder = new TrainingRecorder(logEvery, observers);
        var (all, last) = (new List<TrainingObserver>(), new List<TrainingObserver>());
        foreach (var observer in observers ?? [])
            (observer.StandsLast ? last : all).Add(observer);
        all.Add(recorder);
        if (log is not null)
            all.Add(new RecordLog(recorder, log));
        all.AddRange(last);
        return Take(loop.Run(all, cancellation), recorder);
    }

    // An observer of its own: where it throws, the record is given all the same.
    private sealed class RecordLog(TrainingRecorder recorder, Action<TrainingRecord> log) : TrainingObserver
    {
        public override TrainingEvents Listens => TrainingEvents.EpochEnded;

        public override bool EpochEnded(int epoch, float loss)
        {
            if (recorder.Record is { } record && record.Epoch == epoch)
                log(record);
            return false;
        }
    }

    // No query: it would be compiled while a first training waits.
    private static IEnumerable<TrainingRecord> Take(IEnumerable<int> epochs, TrainingRecorder recorder)
    {
        foreach (int _ in epochs)
            yield return recorder.Record!;
    }
}
