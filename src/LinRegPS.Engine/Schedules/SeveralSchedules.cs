using System.Collections;

namespace LinRegPS;

/// <summary>A schedule made of others, on one optimizer.</summary>
public abstract class SeveralSchedules : LearningRateSchedule
{
    private const string PartsKey = "_schedulers";

    private protected SeveralSchedules(LearningRateSchedule[] schedules, string name)
        : base(schedules is [var first, ..] ? first.Optimizer : throw Errors.NoSchedules(name))
    {
        if (schedules.Any(schedule => schedule.Optimizer != Optimizer))
            throw Errors.SchedulesOfOthers(name);
        if (schedules.FirstOrDefault(schedule => schedule is ReduceLROnPlateau) is { } plateau)
            throw Errors.NotInOthers(name, plateau.GetType().Name);
        Schedules = schedules;
    }

    /// <summary>What it is made of.</summary>
    public IReadOnlyList<LearningRateSchedule> Schedules { get; }

    internal override bool IsPerBatch => Schedules.Any(schedule => schedule.IsPerBatch);

    /// <inheritdoc/>
    public override OrderedDictionary<string, object> StateDict()
    {
        var state = base.StateDict();
        state[PartsKey] = Schedules.Select(schedule => schedule.StateDict()).ToArray();
        return state;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidValueException">A state of another schedule, or of other parts.</exception>
    public override void LoadStateDict(IDictionary stateDict)
    {
        var parts = (stateDict[PartsKey] as IEnumerable)?.OfType<IDictionary>().ToList() ?? [];
        if (parts.Count != Schedules.Count)
            throw Errors.StateMismatch(GetType().Name, [$"{parts.Count} schedules, not {Schedules.Count}"]);
        foreach (var (schedule, part) in Schedules.Zip(parts))
            schedule.LoadStateDict(part);
        base.LoadStateDict(stateDict);
    }

    internal override void Undo()
    {
        base.Undo();
        foreach (var schedule in Schedules)
            schedule.Undo();
    }

    private protected override double Rate(int group) => Current(group);
}
