using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace LinRegPS;

/// <summary>
/// The loop that a script would write: forward, loss, backward, step, for a number of epochs over the whole data.
/// </summary>
public sealed class TrainingLoop
{
    private readonly Module _model;
    private readonly Tensor _input;
    private readonly Tensor _target;
    private readonly IReadOnlyList<ModelParameter> _parameters;

    /// <summary>A loop that fits a model's parameters to give <paramref name="target"/> for <paramref name="input"/>.</summary>
    public TrainingLoop(Module model, Tensor input, Tensor target)
    {
        (_model, _input, _target) = (model, input, target);
        if (input.Numel == 0)
            throw Errors.Empty("Training", input.Shape);
        _parameters = model.NamedParameters();
        if (_parameters.Count == 0)
            throw Errors.NoParameters(model.GetType().Name);
    }

    /// <summary>The size of a step; not negative, finite.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>How many times to go over the data; at least 1.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>Every how many epochs a record is made; the first and the last always are.</summary>
    public int LogEvery { get; init; } = 1;

    /// <summary>What the loss is multiplied by.</summary>
    public double LossScale { get; init; } = 1;

    /// <summary>Whether prediction and target may have different shapes that broadcast.</summary>
    public bool AllowBroadcast { get; init; }

    /// <summary>Called with the epoch and its loss about five times a second.</summary>
    public Action<int, float>? Progress { get; init; }

    /// <summary>
    /// Trains, giving a record for each logged epoch while it runs. Cancelling ends it between two steps: the model
    /// is left as the last whole step made it.
    /// </summary>
    public IEnumerable<TrainingRecord> Run(CancellationToken cancellation = default)
    {
        Sgd.CheckLearningRate(LearningRate);
        if (Epochs < 1)
            throw Errors.NotPositive("Epoch", Epochs);
        if (LogEvery < 1)
            throw Errors.NotPositive("LogEvery", LogEvery);
        if (!float.IsFinite((float)LossScale))
            throw Errors.NonFinite("LossScale", LossScale);
        return Train(cancellation);
    }

    private IEnumerable<TrainingRecord> Train(CancellationToken cancellation)
    {
        const int progressMilliseconds = 200;
        long start = Stopwatch.GetTimestamp(), nextProgress = Environment.TickCount64 + progressMilliseconds;
        for (int epoch = 1; epoch <= Epochs && !cancellation.IsCancellationRequested; epoch++)
        {
            float loss = Step();
            if (epoch == 1 || epoch == Epochs || epoch % LogEvery == 0)
                yield return new TrainingRecord(epoch, loss, Stopwatch.GetElapsedTime(start), _parameters);
            if (Progress is not null && Environment.TickCount64 >= nextProgress)
            {
                Progress(epoch, loss);
                nextProgress = Environment.TickCount64 + progressMilliseconds;
            }
        }
    }

    // The parameters change last and all together: whatever throws before leaves the model as it was.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float Step()
    {
        var loss = Loss.Mse(_model.Invoke(_input), _target, Reduction.Mean, AllowBroadcast);
        if (LossScale != 1)
            loss *= LossScale;
        if (!loss.RequiresGrad)
            throw Errors.NothingRecorded();
        foreach (var parameter in _parameters)
            parameter.Value.Grad = null;
        loss.Backward();
        Sgd.Step(_parameters, _model.GetType().Name, LearningRate);
        return loss.Item();
    }
}
