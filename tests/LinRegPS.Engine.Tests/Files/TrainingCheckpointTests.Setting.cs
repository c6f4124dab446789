using LinRegPS.Files.Models;
using LinRegPS.Training;

namespace LinRegPS.Engine.Tests.Files;

// A training as it is set up, so that it can be made again.
public sealed partial class TrainingCheckpointTests
{
    private sealed record Setting
    {
        public string Method { get; init; } = nameof(Adam);

        public int Every { get; init; } = 1;

        public int Epochs { get; init; } = TrainingCheckpointTests.Epochs;

        public int? Batch { get; init; }

        public long? Seed { get; init; }

        public int Patience { get; init; }

        public int Accumulation { get; init; } = 1;

        public double? ClipNorm { get; init; }

        public double LossScale { get; init; } = 1;

        public string Loss { get; init; } = "Mse";

        public bool Freeze { get; init; }

        public Tensor Input { get; init; } = s_input;

        public Tensor Target { get; init; } = s_target;

        public Func<Module> Activation { get; init; } = () => new Tanh();

        public Func<Optimizer, LearningRateSchedule>? Schedule { get; init; }

        public Action<Optimizer>? Change { get; init; }

        public Resumable Make(string path, long seed = 0)
        {
            var draws = new Generator(seed);
            var model = new Sequential(new Linear(3, 8, true, draws), Activation(), new BatchNorm1d(8), new Dropout(0.25, draws), new Linear(8, 1, true, draws));
            if (Freeze)
                ((Linear)model[0]).Weight.RequiresGrad = false;
            var optimizer = Optimizer.Named(Method, model, 0.05);
            Change?.Invoke(optimizer);
            var data = new DataLoader(Input, Target, Batch, Seed is { } order ? new Generator(order) : Batch is null ? null : Generator.Default);
            var loop = new TrainingLoop(model, data, optimizer)
            {
                Epochs = Epochs,
                Loss = LossFunction.Named(Loss),
                LossScale = LossScale,
                ClipNorm = ClipNorm,
                AccumulationSteps = Accumulation,
                Observers = Schedule is null ? [] : [new ScheduleStepper(Schedule(optimizer))],
            };
            EarlyStopping? stopping = Patience > 0 ? new(Patience) : null;
            TrainingObserver[] observers = stopping is null ? [] : [stopping];
            return new Resumable(loop, stopping, observers, new TrainingCheckpoint(path, Every, loop, observers));
        }
    }

    private sealed record Resumable(TrainingLoop Loop, EarlyStopping? Stopping, TrainingObserver[] Observers, TrainingCheckpoint Checkpoint)
    {
        /// <summary>Trains to the end, or in the middle of an epoch to where a process was killed.</summary>
        public void Train(int? stopAfter = null)
        {
            using var stop = new CancellationTokenSource();
            int steps = 0;
            if (stopAfter == 0)
                stop.Cancel();
            foreach (int _ in Loop.Run([.. Observers, Checkpoint, new Each(() => { if (++steps == stopAfter) stop.Cancel(); })], stop.Token))
            {
            }
            if (stopAfter is null)
                Stopping?.RestoreBest();
        }
    }
}
