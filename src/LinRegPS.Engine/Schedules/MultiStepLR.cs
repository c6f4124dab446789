namespace LinRegPS;

/// <summary>Multiplies the rates by gamma at each milestone, twice where it is named twice; torch's MultiStepLR.</summary>
public sealed class MultiStepLR : LearningRateSchedule
{
    private readonly int[] _milestones;
    private readonly double _gamma;

    /// <summary>A schedule for an optimizer.</summary>
    /// <param name="optimizer">Whose rates change.</param>
    /// <param name="milestones">Epochs, in any order.</param>
    /// <param name="gamma">What the rates are multiplied by.</param>
    /// <exception cref="InvalidValueException">Gamma is not finite.</exception>
    public MultiStepLR(Optimizer optimizer, int[] milestones, double gamma = 0.1)
        : base(optimizer)
    {
        (_milestones, _gamma) = ([.. Errors.Given(milestones, nameof(MultiStepLR))], Finite("Gamma", gamma));
        Step();
    }

    private protected override double Rate(int group)
    {
        int times = _milestones.Count(milestone => milestone == LastEpoch);
        return times == 0 ? Current(group) : Current(group) * Math.Pow(_gamma, times);
    }

    private protected override double? ClosedForm(int group) =>
        BaseRates[group] * Math.Pow(_gamma, _milestones.Count(milestone => milestone <= LastEpoch));
}
