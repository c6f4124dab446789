using System.Diagnostics;
using System.Runtime.CompilerServices;
using LinRegPS.Memory;

namespace LinRegPS;

/// <summary>
/// The loop that a script would write: forward, loss, backward, step, for a number of epochs over the data, whole or in
/// batches.
/// </summary>
public sealed class TrainingLoop
{
    private readonly Module _model;
    private readonly Tensor _input;
    private readonly Tensor _target;
    private readonly ModelParameter[] _parameters;
    private readonly Arena _memory;

    /// <summary>A loop that fits a model's parameters to give <paramref name="target"/> for <paramref name="input"/>.</summary>
    public TrainingLoop(Module model, Tensor input, Tensor target)
    {
        (_model, _input, _target) = (model, input, target);
        if (input.Numel == 0)
            throw Errors.Empty("Training", input.Shape);
        _parameters = [.. model.NamedParameters()];
        if (_parameters.Length == 0)
            throw Errors.NoParameters(model.GetType().Name);
        _memory = new Arena(_parameters.Select(p => p.Value));
    }

    /// <summary>The size of a step; not negative, finite.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>How many times to go over the data; at least 1.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>Every how many epochs a record is made; the first and the last always are.</summary>
    public int LogEvery { get; init; } = 1;

    /// <summary>
    /// How many rows of the data a step takes; null for all of them. The last batch of an epoch is smaller where the
    /// rows do not divide.
    /// </summary>
    public int? BatchSize { get; init; }

    /// <summary>Whether each epoch goes over the rows in a new random order: torch.randperm's, for the same seed.</summary>
    public bool Shuffle { get; init; }

    /// <summary>The seed of the orders; one of its own where null.</summary>
    public long? Seed { get; init; }

    /// <summary>What the loss is multiplied by.</summary>
    public double LossScale { get; init; } = 1;

    /// <summary>Whether prediction and target may have different shapes that broadcast.</summary>
    public bool AllowBroadcast { get; init; }

    /// <summary>Looks on at the epochs; null where nobody does.</summary>
    public TrainingObserver? Lint { get; init; }

    /// <summary>Called with the epoch and its loss about five times a second.</summary>
    public Action<int, float>? Progress { get; init; }

    internal IReadOnlyList<ModelParameter> Parameters => _parameters;

    internal int Samples => _input.Rank == 0 ? 1 : _input.Shape[0];

    internal int? Features => _input.Rank < 2 ? null : _input.Shape[^1];

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
        if (BatchSize is < 1)
            throw Errors.NotPositive("BatchSize", BatchSize.Value);
        if (!float.IsFinite((float)LossScale))
            throw Errors.NonFinite("LossScale", LossScale);
        var shuffle = !Shuffle ? null : Seed is { } seed ? new Generator(seed) : new Generator();
        return Train(new Batches(_input, _target, BatchSize, shuffle), cancellation);
    }

    private IEnumerable<TrainingRecord> Train(Batches batches, CancellationToken cancellation)
    {
        const int progressMilliseconds = 200;
        var regression = LinearRegressionStep.For(_model, _input, _target);
        Lint?.Begin(this, ComputeLoss, Epochs * (long)batches.Count);
        long start = Stopwatch.GetTimestamp(), nextProgress = Environment.TickCount64 + progressMilliseconds;
        int step = 0;
        for (int epoch = 1; epoch <= Epochs; epoch++)
        {
            float loss = 0;
            double sum = 0;
            batches.Shuffle();
            for (int batch = 0; batch < batches.Count; batch++)
            {
                if (cancellation.IsCancellationRequested)
                    yield break;
                batches.Load(batch);
                step++;
                loss = Lint is null ? Step(step, batches, regression) : WatchedStep(step, batches, regression);
                sum += loss * (double)batches.Rows;
                if (Progress is not null && Environment.TickCount64 >= nextProgress)
                {
                    Progress(epoch, loss);
                    nextProgress = Environment.TickCount64 + progressMilliseconds;
                }
            }
            if (epoch != 1 && epoch != Epochs && epoch % LogEvery != 0)
                continue;
            float mean = batches.Count == 1 ? loss : (float)(sum / Samples);
            yield return new TrainingRecord(epoch, mean, Stopwatch.GetElapsedTime(start), _parameters);
            // The gradients that a consumer has taken stay as they are.
            regression?.ReleaseGradients();
            _memory.Release();
        }
    }

    // The parameters change last and all together: whatever throws before leaves the model as it was.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float Step(int step, Batches batches, LinearRegressionStep? regression)
    {
        bool fused = regression is { Applies: true };
        float loss = fused ? regression!.Run(batches, (float)LossScale) * (float)LossScale : 0;
        // What is not finite is looked at in the graph.
        if (!fused || (Lint is not null && !float.IsFinite(loss)))
            loss = GoBackward(step, batches);
        Sgd.Step(_parameters, _model, LearningRate);
        return loss;
    }

    private float GoBackward(int step, Batches batches)
    {
        float loss = 0;
        // Whoever looks on may keep what he sees.
        if (_model.KeepsNothing && Lint is null && Watcher.Current is null)
            _memory.Run(() => loss = Differentiate(step, batches));
        else
            loss = Differentiate(step, batches);
        return loss;
    }

    private float Differentiate(int step, Batches batches)
    {
        // Where the loss is not finite, the lint looks at the graph of a step that it does not watch.
        using var kept = Lint is null ? default(Watcher.KeptInputs?) : Watcher.KeepInputs();
        var loss = ComputeLoss(batches.Input, batches.Target);
        if (!loss.RequiresGrad)
            throw Errors.NothingRecorded();
        if (Lint is not null && !float.IsFinite(loss.Item()))
            Lint.InspectNonFinite(step, loss);
        foreach (var parameter in _parameters)
            parameter.Value.Grad = null;
        loss.Backward();
        return loss.Item();
    }

    internal Tensor ComputeLoss() => ComputeLoss(_input, _target);

    private Tensor ComputeLoss(Tensor input, Tensor target)
    {
        var loss = Loss.Mse(_model.Invoke(input), target, Reduction.Mean, AllowBroadcast);
        return LossScale == 1 ? loss : loss * LossScale;
    }

    // Watched within the step alone: what stands behind in a pipeline runs on the same thread between two steps.
    private float WatchedStep(int step, Batches batches, LinearRegressionStep? regression)
    {
        float loss;
        if (Lint!.Attends(step))
        {
            using (Lint.Watch(step))
                loss = Step(step, batches, regression);
        }
        else
            loss = Step(step, batches, regression);
        Lint.StepEnded(step, loss);
        return loss;
    }
}
