using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Engine.Tests.Support;
using static LinRegPS.Engine.Tests.Diagnosis.Lint.LintCase;

namespace LinRegPS.Engine.Tests.Diagnosis.Lint;

// Work whose mistake is in a layer's mode, in what an optimizer object holds, or in what holds its steps back.
public partial class RulePairTests
{
    private static IReadOnlyList<TrainingFinding> Tested(Module middle, bool eval, bool recorded)
    {
        var model = new Sequential(new Linear(1, 8, true, new Generator(0)), new Tanh(), middle, new Linear(8, 1, true, new Generator(1)));
        return Watch(() =>
        {
            for (int i = 0; i < 8; i++)
            {
                model.ZeroGrad();
                Loss.Mse(model.Forward(X / 4), Y / 8).Backward();
                Sgd.Step(model, 0.1);
            }
            if (eval)
                model.Eval();
            if (recorded)
                model.Forward(X / 5);
            else
                WithoutGraph(() => model.Forward(X / 5));
        });
    }

    // Where the loss is small enough the loop ends before its backward pass.
    private static IReadOnlyList<TrainingFinding> EndsAtItsLoss()
    {
        var model = new Sequential(new Linear(1, 8, true, new Generator(0)), new Tanh(), new Dropout(0.1, new Generator(0)), new Linear(8, 1, true, new Generator(1)));
        return Watch(() =>
        {
            for (int i = 0; ; i++)
            {
                model.ZeroGrad();
                var loss = Loss.Mse(model.Forward(X / 4), Y / 8);
                if (i == 8)
                    break;
                loss.Backward();
                Sgd.Step(model, 0.1);
            }
        });
    }

    private static IReadOnlyList<TrainingFinding> Normed(int rows, int batch, Module? norm = null)
    {
        var model = new Sequential(new Linear(2, 3, true, new Generator(0)), norm ?? new BatchNorm1d(3), new Tanh(), new Linear(3, 1, true, new Generator(1)));
        var x = Tensor.Normal(new Generator(1), 0, 1, rows, 2);
        return Train(new TrainingRun(model, x, x.Sum(1, keepdim: true)) { BatchSize = batch, Epochs = 4, LearningRate = 0.05 });
    }

    private static IReadOnlyList<TrainingFinding> Late(bool replaced)
    {
        var layers = new Dictionary<string, Module> { ["hidden"] = new Linear(1, 4, true, new Generator(0)), ["output"] = new Linear(4, 1, true, new Generator(1)) };
        var model = new Branches(layers);
        Optimizer optimizer = new Adam(model, 0.01);
        if (replaced)
            layers["output"] = new Linear(4, 1, true, new Generator(2));
        return Optimized(model, optimizer);
    }

    private static IReadOnlyList<TrainingFinding> Added(bool after)
    {
        var layers = new Dictionary<string, Module> { ["hidden"] = new Linear(1, 4, true, new Generator(0)), ["output"] = new Linear(4, 1, true, new Generator(1)) };
        var (model, extra) = (new Branches(layers), new Linear(1, 1, true, new Generator(2)));
        Optimizer optimizer = new Adam(model, 0.01);
        layers["extra"] = extra;
        if (!after)
            optimizer = new Adam(model, 0.01);
        return Optimized(model, optimizer);
    }

    private static IReadOnlyList<TrainingFinding> Remade(bool after)
    {
        var w = Parameter(0);
        var optimizer = new Sgd([w], 0.01);
        if (after)
            w = Parameter(0.5f);
        return Watch(
            () =>
            {
                for (int i = 0; i < 5; i++)
                {
                    w.Grad = null;
                    Loss.Mse(w * X, Y).Backward();
                    optimizer.Step();
                }
            },
            ("w", w));
    }

    private static IReadOnlyList<TrainingFinding> Optimized(Module model, Optimizer optimizer) => Watch(
        () =>
        {
            for (int i = 0; i < 5; i++)
            {
                model.ZeroGrad();
                Loss.Mse(model.Forward(X / 4), Y / 8).Backward();
                optimizer.Step();
            }
        },
        () => [.. model.NamedParameters().Select(p => (p.Name, p.Value))]);

    private sealed class Branches(Dictionary<string, Module> layers) : Module
    {
        public Dictionary<string, Module> Layers { get; } = layers;

        public override Tensor Forward(Tensor x)
        {
            var y = Layers["output"].Forward(Layers["hidden"].Forward(x).Tanh());
            return Layers.TryGetValue("extra", out var extra) ? y + extra.Forward(x) : y;
        }
    }

    private static IReadOnlyList<TrainingFinding> Frozen(bool before, bool given, bool clear = false, bool thaw = false)
    {
        Tensor w = Parameter(0), b = Parameter(0.5f);
        b.RequiresGrad = !before;
        var optimizer = new Sgd(given ? [w, b] : [w], 0.01);
        return Watch(
            () =>
            {
                for (int i = 0; i < 6; i++)
                {
                    if (i == 3 && !before)
                        b.RequiresGrad = false;
                    if (i == 3 && clear)
                        b.Grad = null;
                    if (i == 5 && thaw)
                        b.RequiresGrad = true;
                    w.Grad = null;
                    if (b.RequiresGrad)
                        b.Grad = null;
                    Loss.Mse((w * X) + b, Y).Backward();
                    optimizer.Step();
                }
            },
            ("w", w),
            ("b", b));
    }

    private static IReadOnlyList<TrainingFinding> Scheduled(bool first, bool steps)
    {
        var w = Parameter(0);
        var optimizer = new Sgd([w], 0.05);
        var schedule = new StepLR(optimizer, 2, 0.5);
        return Watch(
            () =>
            {
                for (int i = 0; i < 5; i++)
                {
                    if (first)
                        schedule.Step();
                    optimizer.ZeroGrad();
                    Loss.Mse(w * X, Y).Backward();
                    if (steps)
                        optimizer.Step();
                    if (!first)
                        schedule.Step();
                }
            },
            ("w", w));
    }

    private static IReadOnlyList<TrainingFinding> Decayed(double gamma, int? batch = null, double rate = 0.001) =>
        Decayed(o => new ExponentialLR(o, gamma), batch, rate);

    private static IReadOnlyList<TrainingFinding> Decayed(Func<Optimizer, LearningRateSchedule> schedule, int? batch = null, double rate = 0.001)
    {
        var (x, y) = batch is null ? (X, Y) : (Tensor.Normal(new Generator(1), 0, 1, 20, 1), Tensor.Normal(new Generator(2), 0, 1, 20, 1));
        return Train(new TrainingRun(Line(0), x, y) { Epochs = 60, LearningRate = batch is null ? rate : 0.02, BatchSize = batch, Schedule = schedule });
    }

    private static IReadOnlyList<TrainingFinding> Clipped(double? norm = null, double? value = null) => Train(
        new TrainingRun(Line(0), X, Y) { Epochs = 30, LearningRate = 0.05, ClipNorm = norm, ClipValue = value });

    private static IReadOnlyList<TrainingFinding> Held(double mean, double deviation, string optimizer, bool leaveOut = false, double decay = 0.1)
    {
        var x = Tensor.Normal(new Generator(1), 0, 1, 40, 2);
        var y = (x.Sum(1, keepdim: true) * (deviation / Math.Sqrt(2))) + mean;
        return Train(new TrainingRun(new Linear(2, 1, true, new Generator(0)), x, y)
        {
            Epochs = 400,
            MakeOptimizer = model =>
            {
                var made = Optimizer.Named(optimizer, model, optimizer == "Sgd" ? 0.1 : 10);
                made.WeightDecay = decay;
                if (leaveOut)
                    made.LeaveOutOfDecay("bias", name => name == "bias");
                return made;
            },
        });
    }
}
