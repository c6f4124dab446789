namespace LinRegPS.Training;

/// <summary>Tells about five times a second how far a training is.</summary>
/// <param name="report">Is given the epoch and the loss of the last step.</param>
public sealed class TrainingProgress(Action<int, float> report) : TrainingObserver
{
    private const int Milliseconds = 200;
    private int _first, _batches, _check, _stride, _steps;
    private long _now, _next;

    /// <summary>The epoch to go on with: the first that is not done, or not to its end.</summary>
    public int NextEpoch => _first + (_steps / _batches);

    /// <summary>How many of that epoch's steps are done.</summary>
    public int StepsOfIt => _steps % _batches;

    /// <inheritdoc/>
    public override TrainingEvents Listens => TrainingEvents.StepEnded;

    /// <inheritdoc/>
    public override void TrainingBegins(TrainingLoop loop)
    {
        (_first, _batches, _check, _stride, _steps) = (loop.FirstEpoch, loop.Data.Count, 1, 1, loop.FirstStep - 1);
        (_now, _next) = (Environment.TickCount64, Environment.TickCount64 + Milliseconds);
    }

    /// <inheritdoc/>
    public override void StepEnded(int step, float loss)
    {
        _steps = step;
        if (step < _check)
            return;
        // While the clock stands still, ever more steps pass without a look at it: at most as many as since it moved.
        long now = Environment.TickCount64;
        (_stride, _now) = (now == _now ? 2 * _stride : 1, now);
        _check = step + _stride;
        if (now < _next)
            return;
        report(_first + ((step - 1) / _batches), loss);
        _next = Environment.TickCount64 + Milliseconds;
    }
}
