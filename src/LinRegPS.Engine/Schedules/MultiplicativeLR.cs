namespace LinRegPS;

/// <summary>Multiplies the rates after each epoch by a function of it; torch's MultiplicativeLR.</summary>
public sealed class MultiplicativeLR : LearningRateSchedule
{
    private readonly Func<int, double?>[] _factors;

    /// <summary>A schedule for an optimizer.</summary>
    /// <param name="optimizer">Whose rates change.</param>
    /// <param name="factor">What the rates are multiplied by in an epoch, from 1.</param>
    /// <exception cref="InvalidValueException">The function gives nothing, or a rate that is negative or not finite.</exception>
    public MultiplicativeLR(Optimizer optimizer, params Func<int, double?>[] factor)
        : base(optimizer)
    {
        _factors = ForEach(optimizer, "Factor", factor);
        Step();
    }

    private protected override double Rate(int group) => LastEpoch > 0 ? Current(group) * Factor(_factors[group]) : Current(group);
}
