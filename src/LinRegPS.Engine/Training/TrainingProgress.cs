namespace LinRegPS.Training;

/// <summary>Tells about five times a second how far a training is.</summary>
/// <param name="report">Is given the epoch and the loss of the last step.</param>
public sealed class TrainingProgress(Action<int, float> report) : TrainingObserver
{
    private const int Milliseconds = 200;
    private int _batches;
    private long _next;

    /// <inheritdoc/>
    public override void TrainingBegins(TrainingLoop loop) => (_batches, _next) = (loop.Data.Count, Environment.TickCount64 + Milliseconds);

    /// <inheritdoc/>
    public override void StepEnded(int step, float loss)
    {
        if (Environment.TickCount64 < _next)
            return;
        report(((step - 1) / _batches) + 1, loss);
        _next = Environment.TickCount64 + Milliseconds;
    }
}
