namespace LinRegPS.Training;

/// <summary>Calls back after each epoch whose loss is the best so far: code of others, which may keep what it is given.</summary>
/// <param name="onImprovement">Is called, with that loss.</param>
/// <param name="validation">Whose loss counts; the training's own where null.</param>
public sealed class ImprovementCallback(Action<TrainingMoment> onImprovement, Validation? validation = null) : TrainingObserver
{
    private TrainingLoop? _loop;
    private float _best;

    /// <inheritdoc/>
    public override TrainingEvents Listens => TrainingEvents.EpochEnded;

    /// <inheritdoc/>
    public override bool KeepsGradients => true;

    /// <inheritdoc/>
    public override void TrainingBegins(TrainingLoop loop) => (_loop, _best) = (loop, float.PositiveInfinity);

    /// <inheritdoc/>
    public override bool EpochEnded(int epoch, float loss)
    {
        loss = (float?)validation?.Loss ?? loss;
        if (!(loss < _best))
            return false;
        _best = loss;
        onImprovement(new TrainingMoment(_loop!, epoch, (epoch - _loop!.FirstEpoch + 1) * _loop.Data.Count, loss));
        return false;
    }
}
