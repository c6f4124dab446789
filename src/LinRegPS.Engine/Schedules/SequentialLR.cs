namespace LinRegPS;

/// <summary>
/// One schedule after the other, each from a milestone on: a warm-up and then another; torch's SequentialLR:
/// <code>
/// $warmUp = [LinRegPS.LinearLR]::new($adam, 0.1, 1, 5)
/// $cosine = [LinRegPS.CosineAnnealingLR]::new($adam, 95)
/// $schedule = [LinRegPS.SequentialLR]::new($adam, ($warmUp, $cosine), 5)
/// </code>
/// </summary>
public sealed class SequentialLR : SeveralSchedules
{
    private readonly int[] _milestones;

    /// <summary>A schedule for an optimizer.</summary>
    /// <param name="optimizer">Whose rates change.</param>
    /// <param name="schedules">In their order, of one optimizer, and not stepped yet.</param>
    /// <param name="milestones">The epochs at which the second begins, the third, ..., in order.</param>
    /// <exception cref="InvalidValueException">There are none, they belong to several optimizers, or there is not one milestone less.</exception>
    public SequentialLR(Optimizer optimizer, LearningRateSchedule[] schedules, int[] milestones)
        : base(schedules, nameof(SequentialLR))
    {
        if (Errors.Given(optimizer, nameof(SequentialLR)) != Optimizer)
            throw Errors.SchedulesOfOthers(nameof(SequentialLR));
        if (Errors.Given(milestones, nameof(SequentialLR)).Length != schedules.Length - 1)
            throw Errors.Milestones(schedules.Length, milestones.Length);
        for (int i = 1; i < milestones.Length; i++)
        {
            if (milestones[i] <= milestones[i - 1])
                throw Errors.MilestoneOrder(milestones);
        }
        _milestones = [.. milestones];
        // The first rates again, without what the schedules have made of them.
        for (int i = 0; i < BaseRates.Count; i++)
            Optimizer.SetRate(i, Optimizer.ParameterGroups[i].InitialRate!.Value);
        foreach (var schedule in schedules)
            schedule.Undo();
        schedules[0].Step();
        LastEpoch = 0;
        Last = [.. schedules[0].GetLastLr()];
    }

    /// <inheritdoc/>
    public override void Step()
    {
        LastEpoch++;
        int index = _milestones.Count(milestone => milestone <= LastEpoch);
        var schedule = Schedules[index];
        if (index > 0 && _milestones[index - 1] == LastEpoch)
            schedule.GoTo(0);
        else
            schedule.Step();
        Last = [.. schedule.GetLastLr()];
    }
}
