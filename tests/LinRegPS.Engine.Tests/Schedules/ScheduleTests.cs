using System.Text.Json;
using LinRegPS.Engine.Tests.Optimizers;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Schedules;

/// <summary>Learning rates, and momenta that are cycled, are PyTorch's to 1e-12.</summary>
public class ScheduleTests
{
    private const double Tolerance = 1e-12;

    private static readonly TorchSchedule[] s_traces =
    [
        .. OpReference.Instance.Schedulers.Select(trace => new TorchSchedule(
            trace.Scheduler, trace.Args, "SGD", [trace.BaseLr], null, trace.Metrics, [.. trace.Lr.Select(rate => new[] { rate })], trace.Momentum ?? [])),
        .. OptimizerTraceTests.Reference.Schedulers,
    ];

    public static TheoryData<int, string> Traces { get; } = [.. s_traces.Select((trace, i) => (i, trace.Scheduler))];

    [Theory]
    [MemberData(nameof(Traces))]
    public void RatesArePyTorchs(int index, string name)
    {
        var trace = s_traces[index];
        Assert.Equal(name, trace.Scheduler);
        var (optimizer, schedule) = Make(trace);
        for (int step = 0; step < trace.Rates.Length; step++)
        {
            if (step > 0)
                Step(schedule, trace, step);
            AssertRates(trace.Rates[step], optimizer, schedule);
            if (trace.Momenta.Length > 0)
                Assert.Equal(trace.Momenta[step], Momentum(optimizer), Tolerance);
        }
        Assert.Equal(trace.Rates.Length - 1, schedule.LastEpoch);
    }

    [Theory]
    [MemberData(nameof(Traces))]
    public void AStateThatIsLoadedGoesOnTheSame(int index, string name)
    {
        var trace = s_traces[index];
        Assert.Equal(name, trace.Scheduler);
        foreach (int cut in new[] { 1, 4, 11 })
        {
            var (_, first) = Make(trace);
            for (int step = 1; step <= cut; step++)
                Step(first, trace, step);
            var (optimizer, second) = Make(trace);
            second.LoadStateDict(first.StateDict());
            AssertRates(trace.Rates[cut], optimizer, second);
            for (int step = cut + 1; step < trace.Rates.Length; step++)
            {
                Step(second, trace, step);
                AssertRates(trace.Rates[step], optimizer, second);
            }
        }
    }

    // Those that have a formula of the epoch; of the others a rate is made from the one before.
    [Theory]
    [MemberData(nameof(Traces))]
    public void GoingToAnEpochGivesItsRate(int index, string name)
    {
        if (name is "MultiplicativeLR" or "CosineAnnealingWarmRestarts" or "ReduceLROnPlateau" or "ChainedScheduler" or "SequentialLR")
            return;
        var trace = s_traces[index];
        for (int step = 0; step < trace.Rates.Length; step++)
        {
            var (optimizer, schedule) = Make(trace);
            schedule.GoTo(step);
            Assert.Equal(step, schedule.LastEpoch);
            AssertRates(trace.Rates[step], optimizer, schedule);
            if (trace.Momenta.Length > 0)
                Assert.Equal(trace.Momenta[step], Momentum(optimizer), Tolerance);
        }
    }

    [Fact]
    public void EveryScheduleIsCompared() => Assert.Equal(
        LearningRateSchedule.Names, s_traces.Select(trace => trace.Scheduler).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void GroupsWithoutARateOfTheirOwnShareTheOptimizers()
    {
        Tensor a = Tensor.Zeros(1).RequiresGrad_(), b = Tensor.Zeros(1).RequiresGrad_();
        var sgd = new Sgd([a], 0.1);
        sgd.AddParameterGroup(new([b]));
        var schedule = new ExponentialLR(sgd, 0.5);
        schedule.Step();
        Assert.Equal((0.05, null, null), (sgd.LearningRate, sgd.ParameterGroups[0].LearningRate, sgd.ParameterGroups[1].LearningRate));
        // Until they are given different ones.
        var lambdas = new LambdaLR(sgd, epoch => 1, epoch => 1.0 / (1 + epoch));
        lambdas.Step();
        Assert.Equal([0.1, 0.05], sgd.ParameterGroups.Select(group => group.LearningRate));
    }

    [Fact]
    public void ARateThatIsNoRateIsRefused()
    {
        var sgd = new Sgd([Tensor.Zeros(1).RequiresGrad_()], 0.1);
        var schedule = new LambdaLR(sgd, epoch => epoch == 0 ? 1 : double.NaN);
        Expect.Error<InvalidValueException>("InvalidLearningRate", schedule.Step, "NaN");
        Assert.Equal(0.1, sgd.LearningRate);
    }

    // PyTorch's own rates are -8.9e-20 and -6.7e-19 there.
    [Theory]
    [InlineData(0.001, 10)]
    [InlineData(0.1, 20)]
    public void ALineToZeroEndsThere(double start, int epochs)
    {
        var sgd = new Sgd([Tensor.Zeros(1).RequiresGrad_()], 0.1);
        var schedule = new LinearLR(sgd, start, 0, epochs);
        for (int i = 0; i < 2 * epochs; i++)
            schedule.Step();
        Assert.Equal(0, sgd.LearningRate, Tolerance);
    }

    private static void AssertRates(double[] expected, Optimizer optimizer, LearningRateSchedule schedule)
    {
        double[] actual = [.. optimizer.ParameterGroups.Select(group => group.LearningRate ?? optimizer.LearningRate)];
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
        Assert.Equal(actual, schedule.GetLastLr());
    }

    private static double Momentum(Optimizer optimizer) => optimizer is Adam adam ? adam.Beta1 : ((Sgd)optimizer).Momentum;

    private static void Step(LearningRateSchedule schedule, TorchSchedule trace, int step)
    {
        if (schedule is ReduceLROnPlateau plateau)
            plateau.Step(trace.Metrics![step - 1]);
        else
            schedule.Step();
    }

    private static (Optimizer, LearningRateSchedule) Make(TorchSchedule trace)
    {
        Optimizer optimizer = trace.Optimizer == "SGD" ? new Sgd([Parameter()], trace.Groups[0]) { Momentum = 0.9 } : new Adam([Parameter()], trace.Groups[0]);
        foreach (double rate in trace.Groups[1..])
            optimizer.AddParameterGroup(new([Parameter()]) { LearningRate = rate });
        var parts = trace.Parts?.Select(part => One(part[0].GetString()!, part[1].Deserialize<Dictionary<string, JsonElement>>()!, optimizer)).ToArray();
        return (optimizer, trace.Scheduler switch
        {
            "SequentialLR" => new SequentialLR(optimizer, parts!, trace.Args["milestones"].Deserialize<int[]>()!),
            "ChainedScheduler" => new ChainedScheduler(parts!),
            _ => One(trace.Scheduler, trace.Args, optimizer),
        });

        static Tensor Parameter() => Tensor.Zeros(1).RequiresGrad_();
    }

    // The functions of the reference are named by their text.
    private static LearningRateSchedule One(string name, Dictionary<string, JsonElement> args, Optimizer optimizer)
    {
        string? text = args.TryGetValue("lr_lambda", out var value) ? value.GetString() : null;
        return name switch
        {
            "LambdaLR" => new LambdaLR(optimizer, text switch
            {
                null => epoch => Math.Pow(0.9, epoch),
                "0.95 ** epoch" => epoch => Math.Pow(0.95, epoch),
                "1 / (1 + 0.1 * epoch)" => epoch => 1 / (1 + (0.1 * epoch)),
                _ => throw new ArgumentException(text),
            }),
            "MultiplicativeLR" => new MultiplicativeLR(optimizer, text is null ? epoch => 1 - (0.01 * epoch) : _ => 0.97),
            _ => TorchOptimizer.Schedule(name, args, optimizer),
        };
    }
}
