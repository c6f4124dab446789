using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Engine.Tests.Support;
using static LinRegPS.Engine.Tests.Diagnosis.Lint.LintCase;

namespace LinRegPS.Engine.Tests.Diagnosis.Lint;

// Work whose mistake is in what is a leaf, what adds up, and what the loss is given.
public partial class RulePairTests
{
    // What 0.01 times no gradient is in a script.
    private static Tensor Functional(Tensor w) => w.Grad is { } gradient ? w - (0.01 * gradient) : w - 0;

    private static Tensor WithoutGraph(Func<Tensor> work)
    {
        using var unrecorded = GradMode.NoGrad();
        return work();
    }

    private static IReadOnlyList<TrainingFinding> Renewed(Func<Tensor, Tensor> step)
    {
        Tensor w = Parameter(0), x = X, y = Y;
        return Watch(
            () =>
            {
                for (int i = 0; i < 6; i++)
                {
                    Loss.Mse(w * x, y).Backward();
                    w = step(w);
                }
            },
            () => [("w", w)]);
    }

    // What ends a script.
    private static Exception Stopped() => new InvalidValueException("Stopped", "You cannot call a method on a null-valued expression.");

    private static IReadOnlyList<TrainingFinding> Shifted()
    {
        Tensor w = Parameter(0), x = X, y = Y, shifted = w;
        return Watch(
            () =>
            {
                for (int i = 0; i < 3; i++)
                {
                    w.Grad = null;
                    shifted = w - 1;
                    Loss.Mse(shifted * x, y).Backward();
                }
            },
            () => [("w", w), ("shifted", shifted)]);
    }

    private static IReadOnlyList<TrainingFinding> Scaled(bool leaf)
    {
        var (w, x, y) = (leaf ? Parameter(0.02f) : Parameter(2) * 0.01, X, Y);
        return Watch(
            () =>
            {
                for (int i = 0; i < 4; i++)
                {
                    Loss.Mse(w * x, y).Backward();
                    if (!w.IsLeaf)
                        continue;
                    Sgd.Step(w, "w", 0.01);
                    w.Grad = null;
                }
            },
            ("w", w));
    }

    private static IReadOnlyList<TrainingFinding> StepOf(Func<Tensor, Tensor> use)
    {
        var w = Parameter(1);
        var used = w;
        return Watch(
            () =>
            {
                used = use(w);
                Loss.Mse(used * X, Y).Backward();
                Sgd.Step(used, "w", 0.01);
            },
            () => [("w", used)]);
    }

    private static IReadOnlyList<TrainingFinding> Target(bool requires, bool byHand = false)
    {
        var (w, truth, x) = (Parameter(0), Tensor.From([2]).RequiresGrad_(requires), X);
        var y = truth * x;
        return Watch(
            () =>
            {
                for (int i = 0; i < 5; i++)
                {
                    var loss = byHand ? (w * x - y).Square().Mean() : Loss.Mse(w * x, y);
                    loss.Backward();
                    Sgd.Step(w, "w", 0.01);
                    w.Grad = null;
                }
            },
            ("w", w),
            ("truth", truth));
    }

    private static IReadOnlyList<TrainingFinding> BothSidesLearn(bool shared)
    {
        var (v, w, x) = (Parameter(0.5f), Parameter(0.25f), X);
        return LintCase.Loop(5, 0.001, () => Loss.Mse(w * x, shared ? (w * w) * x : v * x.Square()), shared ? [("w", w)] : [("v", v), ("w", w)]);
    }

    private static IReadOnlyList<TrainingFinding> TargetOfAModel(bool requires, int? batch)
    {
        var target = Tensor.From([2]).RequiresGrad_(requires) * X;
        return Train(new TrainingRun(Line(0), X, target) { Epochs = 5, BatchSize = batch });
    }

    private static IReadOnlyList<TrainingFinding> Accumulated(int rounds, bool clearFirst)
    {
        var (w, x, y) = (Parameter(0), X, Y);
        return Watch(
            () =>
            {
                for (int i = 0; i < rounds; i++)
                {
                    if (clearFirst)
                        w.Grad = null;
                    for (int part = 0; part < 2; part++)
                        Loss.Mse(w * x, y).Backward();
                    Sgd.Step(w, "w", 0.01);
                    if (!clearFirst)
                        w.Grad = null;
                }
            },
            ("w", w));
    }

    private static IReadOnlyList<TrainingFinding> StepWith(Func<Tensor, Tensor> step)
    {
        var (w, x, y) = (Tensor.Scalar(0).RequiresGrad_(), X, Y);
        return Watch(
            () =>
            {
                for (int i = 0; i < 5; i++)
                {
                    Loss.Mse(w * x, y).Backward();
                    using (GradMode.NoGrad())
                        w.Sub_(step(w.Grad!));
                    w.Grad = null;
                }
            },
            ("w", w));
    }

    private static IReadOnlyList<TrainingFinding> Classes(Func<Tensor, Tensor> head, Action<Tensor>? shown = null)
    {
        var layer = new Linear(1, 3, true, new Generator(0));
        return Watch(() =>
        {
            for (int i = 0; i < 4; i++)
            {
                layer.ZeroGrad();
                var scores = layer.Forward(X / 4);
                shown?.Invoke(scores);
                Loss.CrossEntropy(head(scores), Tensor.From([0, 1, 2, 1])).Backward();
                Sgd.Step(layer, 0.1);
            }
        });
    }

    private static IReadOnlyList<TrainingFinding> OneClass(Func<Tensor, Tensor> head)
    {
        var layer = new Linear(1, 1, true, new Generator(0));
        return Watch(() =>
        {
            for (int i = 0; i < 4; i++)
            {
                layer.ZeroGrad();
                Loss.Mse(head(layer.Forward(X / 4)), Tensor.From([0, 0, 1, 1], 4, 1)).Backward();
                Sgd.Step(layer, 0.1);
            }
        });
    }
}
