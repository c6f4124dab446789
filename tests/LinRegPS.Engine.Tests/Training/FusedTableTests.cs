using LinRegPS.Engine.Tests.Support;
using LinRegPS.Training;

namespace LinRegPS.Engine.Tests.Training;

/// <summary>
/// The fused gradients of linear regression, with every optimizer, schedule, clipping, accumulation and kind of batches: the bits of the
/// recorded operations, whose memory is used again or not.
/// </summary>
public class FusedTableTests
{
    private const int Rows = 103, Columns = 3, Epochs = 3;
    private static readonly Tensor s_x = Tensor.From(Numbers.Normal(1, Rows * Columns), Rows, Columns);
    private static readonly Tensor s_y = Tensor.From(Numbers.Normal(2, Rows), Rows, 1);

    private static readonly (string Name, Func<Optimizer, int, LearningRateSchedule?> Make)[] s_schedules =
    [
        ("none", (_, _) => null),
        ("after epochs", (optimizer, _) => new CosineAnnealingLR(optimizer, Epochs)),
        ("by the loss", (optimizer, _) => new ReduceLROnPlateau(optimizer, factor: 0.5, patience: 0)),
        ("after steps", (optimizer, steps) => new OneCycleLR(optimizer, [0.05], steps, cycleMomentum: false)),
    ];

    private static readonly (int? Size, bool Shuffle)[] s_batches = [(null, false), (10, false), (10, true), (40, true), (1, false), (Rows, true)];

    private static readonly (double? Norm, double? Value)[] s_clips = [(null, null), (0.3, null), (null, 0.2)];

    /// <summary>How gradients are computed; all but the first by the graph.</summary>
    private enum Path
    {
        Fused, MemoryUsedAgain, Plain,
    }

    public static TheoryData<string, string> Table => new(
        from optimizer in Optimizer.Names
        from schedule in s_schedules
        select (optimizer, schedule.Name));

    [Theory]
    [MemberData(nameof(Table))]
    public void TheBitsAreThoseOfTheGraph(string optimizer, string schedule)
    {
        var settings =
            from batches in s_batches
            from clip in s_clips
            from accumulation in new[] { 1, 3 }
            from bias in new[] { true, false }
            from scale in new[] { 1.0, 0.7 }
            select (batches, clip, accumulation, bias, scale);
        foreach (var (batches, clip, accumulation, bias, scale) in settings)
        {
            // A method that computes the loss itself can't add batches up.
            if (accumulation > 1 && Optimizer.Named(optimizer, new Linear(1, 1), 0.1).NeedsClosure)
                continue;
            string[] bits = [.. Enum.GetValues<Path>().Select(path => Train(path, s_x, s_y, optimizer, schedule, batches, clip, accumulation, bias, scale))];
            Assert.True(bits[0] == bits[1] && bits[0] == bits[2], $"{batches}, {clip}, {accumulation}, {bias}, {scale}:\n{string.Join('\n', bits)}");
        }
    }

    // Large enough that the work is shared out among threads.
    [Theory]
    [InlineData(null, false)]
    [InlineData(30000, false)]
    [InlineData(30000, true)]
    public void TheyAreSoForAnyNumberOfThreads(int? size, bool shuffle)
    {
        const int rows = 100_000;
        Tensor x = Tensor.Normal(new Generator(3), 0, 1, rows, Columns), y = Tensor.Normal(new Generator(4), 0, 1, rows, 1);
        int before = TensorThreads.Count;
        try
        {
            var bits = new HashSet<string>();
            foreach (int threads in new[] { 1, 2, 3 })
            {
                TensorThreads.Count = threads;
                foreach (var path in Enum.GetValues<Path>())
                    bits.Add(Train(path, x, y, "Adam", "after steps", (size, shuffle), (0.3, null), 2, true, 1));
            }
            Assert.Single(bits);
        }
        finally
        {
            TensorThreads.Count = before;
        }
    }

    // The table is of two paths only where the first is the fused one.
    [Fact]
    public void OnlyTheFirstPathIsFused()
    {
        foreach (var path in Enum.GetValues<Path>())
        {
            var model = Model(path, new Linear(Columns, 1));
            var loop = new TrainingLoop(model, new DataLoader(s_x, s_y), new Sgd(model, 0.1)) { Loss = LossOf(path) };
            Assert.Equal(path == Path.Fused, LinearRegressionGradients.For(loop) is not null);
        }
    }

    private static Module Model(Path path, Linear layer) => path == Path.MemoryUsedAgain ? new Sequential(layer) : layer;

    // What is not the engine's own is called as it is.
    private static LossFunction LossOf(Path path) =>
        path == Path.Plain ? new LossFunction("Mse", (prediction, target) => Loss.Mse(prediction, target)) : LossFunction.Mse();

    private static string Train(
        Path path, Tensor x, Tensor y, string optimizerName, string scheduleName, (int? Size, bool Shuffle) batches, (double? Norm, double? Value) clip,
        int accumulation, bool bias, double scale)
    {
        var layer = new Linear(Columns, 1, bias, new Generator(0));
        var model = Model(path, layer);
        var optimizer = Optimizer.Named(optimizerName, model, 0.02);
        var data = new DataLoader(x, y, batches.Size, batches.Shuffle ? new Generator(7) : null);
        var schedule = s_schedules.First(s => s.Name == scheduleName).Make(optimizer, Epochs * data.Count);
        var loop = new TrainingLoop(model, data, optimizer)
        {
            Loss = LossOf(path),
            Epochs = Epochs,
            ClipNorm = clip.Norm,
            ClipValue = clip.Value,
            AccumulationSteps = accumulation,
            LossScale = scale,
            Observers = schedule is null ? [] : [new ScheduleStepper(schedule)],
        };
        var losses = new Losses();
        foreach (int _ in loop.Run([losses]))
        {
        }
        IEnumerable<float> numbers = [.. losses.All, .. layer.Weight.ToArray(), .. layer.Bias?.ToArray() ?? [], .. layer.Weight.Grad!.ToArray(), (float)optimizer.LearningRate];
        return string.Join(' ', numbers.Select(number => BitConverter.SingleToInt32Bits(number).ToString("X8")));
    }

    private sealed class Losses : TrainingObserver
    {
        public List<float> All { get; } = [];

        public override TrainingEvents Listens => TrainingEvents.StepEnded | TrainingEvents.EpochEnded;

        public override void StepEnded(int step, float loss) => All.Add(loss);

        public override bool EpochEnded(int epoch, float loss)
        {
            All.Add(loss);
            return false;
        }
    }
}
