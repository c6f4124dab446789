namespace LinRegPS.Training;

/// <summary>Calls back as a training goes on: code of others, which may keep what it is given.</summary>
/// <param name="onEpoch">Is called after each epoch; or null.</param>
/// <param name="onStep">Is called after each batch; or null.</param>
public sealed class TrainingCallback(Action<TrainingMoment>? onEpoch, Action<TrainingMoment>? onStep = null) : TrainingObserver
{
    private TrainingLoop? _loop;
    private int _step;

    /// <inheritdoc/>
    public override TrainingEvents Listens => TrainingEvents.StepEnded | (onEpoch is null ? TrainingEvents.None : TrainingEvents.EpochEnded);

    /// <inheritdoc/>
    public override bool KeepsGradients => true;

    /// <inheritdoc/>
    public override void TrainingBegins(TrainingLoop loop) => (_loop, _step) = (loop, 0);

    /// <inheritdoc/>
    public override void StepEnded(int step, float loss)
    {
        _step = step;
        onStep?.Invoke(new TrainingMoment(_loop!, _loop!.FirstEpoch + ((step - 1) / _loop.Data.Count), step, loss));
    }

    /// <inheritdoc/>
    public override bool EpochEnded(int epoch, float loss)
    {
        onEpoch!(new TrainingMoment(_loop!, epoch, _step, loss));
        return false;
    }
}
