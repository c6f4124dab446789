using LinRegPS.Schedules;

namespace LinRegPS;

/// <summary>How <see cref="OneCycleLR"/> goes from one rate to the next; anneal_strategy.</summary>
public enum Annealing
{
    /// <summary>Along half a cosine.</summary>
    Cos,

    /// <summary>In a straight line.</summary>
    Linear,
}

/// <summary>
/// Up to a largest rate and down to a tiny one, with the momentum the other way (Smith and Topin 2018); torch's OneCycleLR. Step it after each
/// batch.
/// </summary>
public sealed class OneCycleLR : LearningRateSchedule
{
    private readonly int _total;
    private readonly double[] _largest;
    private readonly double _finalDivisor, _baseMomentum, _maxMomentum;
    private readonly bool _isLinear;
    private readonly Action<double>? _setMomentum;

    // Where each part ends, and what it goes to: 0 the first rate, 1 the largest, 2 the least.
    private readonly (double End, int To)[] _parts;

    /// <summary>A schedule for an optimizer.</summary>
    /// <param name="optimizer">Whose rates change.</param>
    /// <param name="maxLearningRate">The largest rate: one, or one for each parameter group; max_lr.</param>
    /// <param name="totalSteps">The number of batches in all epochs; total_steps.</param>
    /// <param name="pctStart">The part of them that goes up; pct_start.</param>
    /// <param name="annealStrategy">The way between the rates.</param>
    /// <param name="cycleMomentum">Whether the momentum, or Adam's Beta1, goes the other way.</param>
    /// <param name="baseMomentum">The momentum at the largest rate.</param>
    /// <param name="maxMomentum">The momentum at first and at last.</param>
    /// <param name="divFactor">The largest rate over the first; div_factor.</param>
    /// <param name="finalDivFactor">The first rate over the last; final_div_factor.</param>
    /// <param name="threePhase">Whether it goes down to the first rate as fast as up, and from there to the last.</param>
    /// <exception cref="InvalidValueException">A number outside of its range, or the optimizer has no momentum to cycle.</exception>
    public OneCycleLR(
        Optimizer optimizer, double[] maxLearningRate, int totalSteps, double pctStart = 0.3, Annealing annealStrategy = Annealing.Cos,
        bool cycleMomentum = true, double baseMomentum = 0.85, double maxMomentum = 0.95, double divFactor = 25, double finalDivFactor = 1e4, bool threePhase = false)
        : base(optimizer)
    {
        _total = Positive("TotalSteps", totalSteps);
        double up = (Fraction("PctStart", pctStart) * totalSteps) - 1;
        _parts = threePhase
            ? [(up, 1), ((2 * pctStart * totalSteps) - 2, 0), (totalSteps - 1, 2)]
            : [(up, 1), (totalSteps - 1, 2)];
        _largest = ForEach(optimizer, "MaxLearningRate", maxLearningRate);
        Array.ForEach(_largest, Sgd.CheckLearningRate);
        if (!(divFactor > 0 && double.IsFinite(divFactor)))
            throw Errors.NotAboveZero("DivFactor", divFactor);
        _finalDivisor = finalDivFactor > 0 && double.IsFinite(finalDivFactor) ? finalDivFactor : throw Errors.NotAboveZero("FinalDivFactor", finalDivFactor);
        (_baseMomentum, _maxMomentum, _isLinear) = (Fraction("BaseMomentum", baseMomentum), Fraction("MaxMomentum", maxMomentum), annealStrategy == Annealing.Linear);
        _setMomentum = cycleMomentum ? CycledMomentum.Of(optimizer, orBeta1: true, nameof(OneCycleLR)) : null;
        BaseRates = [.. _largest.Select(largest => largest / divFactor)];
        foreach (var (group, rate) in optimizer.ParameterGroups.Zip(BaseRates))
            group.InitialRate = rate;
        Step();
    }

    internal override bool IsPerBatch => true;

    /// <inheritdoc/>
    public override void Step()
    {
        if (LastEpoch >= _total)
            throw Errors.ScheduleEnded(nameof(OneCycleLR), _total);
        base.Step();
        _setMomentum?.Invoke(Between(to => to == 1 ? _baseMomentum : _maxMomentum));
    }

    internal override void GoTo(int epoch)
    {
        base.GoTo(epoch);
        _setMomentum?.Invoke(Between(to => to == 1 ? _baseMomentum : _maxMomentum));
    }

    private protected override double Rate(int group) => Between(to => to switch
    {
        0 => BaseRates[group],
        1 => _largest[group],
        _ => BaseRates[group] / _finalDivisor,
    });

    private double Between(Func<int, double> value)
    {
        int part = Array.FindIndex(_parts, p => LastEpoch <= p.End);
        if (part < 0)
            part = _parts.Length - 1;
        double begin = part == 0 ? 0 : _parts[part - 1].End, length = _parts[part].End - begin, start = value(part == 0 ? 0 : _parts[part - 1].To), end = value(_parts[part].To);
        // A part of no length is at its end at once; after the last step, whose rate nobody uses, PyTorch goes beyond the end.
        double share = length == 0 ? 1 : Math.Min(1, (LastEpoch - begin) / length);
        return _isLinear ? ((end - start) * share) + start : end + ((start - end) / 2 * (Math.Cos(Math.PI * share) + 1));
    }
}
