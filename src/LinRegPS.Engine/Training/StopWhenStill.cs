using System.Runtime.InteropServices;

namespace LinRegPS.Training;

/// <summary>
/// Ends a training after the first epoch that ends with the parameters it began with, and with all that the optimizer keeps for them: float32
/// takes no smaller step. An epoch in which a learning rate is 0, or after which a schedule takes another, does not count.
/// </summary>
public sealed class StopWhenStill : TrainingObserver
{
    private readonly List<float[]> _before = [];
    private TrainingLoop? _loop;
    private double[] _rates = [];
    private bool _isScheduled;

    /// <inheritdoc/>
    public override TrainingEvents Listens => TrainingEvents.EpochEnded;

    /// <inheritdoc/>
    public override void TrainingBegins(TrainingLoop loop)
    {
        (_loop, _rates, _isScheduled) = (loop, Rates(loop.Optimizer), loop.Observers.OfType<ScheduleStepper>().Any());
        _before.Clear();
        Compare();
    }

    /// <inheritdoc/>
    public override bool EpochEnded(int epoch, float loss)
    {
        bool isStill = Compare();
        double[] rates = Rates(_loop!.Optimizer);
        // Of a schedule a rate of 0 is a pause: a warm-up begins with it.
        if (isStill && rates.AsSpan().SequenceEqual(_rates) && !(_isScheduled && rates.Contains(0)))
            _loop.Stop("no parameter changes any more");
        _rates = rates;
        return false;
    }

    private static double[] Rates(Optimizer optimizer) => [.. optimizer.ParameterGroups.Select((_, group) => optimizer.RateOf(group))];

    // Whether all is as it was when this was asked before; keeps what it is now.
    private bool Compare()
    {
        bool isStill = true;
        int next = 0;
        foreach (var group in _loop!.Optimizer.ParameterGroups)
        {
            foreach (var state in group.States)
            {
                isStill &= IsAsBefore(next++, state.Value.Data);
                foreach (float[] kept in state.Kept)
                    isStill &= IsAsBefore(next++, kept);
            }
        }
        return isStill;
    }

    private bool IsAsBefore(int place, ReadOnlySpan<float> now)
    {
        // The optimizer's first step makes what it keeps.
        if (place == _before.Count)
            _before.Add([]);
        // By their bits: NaN does not change any more.
        if (MemoryMarshal.Cast<float, int>(now).SequenceEqual(MemoryMarshal.Cast<float, int>(_before[place])))
            return true;
        if (_before[place].Length != now.Length)
            _before[place] = new float[now.Length];
        now.CopyTo(_before[place]);
        return false;
    }
}
