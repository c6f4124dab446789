namespace LinRegPS.Training;

/// <summary>Ends a training after the first epoch whose loss is at most a value.</summary>
/// <param name="loss">The loss that is good enough.</param>
public sealed class StopAtLoss(double loss) : TrainingObserver
{
    private TrainingLoop? _loop;

    /// <inheritdoc/>
    public override TrainingEvents Listens => TrainingEvents.EpochEnded;

    /// <inheritdoc/>
    /// <exception cref="InvalidValueException">The loss is NaN.</exception>
    public override void TrainingBegins(TrainingLoop loop) => _loop = double.IsNaN(loss) ? throw Errors.NonFinite("StopAtLoss", loss) : loop;

    /// <inheritdoc/>
    public override bool EpochEnded(int epoch, float reached)
    {
        if (reached <= loss)
            _loop!.Stop(FormattableString.Invariant($"the loss is at most {loss:G7}"));
        return false;
    }
}
