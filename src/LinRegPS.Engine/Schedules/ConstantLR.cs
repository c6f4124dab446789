namespace LinRegPS;

/// <summary>Rates times a factor until some epoch, and then as they are: the simplest warm-up; torch's ConstantLR.</summary>
public sealed class ConstantLR : LearningRateSchedule
{
    private readonly double _factor;
    private readonly int _total;

    /// <summary>A schedule for an optimizer.</summary>
    /// <param name="optimizer">Whose rates change.</param>
    /// <param name="factor">What the rates are multiplied by at first; above 0, to 1.</param>
    /// <param name="totalIters">From which epoch on they are as they are.</param>
    /// <exception cref="InvalidValueException">A factor that is not above 0, or above 1.</exception>
    public ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int totalIters = 5)
        : base(optimizer)
    {
        // The factor is taken back by division.
        (_factor, _total) = (factor is > 0 and <= 1 ? factor : throw Errors.Outside("Factor", factor, 0, 1), totalIters);
        Step();
    }

    private protected override double Rate(int group) =>
        LastEpoch == 0 ? Current(group) * _factor : LastEpoch != _total ? Current(group) : Current(group) * (1 / _factor);

    private protected override double? ClosedForm(int group) =>
        BaseRates[group] * (_factor + (LastEpoch >= _total ? 1 - _factor : 0));
}
