namespace LinRegPS.Training;

/// <summary>Tells about five times a second how far a training is.</summary>
/// <param name="report">Is given the epoch and the loss of the last step.</param>
public sealed class TrainingProgress(Action<int, float> report) : TrainingObserver
{
    private const int Milliseconds = 200;
    private int _batches, _check, _stride;
    private long _now, _next;

    /// <inheritdoc/>
    public override TrainingEvents Listens => TrainingEvents.StepEnded;

    /// <inheritdoc/>
    public override void TrainingBegins(TrainingLoop loop)
    {
        (_batches, _check, _stride) = (loop.Data.Count, 1, 1);
        (_now, _next) = (Environment.TickCount64, Environment.TickCount64 + Milliseconds);
    }

    /// <inheritdoc/>
    public override void StepEnded(int step, float loss)
    {
        if (step < _check)
            return;
        // While the clock stands still, ever more steps pass without a look at it: at most as many as since it moved.
        long now = Environment.TickCount64;
        (_stride, _now) = (now == _now ? 2 * _stride : 1, now);
        _check = step + _stride;
        if (now < _next)
            return;
        report(((step - 1) / _batches) + 1, loss);
        _next = Environment.TickCount64 + Milliseconds;
    }
}
