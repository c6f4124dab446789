namespace LinRegPS.Diagnosis.Lint.Watching;

/// <summary>What is kept of the losses of all steps, or of the epochs where a step is a part of one: a few numbers, however long the training.</summary>
internal sealed class LossHistory
{
    private const float Improvement = 0.01f;

    private float _beforeRise, _best = float.PositiveInfinity;
    private double _greatestRate = double.NegativeInfinity;
    private int _rises, _bestAt;

    /// <summary>What rounding adds to a loss, as its root.</summary>
    public double Noise { get; set; }

    public int Count { get; private set; }

    public float First { get; private set; }

    public float Last { get; private set; }

    public float Lowest { get; private set; } = float.PositiveInfinity;

    /// <summary>The greatest that was no NaN.</summary>
    public float Greatest { get; private set; } = float.NegativeInfinity;

    /// <summary>The step since which the loss has been the same to the bit.</summary>
    public int UnchangedSince { get; private set; }

    /// <summary>How often the loss was higher than in the step before.</summary>
    public int Rises { get; private set; }

    /// <summary>The step, the loss before and the loss after the first three rises in a row; null where there were none.</summary>
    public (int Step, float From, float To)? ThreeRises { get; private set; }

    /// <summary>How often a third rise in a row was seen.</summary>
    public int ThreeRisesCount { get; private set; }

    /// <summary>
    /// For how many steps the loss had not fallen by a hundredth when the rate last was half of its greatest at least: a rate that falls then
    /// takes nothing away.
    /// </summary>
    public int IdleAtFullRate { get; private set; }

    public void Add(int step, float loss, double rate = double.NaN)
    {
        Count++;
        if (!(loss > _best - (Improvement * Math.Abs(_best))))
            (_best, _bestAt) = (loss, Count);
        _greatestRate = Math.Max(_greatestRate, rate);
        if (rate >= _greatestRate / 2)
            IdleAtFullRate = Count - _bestAt;
        if (Count == 1)
            First = _beforeRise = loss;
        if (Count == 1 || !loss.Equals(Last))
            UnchangedSince = step;
        if (Count > 1 && IsAbove(loss, Last))
        {
            Rises++;
            if (_rises++ == 0)
                _beforeRise = Last;
            if (_rises >= 3)
            {
                ThreeRises ??= (step - 2, _beforeRise, loss);
                ThreeRisesCount++;
            }
        }
        else
            _rises = 0;
        Last = loss;
        Lowest = Math.Min(Lowest, loss);
        if (!float.IsNaN(loss))
            Greatest = Math.Max(Greatest, loss);
    }

    /// <summary>Whether a loss is more than so many times another, and more than rounding makes of it.</summary>
    public bool IsAbove(float loss, float other, double times = 1)
    {
        // A few roundings up and down at the bottom are no rise.
        const double part = 1e-5;
        // What may be negative has no times.
        if (other < 0 && times > 1)
            return float.IsPositiveInfinity(loss);
        double root = Math.Sqrt(Math.Max(other, 0)) + Noise;
        return loss > (times * other) + (part * Math.Abs(other)) && (other < 0 || loss > times * root * root);
    }
}
