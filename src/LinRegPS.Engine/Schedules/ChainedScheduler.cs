namespace LinRegPS;

/// <summary>Several schedules that each change the rates in every epoch; torch's ChainedScheduler.</summary>
public sealed class ChainedScheduler : SeveralSchedules
{
    /// <summary>A schedule for the optimizer of these.</summary>
    /// <exception cref="InvalidValueException">There are none, or they belong to several optimizers.</exception>
    public ChainedScheduler(params LearningRateSchedule[] schedules)
        : base(schedules, nameof(ChainedScheduler))
    {
        LastEpoch = 0;
        Apply(Current);
    }

    /// <inheritdoc/>
    public override void Step()
    {
        LastEpoch++;
        foreach (var schedule in Schedules)
            schedule.Step();
        Apply(Current);
    }
}
