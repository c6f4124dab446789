namespace LinRegPS;

/// <summary>Multiplies the rates by gamma after every epoch; torch's ExponentialLR.</summary>
public sealed class ExponentialLR : LearningRateSchedule
{
    private readonly double _gamma;

    /// <summary>A schedule for an optimizer.</summary>
    /// <param name="optimizer">Whose rates change.</param>
    /// <param name="gamma">What the rates are multiplied by.</param>
    /// <exception cref="InvalidValueException">Gamma is not finite.</exception>
    public ExponentialLR(Optimizer optimizer, double gamma)
        : base(optimizer)
    {
        _gamma = Finite("Gamma", gamma);
        Step();
    }

    private protected override double Rate(int group) => LastEpoch == 0 ? Current(group) : Current(group) * _gamma;

    private protected override double? ClosedForm(int group) => BaseRates[group] * Math.Pow(_gamma, LastEpoch);
}
