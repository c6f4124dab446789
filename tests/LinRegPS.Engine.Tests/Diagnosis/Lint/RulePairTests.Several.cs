using LinRegPS.Diagnosis.Lint.Watching;
using static LinRegPS.Engine.Tests.Diagnosis.Lint.LintCase;

namespace LinRegPS.Engine.Tests.Diagnosis.Lint;

// Work with several models, optimizers or trainings, and what a last layer can give.
public partial class RulePairTests
{
    private static readonly Tensor s_points = Tensor.Normal(new Generator(1), 0, 1, 20, 2);

    private static Dictionary<string, (Func<IReadOnlyList<TrainingFinding>> Mistake, Func<IReadOnlyList<TrainingFinding>> Near)[]> OfSeveral() => new()
    {
        ["BoundedOutput"] =
        [
            (() => Ended(t => t.Relu(), Y - 5), () => Ended(t => t.Relu(), Y)),
            (() => Ended(t => t.Sigmoid(), Y), () => Ended(t => t.Sigmoid(), Y / 8)),
            (() => Ended(t => t.Sigmoid(), Y), () => Ended(t => t.Sigmoid() * 10, Y)),
            (() => Ended(t => t.Tanh(), Y - 5), () => Ended(t => t.Tanh(), Y / 8 - 0.5)),
            // In the middle of a model; one outlier among twenty.
            (() => Ended(t => t.Relu(), Y - 5), () => Ended(t => t.Relu() - 5, Y - 5)),
            (() => Ended(t => t.Relu(), Y - 5), () => Train(Answered(), s_points, Tensor.Cat([Tensor.Ones(19, 1), Tensor.Full(-1, 1, 1)], 0), 0.01, 8)),
        ],
        ["NewOptimizer"] =
        [
            (() => Stepped(each: true), () => Stepped(each: false)),
            (() => Stepped(each: true), () => Stepped(each: true, start: true)),
            // What keeps nothing loses nothing; two phases are two optimizers.
            (() => Stepped(each: true), () => Stepped(each: true, name: "Sgd")),
            (() => Stepped(each: true), () => Stepped(each: true, rounds: 2)),
            (() => Stepped(each: true), () => Stepped(each: true, steps: 30)),
        ],
    };

    private static Tensor Rows3 => Tensor.Normal(new Generator(1), 0, 1, 20, 3);

    private static CustomModel Answered()
    {
        var layer = new Linear(2, 1, true, new Generator(0));
        return new([new("layer", layer)], (_, x) => layer.Forward(x).Relu());
    }

    private static IReadOnlyList<TrainingFinding> Ended(Func<Tensor, Tensor> end, Tensor target)
    {
        var layer = new Linear(1, 1, true, new Generator(0));
        return Train(new CustomModel([new("layer", layer)], (_, x) => end(layer.Forward(x))), X / 4, target, 0.01, 8);
    }

    private static IReadOnlyList<TrainingFinding> Stepped(bool each, bool start = false, string name = "Adam", int rounds = 8, int steps = 1)
    {
        var layer = new Linear(2, 1, true, new Generator(0));
        var (state, y) = (layer.StateDict(), s_points.Sum(1, keepdim: true));
        return Watch(() =>
        {
            var optimizer = Optimizer.Named(name, layer, 0.01);
            for (int round = 0; round < rounds; round++)
            {
                if (start)
                    layer.LoadStateDict(state);
                if (each)
                    optimizer = Optimizer.Named(name, layer, 0.01);
                for (int i = 0; i < steps; i++)
                {
                    optimizer.ZeroGrad();
                    Loss.Mse(layer.Forward(s_points), y).Backward();
                    optimizer.Step();
                }
            }
        });
    }

    // A generator, and what tells its points from others.
    private static IReadOnlyList<TrainingFinding> Adversaries(bool clear)
    {
        Linear made = new(2, 2, true, new Generator(0)), judged = new(2, 1, false, new Generator(1));
        Adam maker = new(made, 0.01), judge = new(judged, 0.01);
        Tensor yes = Tensor.Ones(20, 1), no = Tensor.Zeros(20, 1);
        return Watch(() =>
        {
            for (int i = 0; i < 8; i++)
            {
                var fake = made.Forward(Tensor.Normal(new Generator(i), 0, 1, 20, 2));
                if (clear)
                    judge.ZeroGrad();
                (Loss.BinaryCrossEntropyWithLogits(judged.Forward(s_points), yes) + Loss.BinaryCrossEntropyWithLogits(judged.Forward(fake.Detach()), no)).Backward();
                judge.Step();
                maker.ZeroGrad();
                Loss.BinaryCrossEntropyWithLogits(judged.Forward(fake), yes).Backward();
                maker.Step();
            }
        });
    }

    // Each step is taken at points that were moved to make the loss larger.
    private static IReadOnlyList<TrainingFinding> Attacked(bool clear)
    {
        var layer = new Linear(2, 1, false, new Generator(0));
        var (adam, y) = (new Adam(layer, 0.01), s_points.Sum(1, keepdim: true));
        return Watch(() =>
        {
            for (int i = 0; i < 8; i++)
            {
                var moved = s_points.Clone().RequiresGrad_();
                Loss.Mse(layer.Forward(moved), y).Backward();
                moved = (moved + (0.1 * moved.Grad!.Sign())).Detach();
                if (clear)
                    adam.ZeroGrad();
                Loss.Mse(layer.Forward(moved), y).Backward();
                adam.Step();
            }
        });
    }

    private static IReadOnlyList<TrainingFinding> Expected(Func<Tensor, Tensor> target)
    {
        var layer = new Linear(2, 3, true, new Generator(0));
        var (adam, action) = (new Adam(layer, 0.01), Tensor.FromInt64([.. Enumerable.Range(0, 20).Select(i => i % 3L)], 20, 1));
        return Watch(() =>
        {
            for (int i = 0; i < 8; i++)
            {
                adam.ZeroGrad();
                var next = layer.Forward(s_points.Roll(1, 0)).Max(1).Values.Reshape(20, 1);
                Loss.Mse(layer.Forward(s_points).Gather(1, action), target(s_points.Sum(1, keepdim: true) + (0.9 * next))).Backward();
                adam.Step();
            }
        });
    }

    private static IReadOnlyList<TrainingFinding> Agreeing()
    {
        var layer = new Linear(2, 3, true, new Generator(0));
        var adam = new Adam(layer, 0.01);
        return Watch(() =>
        {
            for (int i = 0; i < 8; i++)
            {
                adam.ZeroGrad();
                (Loss.Mse(layer.Forward(s_points), s_points.Sum(1, keepdim: true).Expand(20, 3)) + Loss.Mse(layer.Forward(s_points), layer.Forward(s_points + 0.1))).Backward();
                adam.Step();
            }
        });
    }

    // An optimizer for the last of two layers, or for its weight alone.
    private static IReadOnlyList<TrainingFinding> HeadOf(int held)
    {
        Linear body = new(2, 4, true, new Generator(0)), head = new(4, 1, true, new Generator(1));
        var y = s_points.Sum(1, keepdim: true);
        return Watch(() =>
        {
            var adam = new Adam([.. head.Parameters().Take(held)], 0.01);
            for (int i = 0; i < 8; i++)
            {
                body.ZeroGrad();
                head.ZeroGrad();
                Loss.Mse(head.Forward(body.Forward(s_points).Tanh()), y).Backward();
                adam.Step();
            }
        });
    }

    // A loop that never steps: of a model that is to learn, or for the input that a trained one gives most for.
    private static IReadOnlyList<TrainingFinding> Sought(bool model)
    {
        var (layer, y) = (new Linear(2, 1, false, new Generator(0)), s_points.Sum(1, keepdim: true));
        return Watch(() =>
        {
            var input = s_points.Clone().RequiresGrad_(!model);
            for (int i = 0; i < 8; i++)
            {
                layer.ZeroGrad();
                Loss.Mse(layer.Forward(input), y).Backward();
                if (!model)
                {
                    using (GradMode.NoGrad())
                        input.Sub_(0.1 * input.Grad!);
                    input.Grad = null;
                }
            }
        });
    }

    // A copy that follows the mean of what the model was, and is only looked at.
    private static IReadOnlyList<TrainingFinding> Averaged()
    {
        Linear layer = new(2, 1, true, new Generator(0)), mean = new(2, 1, true, new Generator(0));
        var y = s_points.Sum(1, keepdim: true);
        return Watch(
            () =>
            {
                for (int i = 0; i < 8; i++)
                {
                    layer.ZeroGrad();
                    Loss.Mse(layer.Forward(s_points), y).Backward();
                    Sgd.Step(layer, 0.1);
                    using (GradMode.NoGrad())
                    {
                        mean.Weight.Mul_(0.9).Add_(0.1 * layer.Weight);
                        mean.Bias!.Mul_(0.9).Add_(0.1 * layer.Bias!);
                        mean.Forward(s_points).ToArray();
                    }
                }
            },
            ("mean.weight", mean.Weight),
            ("mean.bias", mean.Bias!));
    }

    private static IReadOnlyList<TrainingFinding> TwoModels(bool one)
    {
        Linear first = new(2, 4, true, new Generator(0)), second = new(4, 2, true, new Generator(1));
        var both = new Sequential(first, second);
        Adam[] adams = one ? [new(both, 0.01)] : [new(first, 0.01), new(second, 0.01)];
        return Watch(() =>
        {
            for (int i = 0; i < 8; i++)
            {
                both.ZeroGrad();
                Loss.Mse(second.Forward(first.Forward(s_points)), s_points).Backward();
                Array.ForEach(adams, adam => adam.Step());
            }
        });
    }

    private static IReadOnlyList<TrainingFinding> Drawn(int times)
    {
        var model = new Sequential(new Linear(2, 8, true, new Generator(0)), new Dropout(0.2, new Generator(0)), new Linear(8, 1, true, new Generator(1)), new Dropout(0.2, new Generator(1)));
        return Watch(() =>
        {
            for (int i = 0; i < 8; i++)
            {
                model.ZeroGrad();
                Loss.Mse(model.Forward(s_points), s_points.Sum(1, keepdim: true)).Backward();
                Sgd.Step(model, 0.1);
            }
            for (int i = 0; i < times; i++)
                WithoutGraph(() => model.Forward(s_points + 1));
        });
    }

    // What judges the points of a generator, without teaching it.
    private static IReadOnlyList<TrainingFinding> MadePoints(bool used, bool detached)
    {
        var maker = new Sequential(new Linear(2, 4, true, new Generator(0)), new BatchNorm1d(4), new Linear(4, 2, true, new Generator(1)));
        var judge = new Sequential(new Linear(2, 4, true, new Generator(2)), new BatchNorm1d(4), new Tanh(), new Linear(4, 1, true, new Generator(3)));
        return Watch(() =>
        {
            for (int i = 0; i < 8; i++)
            {
                var noise = Tensor.Normal(new Generator(i), 0, 1, 20, 2);
                var fake = detached ? maker.Forward(noise).Detach() : WithoutGraph(() => maker.Forward(noise));
                judge.ZeroGrad();
                (judge.Forward(used ? fake * 2 : noise).Mean() - judge.Forward(s_points).Mean()).Backward();
                Sgd.Step(judge, 0.01);
            }
        });
    }
}
