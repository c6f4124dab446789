namespace LinRegPS;

/// <summary>Multiplies the rates by gamma after every so many epochs; torch's StepLR.</summary>
public sealed class StepLR : LearningRateSchedule
{
    private readonly int _stepSize;
    private readonly double _gamma;

    /// <summary>A schedule for an optimizer.</summary>
    /// <param name="optimizer">Whose rates change.</param>
    /// <param name="stepSize">After how many epochs.</param>
    /// <param name="gamma">What the rates are multiplied by.</param>
    /// <exception cref="InvalidValueException">The step size is below 1, or gamma is not finite.</exception>
    public StepLR(Optimizer optimizer, int stepSize, double gamma = 0.1)
        : base(optimizer)
    {
        (_stepSize, _gamma) = (Positive("StepSize", stepSize), Finite("Gamma", gamma));
        Step();
    }

    private protected override double Rate(int group) =>
        LastEpoch == 0 || LastEpoch % _stepSize != 0 ? Current(group) : Current(group) * _gamma;

    private protected override double? ClosedForm(int group) => BaseRates[group] * Math.Pow(_gamma, LastEpoch / _stepSize);
}
