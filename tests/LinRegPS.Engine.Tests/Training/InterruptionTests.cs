using System.Collections;
using LinRegPS.Engine.Tests.Data;
using LinRegPS.Kernels.Threading;
using LinRegPS.Training;

namespace LinRegPS.Engine.Tests.Training;

/// <summary>
/// A training of any kind that is ended anywhere, in whatever way, is at its last whole step; going on from there gives the bits of one
/// that was never ended. Alone in the process, for it draws from the generator of all.
/// </summary>
[Collection(AloneWithTheDefaultGenerator.Name)]
public class InterruptionTests
{
    private const int Epochs = 5;
    private static readonly Tensor s_x = Tensor.Normal(new Generator(1), 0, 1, 23, 3), s_y = Tensor.Normal(new Generator(2), 0, 1, 23, 1);

    // How a training is ended: between two steps, within one, after one by whoever looks on, between two epochs.
    private enum End
    {
        CancelledAfterAStep, CancelledInAStep, Interrupted, LossThrows, ModelThrows, StepObserverThrows, EpochObserverThrows, NobodyWantsMore,
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 250)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void GoingOnGivesTheBitsOfATrainingThatWasNeverEnded(int seed)
    {
        var random = new Random(seed);
        var kind = new Kind(random);
        var whole = new Run(kind);
        whole.Train(new(1), null, 0);
        string expected = whole.State();

        var parts = new Run(kind);
        var next = new TrainingPosition(1);
        string ends = string.Empty;
        for (int part = 0; part < 3 && next.Epoch <= Epochs; part++)
        {
            var end = (End)random.Next(8);
            int at = random.Next(1, end is End.EpochObserverThrows or End.NobodyWantsMore ? 3 : 12);
            next = parts.Train(next, end, at);
            ends += $"{end} at {at}: {next}; ";
        }
        if (next.Epoch <= Epochs)
            parts.Train(next, null, 0);
        Assert.True(expected == parts.State(), $"{kind}; {ends}\n{expected}\n{parts.State()}");
        Assert.Equal(whole.EpochLosses, parts.EpochLosses);
        // Steps that were taken twice had the same losses twice.
        Assert.Equal(whole.StepLosses, parts.StepLosses);
    }

    // Else the test above would try less than it says.
    [Fact]
    public void EveryEndIsTriedWithinAnEpochAndWithinAccumulatedBatches()
    {
        var random = new Random(0);
        foreach (var end in Enum.GetValues<End>().Except([End.EpochObserverThrows, End.NobodyWantsMore]))
        {
            var positions = Enumerable.Range(0, 40).Select(_ => new Run(new Kind(random) { Batch = 4, Accumulation = 2, Optimizer = "Adam", Model = 2 })
                .Train(new(1), end, random.Next(1, 12))).ToList();
            Assert.Contains(positions, position => position.Step > 1);
            Assert.All(positions, position => Assert.True(position.Step % 2 == 1 || position.Step == 7));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(2)]
    public void AStepThatIsNoBeginningIsRefused(int step)
    {
        var model = new Linear(3, 1);
        var loop = new TrainingLoop(model, new DataLoader(s_x, s_y, 4), new Sgd(model, 0.1)) { AccumulationSteps = 2, FirstStep = step };
        Support.Expect.Error<InvalidValueException>("InvalidStartStep", () => loop.Run([]).Count(), $"{step}");
    }

    /// <summary>What is trained and how, drawn at random.</summary>
    private sealed class Kind(Random random)
    {
        private static readonly string?[] s_schedules = [null, "StepLR", "CosineAnnealingLR", "OneCycleLR", "ReduceLROnPlateau", "CyclicLR", "ExponentialLR", "MultiplicativeLR"];

        public string Optimizer { get; init; } = LinRegPS.Optimizer.Names[random.Next(LinRegPS.Optimizer.Names.Count)];

        public int Model { get; init; } = random.Next(3);

        public int? Batch { get; init; } = new int?[] { null, 4, 7, 3 }[random.Next(4)];

        public bool Shuffle { get; } = random.Next(2) == 0;

        public int Accumulation { get; init; } = random.Next(1, 4);

        public string? Schedule { get; } = s_schedules[random.Next(s_schedules.Length)];

        public double? ClipNorm { get; } = random.Next(3) == 0 ? 0.5 : null;

        public bool IsPlain { get; } = random.Next(3) == 0;

        public int Steps => LinRegPS.Optimizer.Named(Optimizer, new Linear(1, 1, true, new Generator(0)), 0.01).NeedsClosure ? 1 : Accumulation;

        public override string ToString() => $"{Optimizer}, model {Model}, batches of {Batch}{(Shuffle ? " shuffled" : "")}, {Steps} a step, {Schedule}";
    }

    /// <summary>A model in training, and what is seen of it.</summary>
    private sealed class Run : TrainingObserver
    {
        private readonly Kind _kind;
        private readonly Module _model;
        private readonly Optimizer _optimizer;
        private readonly LearningRateSchedule? _schedule;
        private readonly Generator? _own = new(11);
        private CancellationTokenSource? _stop;
        private TrainingLoop? _loop;
        private End? _end;
        private int _left;

        public Run(Kind kind)
        {
            _kind = kind;
            Generator.ManualSeed(5);
            _model = kind.Model switch
            {
                // Fused where the loss is the engine's.
                0 => new Linear(3, 1, true, new Generator(0)),
                // With buffers and draws, of its own generator and of all.
                1 => new Sequential(new Linear(3, 4, true, new Generator(0)), new BatchNorm1d(4), new Dropout(0.3, _own), new Linear(4, 1, true, new Generator(1))),
                _ => new CustomModel([new("a", new Linear(3, 4, true, new Generator(0))), new("norm", new BatchNorm1d(4)), new("drop", new Dropout(0.2)), new("b", new Linear(4, 1, true, new Generator(1)))], Forward),
            };
            _optimizer = Optimizer.Named(kind.Optimizer, _model, 0.02);
            int steps = Epochs * 23;
            _schedule = kind.Schedule switch
            {
                null => null,
                "StepLR" => new StepLR(_optimizer, 2),
                "CosineAnnealingLR" => new CosineAnnealingLR(_optimizer, Epochs),
                "OneCycleLR" => new OneCycleLR(_optimizer, [0.05], steps, cycleMomentum: false),
                "ReduceLROnPlateau" => new ReduceLROnPlateau(_optimizer, factor: 0.5, patience: 0),
                "CyclicLR" => new CyclicLR(_optimizer, [0.01], [0.05], 5, cycleMomentum: false),
                "ExponentialLR" => new ExponentialLR(_optimizer, 0.9),
                _ => new MultiplicativeLR(_optimizer, [epoch => 1 - (0.1 * epoch / Epochs)]),
            };
        }

        public SortedDictionary<int, float> EpochLosses { get; } = [];

        public SortedDictionary<(int Epoch, int Step), float> StepLosses { get; } = [];

        public TrainingPosition Train(TrainingPosition first, End? end, int at)
        {
            using var stop = new CancellationTokenSource();
            (_stop, _end, _left) = (stop, end, at);
            bool isEngines = !_kind.IsPlain && end is not (End.LossThrows or End.ModelThrows or End.CancelledInAStep or End.Interrupted);
            _loop = new TrainingLoop(_model, new DataLoader(s_x, s_y, _kind.Batch, _kind.Shuffle ? new Generator(7) : null), _optimizer)
            {
                Loss = isEngines ? LossFunction.Mse() : new LossFunction("Mse", Loss),
                Epochs = Epochs - first.Epoch + 1,
                FirstEpoch = first.Epoch,
                FirstStep = first.Step,
                FirstLossSum = first.LossSum,
                AccumulationSteps = _kind.Steps,
                ClipNorm = _kind.ClipNorm,
                Observers = _schedule is null ? [] : [new ScheduleStepper(_schedule)],
            };
            using var interruptible = Interruption.Begin(end == End.Interrupted ? stop.Token : default);
            try
            {
                foreach (int _ in _loop.Run([this], stop.Token))
                {
                    if (end == End.NobodyWantsMore && --_left == 0)
                        break;
                }
            }
            catch (TimeoutException)
            {
            }
            return _loop.Next;
        }

        public override void StepEnded(int step, float loss)
        {
            int batches = _loop!.Data.Count;
            StepLosses[(_loop.FirstEpoch + ((step - 1) / batches), (step - 1) % batches)] = loss;
            Pass(End.StepObserverThrows);
            if (_end == End.CancelledAfterAStep && --_left == 0)
                _stop!.Cancel();
        }

        public override bool EpochEnded(int epoch, float loss)
        {
            EpochLosses[epoch] = loss;
            Pass(End.EpochObserverThrows);
            return true;
        }

        public override TrainingEvents Listens => TrainingEvents.StepEnded | TrainingEvents.EpochEnded;

        // All that a training changes, as bits.
        public string State() => Text(_model.StateDict()) + Text(_optimizer.StateDict()) + Text(_schedule?.StateDict())
            + Text(_own?.GetState()) + Text(Generator.Default.GetState());

        private Tensor Forward(CustomModel model, Tensor x)
        {
            for (int i = 0; i < 4; i++)
            {
                x = model.Layers[i].Value.Invoke(x);
                if (i == 2)
                    Pass(End.ModelThrows);
            }
            return x;
        }

        private Tensor Loss(Tensor prediction, Tensor target)
        {
            var loss = LinRegPS.Loss.Mse(prediction, target);
            if (_end is End.CancelledInAStep or End.Interrupted && --_left == 0)
                _stop!.Cancel();
            Pass(End.LossThrows);
            // A model of the engine's throws nothing by itself.
            if (_kind.Model < 2)
                Pass(End.ModelThrows);
            return loss;
        }

        private void Pass(End end)
        {
            if (_end == end && --_left == 0)
                throw new TimeoutException();
        }

        private static string Text(object? value) => value switch
        {
            null => "-",
            IDictionary all => string.Join('\n', all.Keys.Cast<object>().Select(key => $"{key}={Text(all[key])}")),
            Tensor { DType: DType.Int64 } tensor => string.Join(' ', tensor.ToInt64Array()),
            Tensor tensor => string.Join(' ', tensor.ToArray().Select(x => BitConverter.SingleToInt32Bits(x).ToString("X8"))),
            byte[] bytes => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes)),
            IEnumerable items and not string => string.Join(' ', items.Cast<object>().Select(Text)),
            double number => BitConverter.DoubleToInt64Bits(number).ToString("X16"),
            _ => $"{value}",
        };
    }
}
