namespace LinRegPS.Training;

/// <summary>Steps a schedule of learning rates as a training goes on: after each epoch, or after each step of the optimizer where its kind wants that.</summary>
/// <param name="schedule">A schedule of the training's optimizer.</param>
public sealed class ScheduleStepper(LearningRateSchedule schedule) : TrainingObserver
{
    private TrainingLoop? _loop;

    /// <summary>What it steps.</summary>
    internal LearningRateSchedule Schedule => schedule;

    /// <inheritdoc/>
    public override TrainingEvents Listens => schedule.IsPerBatch ? TrainingEvents.StepEnded : TrainingEvents.EpochEnded;

    /// <inheritdoc/>
    /// <exception cref="InvalidValueException">The schedule is of another optimizer.</exception>
    public override void TrainingBegins(TrainingLoop loop)
    {
        if (schedule.Optimizer != loop.Optimizer)
            throw Errors.ScheduleOfOther(schedule.GetType().Name, loop.Optimizer.GetType().Name);
        _loop = loop;
    }

    /// <inheritdoc/>
    public override void StepEnded(int step, float loss)
    {
        if (_loop!.StepsAfter((step - 1) % _loop.Data.Count))
            schedule.Step();
    }

    /// <inheritdoc/>
    public override bool EpochEnded(int epoch, float loss)
    {
        schedule.StepAfter(loss);
        return false;
    }
}
