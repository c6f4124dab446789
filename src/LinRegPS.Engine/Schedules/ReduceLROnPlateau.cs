using System.Collections;

namespace LinRegPS;

/// <summary>Whether a metric is better where it is smaller or larger; mode.</summary>
public enum PlateauMode
{
    /// <summary>Smaller is better.</summary>
    Min,

    /// <summary>Larger is better.</summary>
    Max,
}

/// <summary>What <see cref="ReduceLROnPlateau"/> measures its threshold in; threshold_mode.</summary>
public enum ThresholdMode
{
    /// <summary>As a part of the best.</summary>
    Rel,

    /// <summary>As a difference.</summary>
    Abs,
}

/// <summary>
/// Multiplies the rates by a factor where a metric, the loss, has not got better for some epochs; torch's ReduceLROnPlateau:
/// <c>$schedule.Step($loss)</c>.
/// </summary>
public sealed class ReduceLROnPlateau : LearningRateSchedule
{
    private const string BestKey = "best", BadKey = "num_bad_epochs", CoolingKey = "cooldown_counter";
    private readonly bool _isMax, _isRelative;
    private readonly double _factor, _threshold, _eps;
    private readonly int _patience, _cooldown;
    private readonly double[] _least;
    private double _best;
    private int _bad, _cooling;

    /// <summary>A schedule for an optimizer.</summary>
    /// <param name="optimizer">Whose rates change.</param>
    /// <param name="mode">Whether smaller or larger is better.</param>
    /// <param name="factor">What the rates are multiplied by; below 1.</param>
    /// <param name="patience">How many epochs may be no better.</param>
    /// <param name="threshold">By how much better counts.</param>
    /// <param name="thresholdMode">What the threshold is measured in.</param>
    /// <param name="cooldown">How many epochs after a change are not counted.</param>
    /// <param name="minLearningRate">The least rate: one, or one for each parameter group; 0 where null; min_lr.</param>
    /// <param name="eps">Changes smaller than this are not made.</param>
    /// <exception cref="InvalidValueException">A factor that is not below 1, or a number that is negative or not finite.</exception>
    public ReduceLROnPlateau(
        Optimizer optimizer, PlateauMode mode = PlateauMode.Min, double factor = 0.1, int patience = 10, double threshold = 1e-4,
        ThresholdMode thresholdMode = ThresholdMode.Rel, int cooldown = 0, double[]? minLearningRate = null, double eps = 1e-8)
        : base(optimizer)
    {
        (_isMax, _isRelative) = (mode == PlateauMode.Max, thresholdMode == ThresholdMode.Rel);
        _factor = factor is >= 0 and < 1 ? factor : throw Errors.Beta("Factor", factor);
        (_threshold, _eps) = (Finite("Threshold", threshold), Optimizer.NotNegative("Eps", eps));
        _patience = patience >= 0 ? patience : throw Errors.Negative("Patience", patience);
        _cooldown = cooldown >= 0 ? cooldown : throw Errors.Negative("Cooldown", cooldown);
        _least = ForEach(optimizer, "MinLearningRate", minLearningRate ?? [0]);
        _best = _isMax ? double.NegativeInfinity : double.PositiveInfinity;
        LastEpoch = 0;
        Apply(Current);
    }

    /// <summary>Not to be had: it needs the metric.</summary>
    /// <exception cref="InvalidValueException">Always.</exception>
    public override void Step() => throw Errors.NeedsMetric(nameof(ReduceLROnPlateau));

    /// <summary>An epoch has ended with this metric.</summary>
    public void Step(double metric)
    {
        LastEpoch++;
        if (IsBetter(metric))
            (_best, _bad) = (metric, 0);
        else
            _bad++;
        if (_cooling > 0)
            (_cooling, _bad) = (_cooling - 1, 0);
        bool reduces = _bad > _patience;
        if (reduces)
            (_cooling, _bad) = (_cooldown, 0);
        Apply(group => reduces ? Rate(group) : Current(group));
        Watcher.Current?.ScheduleStepped(this);
    }

    /// <inheritdoc/>
    public override OrderedDictionary<string, object> StateDict()
    {
        var state = base.StateDict();
        (state[BestKey], state[BadKey], state[CoolingKey]) = (_best, _bad, _cooling);
        return state;
    }

    /// <inheritdoc/>
    public override void LoadStateDict(IDictionary stateDict)
    {
        var (best, bad, cooling) = (Read<double>(stateDict, BestKey), Read<int>(stateDict, BadKey), Read<int>(stateDict, CoolingKey));
        base.LoadStateDict(stateDict);
        (_best, _bad, _cooling) = (best, bad, cooling);
    }

    internal override void StepAfter(float loss) => Step(loss);

    private protected override double Rate(int group)
    {
        double rate = Current(group), reduced = Math.Max(rate * _factor, _least[group]);
        return rate - reduced > _eps ? reduced : rate;
    }

    private bool IsBetter(double metric) => (_isMax, _isRelative) switch
    {
        (false, true) => metric < _best * (1 - _threshold),
        (false, false) => metric < _best - _threshold,
        (true, true) => metric > _best * (_threshold + 1),
        (true, false) => metric > _best + _threshold,
    };
}
