using static System.FormattableString;

namespace LinRegPS.Diagnosis.Convergence;

/// <summary>
/// What can be said of optimizers that scale each gradient by its own size: how long a step can be at most, and so how many epochs the
/// way takes at least. How fast they converge the eigenvalues do not tell.
/// </summary>
internal sealed class AdaptiveSteps
{
    private readonly string _name;
    private readonly double _rate, _distance;
    private readonly double? _most;

    /// <param name="name">The optimizer, with its usual settings.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="errors">Start minus optimum for each output; null without a target.</param>
    public AdaptiveSteps(string name, double rate, double[][]? errors)
    {
        (_name, _rate) = (LinRegPS.Optimizer.Find(name)!.Name, rate);
        _distance = errors?.SelectMany(error => error).Max(Math.Abs) ?? double.NaN;
        // The share of the newest gradient over the root of its share in the squares; 1 where they grow by turns (Kingma and Ba 2015).
        _most = _name switch
        {
            nameof(Adam) => 0.1 / Math.Sqrt(0.001),
            nameof(RMSprop) => 1 / Math.Sqrt(0.01),
            nameof(Adagrad) => 1,
            _ => null,
        };
    }

    /// <summary>The epochs that the way to the optimum takes at least; null where it is not known.</summary>
    public long? LeastEpochs => _most is { } most && _rate > 0 && double.IsFinite(_distance)
        ? (long)Math.Min(ConvergenceAnalysis.MostEpochs, Math.Ceiling(_distance / (most * _rate))) : null;

    public string Finding() => _name switch
    {
        nameof(LBFGS) => "LBFGS learns the curvature as it goes: of least squares it needs about as many directions as there are parameters, whatever the eigenvalues. After how many epochs it is there can't be told in advance.",
        _ => Invariant($"{_name} divides each parameter's gradient by its own size, so that eigenvalues set no limit to its rate and do not tell how fast it converges.")
            + (_most is null ? " How long its steps are can't be told in advance." : Invariant($" A step is about the learning rate, {_rate:G7}, for every parameter, and never more than {_most * _rate:G4}."))
            + (LeastEpochs is { } least ? Invariant($" The way from the start is {_distance:G5} in the parameter that has furthest to go: at least {least} epochs.") : string.Empty),
    };

    public string Remedy() => _name switch
    {
        nameof(LBFGS) => string.Empty,
        nameof(Adadelta) or nameof(Rprop) => "Train, and look at the loss.",
        _ => "Take a rate of the size that parameters should move in an epoch. Near the optimum the steps stay about as long, unless a schedule makes them shorter: -Schedule CosineAnnealingLR.",
    };
}
