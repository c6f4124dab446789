using System.Collections;
using LinRegPS.Training;

namespace LinRegPS.Files.Models;

/// <summary>
/// Writes a file as a training goes on, from which the same training goes on with the bits that it would have had: what a
/// <see cref="Checkpoint"/> has, the order of the rows, what early stopping has seen, and how the training was set up, by which
/// another one is refused.
/// </summary>
public sealed class TrainingCheckpoint : TrainingObserver
{
    private const string TrainingKey = "training", SettingsKey = "settings", ScheduleKey = "schedule", DrawsKey = "draws", StoppingKey = "stopping", EndedKey = "ended";
    private readonly string _path;
    private readonly int _every;
    private readonly TrainingLoop _loop;
    private readonly EarlyStopping? _stopping;
    private readonly LearningRateSchedule? _schedule;
    private readonly OrderedDictionary<string, string> _settings;
    private IDictionary? _stoppingState;
    private bool _goesOn;

    /// <summary>Checkpoints of a training that is set up, and not yet begun.</summary>
    /// <param name="path">The file.</param>
    /// <param name="every">After every how many epochs it is written; it is at the end, too.</param>
    /// <param name="loop">The training.</param>
    /// <param name="observers">Who looks on at it besides.</param>
    /// <exception cref="InvalidValueException">A number below 1.</exception>
    public TrainingCheckpoint(string path, int every, TrainingLoop loop, IReadOnlyList<TrainingObserver> observers)
    {
        if (every < 1)
            throw Errors.NotPositive("CheckpointEvery", every);
        (_path, _every, _loop) = (path, every, loop);
        _stopping = observers.OfType<EarlyStopping>().FirstOrDefault();
        _schedule = loop.Observers.OfType<ScheduleStepper>().FirstOrDefault()?.Schedule;
        _settings = TrainingSettings.Of(loop, _schedule, _stopping, observers.OfType<Validation>().FirstOrDefault()?.Data);
    }

    /// <summary>The last epoch that is in the file.</summary>
    public int SavedEpoch { get; private set; }

    /// <summary>Whether it writes; of several processes that train together one does.</summary>
    public bool Writes { get; init; } = true;

    /// <inheritdoc/>
    public override TrainingEvents Listens => TrainingEvents.EpochEnded;

    /// <inheritdoc/>
    /// <remarks>An epoch that is in the file is trained no more: whoever tells of it must have done so.</remarks>
    public override bool StandsLast => true;

    /// <summary>Refuses a file that is there already: another training may be in it.</summary>
    /// <exception cref="InvalidValueException">There is one.</exception>
    public void RequireNew()
    {
        if (Writes && File.Exists(_path))
            throw FileErrors.Exists(_path);
    }

    /// <summary>Puts the training to where it was when the file was written, so that it runs the epochs that are left.</summary>
    /// <returns>Whether there are any.</returns>
    /// <exception cref="InvalidValueException">The file can't be read, or is of another training; nothing is changed then.</exception>
    public bool Resume() => Resume(Checkpoint.Read(_path));

    /// <summary>The same of the file's bytes, which another process may have read.</summary>
    /// <param name="file">All bytes of the file.</param>
    /// <returns>Whether any epochs are left.</returns>
    /// <exception cref="InvalidValueException">They are no checkpoint, or of another training; nothing is changed then.</exception>
    public bool Resume(byte[] file) => Resume(Checkpoint.Read(_path, new MemoryStream(file)));

    private bool Resume(OrderedDictionary<string, object?> state)
    {
        var training = state.TryGetValue(TrainingKey, out object? value) && value is IDictionary found ? found
            : throw FileErrors.Checkpoint(_path, "it does not say how its training was set up");
        if (training[SettingsKey] is not IDictionary settings || training[EndedKey] is not bool ended || training[DrawsKey] is not (null or byte[]))
            throw FileErrors.Bad(_path, "its training is not as this project writes it");
        if (TrainingSettings.Differences(settings, _settings) is { Count: > 0 } differences)
            throw FileErrors.OtherTraining(_path, differences);
        _stoppingState = training[StoppingKey] as IDictionary;
        SavedEpoch = Checkpoint.Restore(_path, state, _loop.Model, _loop.Optimizer, _schedule, () =>
        {
            // Its settings are in no state: of the same ones, the same has come of it.
            if (training[ScheduleKey] as string != TrainingSettings.Fields(_schedule))
                throw FileErrors.OtherTraining(_path, [$"another {_schedule?.GetType().Name}, as it is set up or long"]);
            _loop.Data.GoOn(training[DrawsKey] as byte[]);
        });
        _goesOn = true;
        bool isLeft = !ended && SavedEpoch < _loop.LastEpoch;
        if (isLeft)
        {
            _loop.GoOn(SavedEpoch);
            return true;
        }
        _stopping?.TrainingBegins(_loop);
        RestoreStopping();
        return false;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidValueException">The file can't be written.</exception>
    public override void TrainingBegins(TrainingLoop loop)
    {
        if (_goesOn)
            RestoreStopping();
        // At once: what can't be written is known before the first epoch rather than after hours.
        else if (loop.FirstEpoch == 1)
            Save(0);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidValueException">The file can't be written.</exception>
    public override bool EpochEnded(int epoch, float loss)
    {
        if (epoch % _every == 0 || epoch == _loop.LastEpoch || _loop.IsStopping)
            Save(epoch);
        return false;
    }

    private void RestoreStopping()
    {
        if (_stopping is not null && _stoppingState is not null)
            _stopping.LoadStateDict(_stoppingState);
    }

    private void Save(int epoch)
    {
        if (!Writes)
            return;
        var state = Checkpoint.State(_loop.Model, _loop.Optimizer, _schedule, epoch);
        state[TrainingKey] = new OrderedDictionary<string, object?>
        {
            [SettingsKey] = _settings,
            [ScheduleKey] = TrainingSettings.Fields(_schedule),
            [DrawsKey] = _loop.Data.Draws,
            [StoppingKey] = _stopping?.StateDict(),
            [EndedKey] = _loop.IsStopping,
        };
        Checkpoint.Write(_path, state, overwrite: true);
        SavedEpoch = epoch;
    }
}
