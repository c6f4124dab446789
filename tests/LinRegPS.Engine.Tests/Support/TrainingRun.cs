using LinRegPS.Training;

namespace LinRegPS.Engine.Tests.Support;

/// <summary>A training with all its settings in one place, as a cmdlet has them.</summary>
internal sealed class TrainingRun(Module model, Tensor x, Tensor y)
{
    public double LearningRate { get; init; } = 0.01;

    public int Epochs { get; init; } = 1;

    public int LogEvery { get; init; } = 1;

    public int? BatchSize { get; init; }

    public bool Shuffle { get; init; }

    public long? Seed { get; init; }

    public double LossScale { get; init; } = 1;

    public bool AllowBroadcast { get; init; }

    public string Loss { get; init; } = "Mse";

    public string Optimizer { get; init; } = "Sgd";

    /// <summary>Makes the optimizer, in place of the named one.</summary>
    public Func<Module, Optimizer>? MakeOptimizer { get; init; }

    public Func<Optimizer, LearningRateSchedule>? Schedule { get; init; }

    public double? ClipNorm { get; init; }

    public double? ClipValue { get; init; }

    public int AccumulationSteps { get; init; } = 1;

    public TrainingObserver? Lint { get; init; }

    public Action<int, float>? Progress { get; init; }

    public TrainingLoop ToLoop()
    {
        var optimizer = MakeOptimizer?.Invoke(model) ?? LinRegPS.Optimizer.Named(Optimizer, model, LearningRate);
        return new(model, new DataLoader(x, y, BatchSize, !Shuffle ? null : Seed is { } seed ? new Generator(seed) : new Generator()), optimizer)
        {
            Epochs = Epochs,
            LossScale = LossScale,
            Loss = LossFunction.Named(Loss, AllowBroadcast),
            ClipNorm = ClipNorm,
            ClipValue = ClipValue,
            AccumulationSteps = AccumulationSteps,
            Observers = Schedule is null ? [] : [new ScheduleStepper(Schedule(optimizer))],
        };
    }

    public IEnumerable<TrainingRecord> Run(CancellationToken cancellation = default)
    {
        TrainingObserver?[] observers = [Lint, Progress is null ? null : new TrainingProgress(Progress)];
        return ToLoop().Records(LogEvery, [.. observers.OfType<TrainingObserver>()], cancellation);
    }

    public IEnumerable<TrainingRecord> Records() => Run(TestContext.Current.CancellationToken);
}
