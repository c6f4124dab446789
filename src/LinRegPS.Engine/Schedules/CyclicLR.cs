using LinRegPS.Schedules;

namespace LinRegPS;

/// <summary>What becomes of the height of <see cref="CyclicLR"/>'s cycles; mode.</summary>
public enum CycleMode
{
    /// <summary>It stays.</summary>
    Triangular,

    /// <summary>It halves after each cycle.</summary>
    Triangular2,

    /// <summary>It is multiplied by gamma after each step.</summary>
    ExpRange,
}

/// <summary>Rates that go up and down between two, in straight lines (Smith 2017); torch's CyclicLR. Step it after each batch.</summary>
public sealed class CyclicLR : LearningRateSchedule
{
    private readonly double[] _largest;
    private readonly double _total, _ratio, _gamma, _baseMomentum, _maxMomentum;
    private readonly CycleMode _mode;
    private readonly Action<double>? _setMomentum;

    /// <summary>A schedule for an optimizer.</summary>
    /// <param name="optimizer">Whose rates change.</param>
    /// <param name="baseLearningRate">The least rate: one, or one for each parameter group; base_lr.</param>
    /// <param name="maxLearningRate">The largest rate: one, or one for each parameter group; max_lr.</param>
    /// <param name="stepSizeUp">In how many batches it goes up.</param>
    /// <param name="stepSizeDown">In how many it goes down; as many where 0.</param>
    /// <param name="mode">What becomes of the height.</param>
    /// <param name="gamma">The factor of ExpRange.</param>
    /// <param name="cycleMomentum">Whether the momentum goes the other way.</param>
    /// <param name="baseMomentum">The momentum at the largest rate.</param>
    /// <param name="maxMomentum">The momentum at the least rate.</param>
    /// <exception cref="InvalidValueException">A number outside of its range, or the optimizer has no momentum to cycle.</exception>
    public CyclicLR(
        Optimizer optimizer, double[] baseLearningRate, double[] maxLearningRate, int stepSizeUp = 2000, int stepSizeDown = 0,
        CycleMode mode = CycleMode.Triangular, double gamma = 1, bool cycleMomentum = true, double baseMomentum = 0.8, double maxMomentum = 0.9)
        : base(optimizer)
    {
        double up = Positive("StepSizeUp", stepSizeUp), down = stepSizeDown == 0 ? up : Positive("StepSizeDown", stepSizeDown);
        (_total, _ratio, _mode, _gamma) = (up + down, up / (up + down), mode, Finite("Gamma", gamma));
        BaseRates = ForEach(optimizer, "BaseLearningRate", baseLearningRate);
        _largest = ForEach(optimizer, "MaxLearningRate", maxLearningRate);
        foreach (double rate in BaseRates.Concat(_largest))
            Sgd.CheckLearningRate(rate);
        (_baseMomentum, _maxMomentum) = (Fraction("BaseMomentum", baseMomentum), Fraction("MaxMomentum", maxMomentum));
        _setMomentum = cycleMomentum ? CycledMomentum.Of(optimizer, orBeta1: false, nameof(CyclicLR)) : null;
        Step();
    }

    internal override bool IsPerBatch => true;

    /// <inheritdoc/>
    public override void Step()
    {
        base.Step();
        SetMomentum();
    }

    internal override void GoTo(int epoch)
    {
        base.GoTo(epoch);
        SetMomentum();
    }

    private protected override double Rate(int group) =>
        BaseRates[group] + ((_largest[group] - BaseRates[group]) * Place() * Scale());

    private void SetMomentum() => _setMomentum?.Invoke(_maxMomentum - ((_maxMomentum - _baseMomentum) * Place() * Scale()));

    private double Cycle => Math.Floor(1 + (LastEpoch / _total));

    // From 0 at the least rate to 1 at the largest.
    private double Place()
    {
        double x = 1 + (LastEpoch / _total) - Cycle;
        return x <= _ratio ? x / _ratio : (x - 1) / (_ratio - 1);
    }

    private double Scale() => _mode switch
    {
        CycleMode.Triangular2 => 1 / Math.Pow(2, Cycle - 1),
        CycleMode.ExpRange => Math.Pow(_gamma, LastEpoch),
        _ => 1,
    };
}
