namespace LinRegPS.Diagnosis.Lint.Watching;

/// <summary>What is kept of the learning rates of all steps: the greatest, and since when they are next to nothing of it.</summary>
internal sealed class RateHistory
{
    /// <summary>The part of the greatest rate below which steps lead nowhere.</summary>
    public const double NextToNothing = 1e-3;

    private int _step;
    private double _ofStep;

    public double Greatest { get; private set; }

    public double Last => _ofStep;

    public int LastStep => _step;

    /// <summary>The step from which on every rate was below <see cref="NextToNothing"/> of the greatest; 0 where the last was not.</summary>
    public int DeadSince { get; private set; }

    /// <summary>Whether at least a quarter of the steps, and ten of them, led nowhere.</summary>
    public bool HasDied => DeadSince > 0 && _step - DeadSince >= Math.Max(9, _step / 4);

    /// <summary>A step of one parameter; of those in a step the greatest rate counts.</summary>
    public void Add(int step, double rate)
    {
        _ofStep = step == _step ? Math.Max(_ofStep, rate) : rate;
        _step = step;
        Greatest = Math.Max(Greatest, rate);
        if (_ofStep > NextToNothing * Greatest || Greatest == 0)
            DeadSince = 0;
        else if (DeadSince == 0)
            DeadSince = step;
    }
}
