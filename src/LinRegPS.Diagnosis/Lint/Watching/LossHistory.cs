namespace LinRegPS.Diagnosis.Lint.Watching;

/// <summary>What is kept of the losses of all steps: a few numbers, however long the training.</summary>
internal sealed class LossHistory
{
    private float _beforeRise;
    private int _rises;

    public int Count { get; private set; }

    public float First { get; private set; }

    public float Last { get; private set; }

    public float Lowest { get; private set; } = float.PositiveInfinity;

    /// <summary>The step since which the loss has been the same to the bit.</summary>
    public int UnchangedSince { get; private set; }

    /// <summary>How often the loss was higher than in the step before.</summary>
    public int Rises { get; private set; }

    /// <summary>The step, the loss before and the loss after the first three rises in a row; null where there were none.</summary>
    public (int Step, float From, float To)? ThreeRises { get; private set; }

    /// <summary>How often a third rise in a row was seen.</summary>
    public int ThreeRisesCount { get; private set; }

    public void Add(int step, float loss)
    {
        // A few roundings up and down at the bottom are no rise.
        const float noise = 1e-5f;
        Count++;
        if (Count == 1)
            First = _beforeRise = loss;
        if (Count == 1 || !loss.Equals(Last))
            UnchangedSince = step;
        if (Count > 1 && loss > Last * (1 + noise))
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
    }
}
