using LinRegPS.Diagnosis.Lint.Watching;
using static LinRegPS.Engine.Tests.Diagnosis.Lint.LintCase;

namespace LinRegPS.Engine.Tests.Diagnosis.Lint;

// The work that the pairs do: each with the mistake or without it.
public partial class RulePairTests
{
    private static IReadOnlyList<TrainingFinding> Loop(double rate, int steps)
    {
        var (w, x, y) = (Parameter(0), X.Reshape(4), Y.Reshape(4));
        return LintCase.Loop(steps, rate, () => Loss.Mse(w * x, y), ("w", w));
    }

    private static IReadOnlyList<TrainingFinding> Hand(Tensor target)
    {
        var (w, x) = (Parameter(0), X);
        return LintCase.Loop(5, 0.01, () => (w * x - target).Square().Mean(), ("w", w));
    }

    private static IReadOnlyList<TrainingFinding> Outer()
    {
        var (w, x, y) = (Parameter(0, 0), Tensor.From([1, 2], 2, 1), Tensor.From([1, 2]));
        return LintCase.Loop(5, 0.01, () => Loss.Mse(w * x, y, allowBroadcast: true), ("w", w));
    }

    private static IReadOnlyList<TrainingFinding> Vector()
    {
        var (w, x, y) = (Parameter(0, 0), Tensor.From([1, 2, 3, 4], 2, 2), Tensor.From([1, 2]));
        return LintCase.Loop(5, 0.01, () => Loss.Mse(x.MatMul(w), y, allowBroadcast: true), ("w", w));
    }

    private static IReadOnlyList<TrainingFinding> Piled(bool clear)
    {
        var (w, x, y) = (Parameter(0), X, Y);
        return Watch(() =>
        {
            for (int i = 0; i < 5; i++)
            {
                Loss.Mse(w * x, y).Backward();
                Sgd.Step(w, "w", 0.01);
                if (clear)
                    w.Grad = null;
            }
        });
    }

    private static IReadOnlyList<TrainingFinding> Twice(bool zero)
    {
        var (w, x, y) = (Parameter(0), X, Y);
        return Watch(() =>
        {
            Loss.Mse(w * x, y).Backward();
            if (zero)
                w.Grad!.Zero_();
            Loss.Mse(w * x, y).Backward();
            Sgd.Step(w, "w", 0.01);
        });
    }

    private static IReadOnlyList<TrainingFinding> UsedTwice()
    {
        var (w, x, y) = (Parameter(0), X, Y);
        return LintCase.Loop(5, 0.01, () => Loss.Mse(w * x, y) + w.Square().Sum(), ("w", w));
    }

    private static IReadOnlyList<TrainingFinding> Steps(int perPass)
    {
        var (w, x, y) = (Parameter(0), X, Y);
        return Watch(() =>
        {
            for (int i = 0; i < 5; i++)
            {
                w.Grad = null;
                Loss.Mse(w * x, y).Backward();
                for (int k = 0; k < perPass; k++)
                    Sgd.Step(w, "w", 0.01);
            }
        });
    }

    private static IReadOnlyList<TrainingFinding> StepFirst(bool stepFirst)
    {
        var (w, x, y) = (Parameter(0), X, Y);
        return Watch(() =>
        {
            if (!stepFirst)
                Loss.Mse(w * x, y).Backward();
            Sgd.Step(w, "w", 0.01);
        });
    }

    private static IReadOnlyList<TrainingFinding> WithBias(bool step, bool use, bool frozen = false)
    {
        var (w, b, x, y) = (Parameter(0), Parameter(0), X, Y);
        b.RequiresGrad = !frozen;
        return Watch(
            () =>
            {
                for (int i = 0; i < 5; i++)
                {
                    Loss.Mse(use ? (w * x) + b : w * x, y).Backward();
                    Sgd.Step(w, "w", 0.01);
                    if (step && b.Grad is not null)
                        Sgd.Step(b, "b", 0.01);
                    w.Grad = b.Grad = null;
                }
            },
            ("w", w),
            ("b", b));
    }

    private static IReadOnlyList<TrainingFinding> Cut(Func<Tensor, Tensor> use)
    {
        var (w, x, y) = (Parameter(1), X, Y);
        return Watch(() => Loss.Mse(use(w) * x, y).Backward());
    }

    private static IReadOnlyList<TrainingFinding> NoGrad(bool all)
    {
        var (w, x, y) = (Parameter(1), X, Y);
        return Watch(() =>
        {
            Tensor shown;
            using (GradMode.NoGrad())
                shown = w * x;
            Loss.Mse(all ? shown : w * x, y).Backward();
        });
    }

    private static IReadOnlyList<TrainingFinding> Features(float first, float offset, float second) => Train(
        Layer([0, 0], 2, 1, [0]),
        Tensor.From([(1 * first) + offset, 2 * second, (2 * first) + offset, 1 * second, (3 * first) + offset, 4 * second, (4 * first) + offset, 2 * second], 4, 2),
        Y, 1e-5, 5);

    private static IReadOnlyList<TrainingFinding> StepByHand(float factor, bool changing = false, double schedule = 1)
    {
        var (w, x, y) = (Parameter(0), X, Y);
        return Watch(() =>
        {
            for (int i = 0; i < 5; i++)
            {
                Loss.Mse(w * x, y).Backward();
                using (GradMode.NoGrad())
                {
                    var gradient = (2 * x * (w * x - y)).Mean().Reshape(1) * (changing ? factor + i : factor);
                    w.Sub_(schedule == 1 ? 0.01 * gradient : 0.01 * gradient * schedule);
                }
                w.Grad = null;
            }
        });
    }

    private static IReadOnlyList<TrainingFinding> SetGrad(float factor)
    {
        var (w, x, y) = (Parameter(0, 0), Tensor.From([1, 2, 3, 4, 5, 6, 7, 9], 4, 2), Y.Reshape(4));
        return Watch(() =>
        {
            Loss.Mse(x.MatMul(w), y).Backward();
            using (GradMode.NoGrad())
                w.Grad = 2 * factor / 4 * x.T.MatMul(x.MatMul(w) - y);
            Sgd.Step(w, "w", 0.01);
        });
    }

    private static IReadOnlyList<TrainingFinding> ChangeSaved(bool beforeBackward)
    {
        var (w, x, y) = (Parameter(0), X, Y);
        return Watch(() =>
        {
            var loss = Loss.Mse(w * x, y) + w.Square().Sum();
            if (!beforeBackward)
                loss.Backward();
            using (GradMode.NoGrad())
                w.Add_(1);
            if (beforeBackward)
                loss.Backward();
        });
    }

    private static IReadOnlyList<TrainingFinding> Keep(bool number)
    {
        var kept = new List<object>();
        var (w, x, y) = (Parameter(0), X, Y);
        var findings = LintCase.Loop(30, 0.01, () => Kept(Loss.Mse(w * x, y)), ("w", w));
        GC.KeepAlive(kept);
        return findings;

        Tensor Kept(Tensor loss)
        {
            kept.Add(number ? loss.Item() : loss);
            return loss;
        }
    }

    private static IReadOnlyList<TrainingFinding> Total(bool number)
    {
        var (w, x, y) = (Parameter(0), X, Y);
        var total = Tensor.Scalar(0);
        var findings = LintCase.Loop(30, 0.01, () => Added(Loss.Mse(w * x, y)), ("w", w));
        GC.KeepAlive(total);
        return findings;

        Tensor Added(Tensor loss)
        {
            total = number ? total + loss.Item() : total + loss;
            return loss;
        }
    }

    // A state that goes on from step to step; the weight of the linear part is saved by no operation, so that nothing else is refused.
    private static IReadOnlyList<TrainingFinding> Carried(bool detach, bool keep)
    {
        var (w, x, y) = (Parameter(0), X, Y);
        var state = x * 0;
        return Watch(() =>
        {
            for (int step = 0; step < 4; step++)
            {
                state = (w * x * 0.5) + (state * 0.5);
                var loss = Loss.Mse(state, y);
                w.Grad = null;
                try
                {
                    loss.Backward(null, keep);
                }
                catch (AutogradException) when (!keep && !detach)
                {
                    return;
                }
                Sgd.Step(w, "w", 0.01);
                if (detach)
                    state = state.Detach();
            }
        });
    }

    private static IReadOnlyList<TrainingFinding> Logarithm(float x)
    {
        var w = Parameter(x);
        return LintCase.Loop(3, 0.01, () => w.Log().Sum(), ("w", w));
    }

    private static IReadOnlyList<TrainingFinding> Root(float x)
    {
        var w = Parameter(x, 1);
        return LintCase.Loop(3, 1e-6, () => (w.Sqrt() * Tensor.From([0, 1])).Sum(), ("w", w));
    }

    private static IReadOnlyList<TrainingFinding> Deep(int depth, Func<Tensor, Tensor> between)
    {
        const int width = 8;
        var generator = new Generator(1);
        var layers = Enumerable.Range(0, depth).Select(i => new Linear(i == 0 ? 1 : width, i == depth - 1 ? 1 : width, true, generator)).ToArray();
        return Train(Stack(between, layers), X / 4, Y / 8, 0.05, 20);
    }

    private static IReadOnlyList<TrainingFinding> Plateau()
    {
        var (v, w, x, y) = (Parameter(1e-4f), Parameter(1e-4f), X, Y);
        return LintCase.Loop(60, 0.01, () => Loss.Mse(v * w * x, y), ("v", v), ("w", w));
    }

    private static IReadOnlyList<TrainingFinding> Product(Func<Tensor, Tensor> between)
    {
        var (v, w, x, y) = (Parameter([0.1f, 0.2f], 1, 2), Parameter([0.3f, 0.4f], 2, 1), X, Y);
        return LintCase.Loop(3, 0.01, () => Loss.Mse(between(x.MatMul(v)).MatMul(w), y), ("v", v), ("w", w));
    }

    private static IReadOnlyList<TrainingFinding> Relu(float bias) => Train(
        Stack(t => t.Relu(), Layer([1, 1], 1, 2, [0, bias]), Layer([1, 1], 2, 1, [0])), X, Y, 0.001, 10);

    private static IReadOnlyList<TrainingFinding> Tanh(float weight, float target)
    {
        var (w, x) = (Parameter(weight), X / 4);
        return LintCase.Loop(5, 0.01, () => Loss.Mse((w * x).Tanh(), Y * 0 + target), ("w", w));
    }
}
