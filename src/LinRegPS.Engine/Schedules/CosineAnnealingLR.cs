namespace LinRegPS;

/// <summary>Rates that go down to a least one along half a cosine, and up again (Loshchilov and Hutter 2017); torch's CosineAnnealingLR.</summary>
public sealed class CosineAnnealingLR : LearningRateSchedule
{
    private readonly int _half;
    private readonly double _least;

    /// <summary>A schedule for an optimizer.</summary>
    /// <param name="optimizer">Whose rates change.</param>
    /// <param name="tMax">After how many epochs they are least; T_max.</param>
    /// <param name="etaMin">The least rate; eta_min.</param>
    /// <exception cref="InvalidValueException">Less than one epoch, or a least rate that is not finite.</exception>
    public CosineAnnealingLR(Optimizer optimizer, int tMax, double etaMin = 0)
        : base(optimizer)
    {
        (_half, _least) = (Positive("TMax", tMax), Finite("EtaMin", etaMin));
        Step();
    }

    private protected override double Rate(int group)
    {
        if (LastEpoch == 0)
            return Current(group);
        // From the least rate there is no factor to the next.
        if ((LastEpoch - 1 - _half) % (2 * _half) == 0)
            return Current(group) + ((BaseRates[group] - _least) * (1 - Math.Cos(Math.PI / _half)) / 2);
        return ((1 + Math.Cos(Math.PI * LastEpoch / _half)) / (1 + Math.Cos(Math.PI * (LastEpoch - 1) / _half)) * (Current(group) - _least)) + _least;
    }

    private protected override double? ClosedForm(int group) =>
        _least + ((BaseRates[group] - _least) * (1 + Math.Cos(Math.PI * LastEpoch / _half)) / 2);
}
