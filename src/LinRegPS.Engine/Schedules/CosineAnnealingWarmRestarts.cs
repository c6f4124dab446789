using System.Collections;

namespace LinRegPS;

/// <summary>
/// Rates that go down to a least one along half a cosine, start anew, and take longer each time (Loshchilov and Hutter 2017); torch's
/// CosineAnnealingWarmRestarts.
/// </summary>
public sealed class CosineAnnealingWarmRestarts : LearningRateSchedule
{
    private const string SinceKey = "T_cur", LengthKey = "T_i";
    private readonly int _first, _factor;
    private readonly double _least;
    private int _since, _length;

    /// <summary>A schedule for an optimizer.</summary>
    /// <param name="optimizer">Whose rates change.</param>
    /// <param name="t0">After how many epochs they start anew; T_0.</param>
    /// <param name="tMult">How many times as long it takes each time; T_mult.</param>
    /// <param name="etaMin">The least rate; eta_min.</param>
    /// <exception cref="InvalidValueException">Less than one epoch, a factor below 1, or a least rate that is not finite.</exception>
    public CosineAnnealingWarmRestarts(Optimizer optimizer, int t0, int tMult = 1, double etaMin = 0)
        : base(optimizer)
    {
        (_first, _factor, _least) = (Positive("T0", t0), Positive("TMult", tMult), Finite("EtaMin", etaMin));
        GoTo(0);
    }

    /// <inheritdoc/>
    public override void Step()
    {
        if (LastEpoch < 0)
        {
            GoTo(0);
            return;
        }
        if (++_since >= _length)
            (_since, _length) = (_since - _length, _length * _factor);
        base.Step();
    }

    /// <inheritdoc/>
    public override OrderedDictionary<string, object> StateDict()
    {
        var state = base.StateDict();
        (state[SinceKey], state[LengthKey]) = (_since, _length);
        return state;
    }

    /// <inheritdoc/>
    public override void LoadStateDict(IDictionary stateDict)
    {
        var (since, length) = (Read<int>(stateDict, SinceKey), Read<int>(stateDict, LengthKey));
        base.LoadStateDict(stateDict);
        (_since, _length) = (since, length);
    }

    // To the first epoch: no schedule goes to another.
    internal override void GoTo(int epoch)
    {
        (_since, _length) = (epoch, _first);
        base.GoTo(epoch);
    }

    private protected override double Rate(int group) =>
        _least + ((BaseRates[group] - _least) * (1 + Math.Cos(Math.PI * _since / _length)) / 2);
}
