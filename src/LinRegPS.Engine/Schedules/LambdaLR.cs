namespace LinRegPS;

/// <summary>
/// Rates times a function of the epoch; torch's LambdaLR: <c>[LinRegPS.LambdaLR]::new($sgd, { param($epoch) 1 / (1 + 0.1 * $epoch) })</c>.
/// </summary>
public sealed class LambdaLR : LearningRateSchedule
{
    private readonly Func<int, double?>[] _factors;

    /// <summary>A schedule for an optimizer.</summary>
    /// <param name="optimizer">Whose rates change.</param>
    /// <param name="factor">What the first rates are multiplied by in an epoch, from 0.</param>
    /// <exception cref="InvalidValueException">The function gives nothing, or a rate that is negative or not finite.</exception>
    public LambdaLR(Optimizer optimizer, params Func<int, double?>[] factor)
        : base(optimizer)
    {
        _factors = ForEach(optimizer, "Factor", factor);
        Step();
    }

    private protected override double Rate(int group) => BaseRates[group] * Factor(_factors[group]);
}
