namespace LinRegPS;

/// <summary>Rates that go down to 0 by a power of what is left of the epochs; torch's PolynomialLR.</summary>
public sealed class PolynomialLR : LearningRateSchedule
{
    private readonly int _total;
    private readonly double _power;

    /// <summary>A schedule for an optimizer.</summary>
    /// <param name="optimizer">Whose rates change.</param>
    /// <param name="totalIters">In how many epochs.</param>
    /// <param name="power">The power; 1 is a straight line.</param>
    /// <exception cref="InvalidValueException">Less than one epoch, or a power that is not finite.</exception>
    public PolynomialLR(Optimizer optimizer, int totalIters = 5, double power = 1)
        : base(optimizer)
    {
        (_total, _power) = (Positive("TotalIters", totalIters), Finite("Power", power));
        Step();
    }

    private protected override double Rate(int group) => LastEpoch == 0 || LastEpoch > _total
        ? Current(group)
        : Current(group) * Math.Pow((1 - ((double)LastEpoch / _total)) / (1 - ((LastEpoch - 1.0) / _total)), _power);

    private protected override double? ClosedForm(int group) =>
        BaseRates[group] * Math.Pow(1 - (Math.Min((double)_total, LastEpoch) / _total), _power);
}
