namespace LinRegPS.Schedules;

/// <summary>The momentum that a schedule cycles against the rates: the optimizer's own, or Adam's share of the running mean of gradients.</summary>
internal static class CycledMomentum
{
    /// <summary>What changes the momentum of an optimizer.</summary>
    /// <exception cref="InvalidValueException">It has none.</exception>
    public static Action<double> Of(Optimizer optimizer, bool orBeta1, string schedule) => optimizer switch
    {
        Sgd sgd => value => sgd.SetForAll(nameof(sgd.Momentum), value),
        RMSprop rmsprop => value => rmsprop.SetForAll(nameof(rmsprop.Momentum), value),
        AdamFamily adam when orBeta1 => value => adam.SetForAll(nameof(adam.Beta1), value),
        _ => throw Errors.NoMomentum(schedule, optimizer.GetType().Name),
    };
}
