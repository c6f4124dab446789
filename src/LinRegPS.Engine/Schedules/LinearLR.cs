namespace LinRegPS;

/// <summary>Rates times a factor that goes in a straight line from one value to another: a warm-up; torch's LinearLR.</summary>
public sealed class LinearLR : LearningRateSchedule
{
    private readonly double _start, _end;
    private readonly int _total;

    /// <summary>A schedule for an optimizer.</summary>
    /// <param name="optimizer">Whose rates change.</param>
    /// <param name="startFactor">What the rates are multiplied by at first; above 0, to 1.</param>
    /// <param name="endFactor">What they are multiplied by at last; from 0 to 1.</param>
    /// <param name="totalIters">In how many epochs.</param>
    /// <exception cref="InvalidValueException">A factor outside of its range, or less than one epoch.</exception>
    public LinearLR(Optimizer optimizer, double startFactor = 1.0 / 3, double endFactor = 1, int totalIters = 5)
        : base(optimizer)
    {
        // From 0 there is no factor to the next.
        _start = startFactor is > 0 and <= 1 ? startFactor : throw Errors.Outside("StartFactor", startFactor, 0, 1);
        (_end, _total) = (Fraction("EndFactor", endFactor), Positive("TotalIters", totalIters));
        Step();
    }

    private protected override double Rate(int group) => LastEpoch == 0 ? Current(group) * _start
        : LastEpoch > _total ? Current(group)
        // To an end of 0 the roundings may go beyond it.
        : Math.Max(0, Current(group) * (1 + ((_end - _start) / ((_total * _start) + ((LastEpoch - 1) * (_end - _start))))));

    private protected override double? ClosedForm(int group) =>
        BaseRates[group] * (_start + ((_end - _start) * Math.Min(_total, LastEpoch) / _total));
}
