namespace LinRegPS;

// What is added to a loss so that parameters stay small.
public static partial class Loss
{
    /// <summary>The sum of the parameters' magnitudes times a strength, to be added to a loss: it draws parameters to 0.</summary>
    /// <param name="model">Whose parameters; frozen ones do not count.</param>
    /// <param name="strength">What the sum is multiplied by: finite, not negative.</param>
    /// <exception cref="InvalidValueException">The model has no parameter that requires a gradient, or the strength can't be used.</exception>
    public static Tensor L1Penalty(Module model, double strength) => Penalty(model, strength, parameter => parameter.Abs());

    /// <summary>The sum of the parameters' squares times a strength, to be added to a loss: it keeps parameters small.</summary>
    /// <param name="model">Whose parameters; frozen ones do not count.</param>
    /// <param name="strength">What the sum is multiplied by: finite, not negative.</param>
    /// <exception cref="InvalidValueException">The model has no parameter that requires a gradient, or the strength can't be used.</exception>
    public static Tensor L2Penalty(Module model, double strength) => Penalty(model, strength, parameter => parameter.Square());

    private static Tensor Penalty(Module model, double strength, Func<Tensor, Tensor> size)
    {
        if (!(strength >= 0 && float.IsFinite((float)strength)))
            throw Errors.OutOfRange("Strength", strength, "a finite float32 number, zero or more");
        Tensor[] learned = [.. Errors.Given(model, "Penalty").Parameters().Where(parameter => parameter.RequiresGrad)];
        if (learned.Length == 0)
            throw Errors.NoParameters(model.GetType().Name);
        return learned.Select(parameter => size(parameter).Sum()).Aggregate((a, b) => a + b) * strength;
    }
}
