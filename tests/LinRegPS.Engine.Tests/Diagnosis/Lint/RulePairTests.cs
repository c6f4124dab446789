using static LinRegPS.Engine.Tests.Diagnosis.Lint.LintCase;

namespace LinRegPS.Engine.Tests.Diagnosis.Lint;

/// <summary>For each rule work that triggers it, and work close to it that must not.</summary>
public class RulePairTests
{
    private static readonly Dictionary<string, (Func<IReadOnlyList<TrainingFinding>> Mistake, Func<IReadOnlyList<TrainingFinding>> Near)[]> s_pairs = new()
    {
        ["BroadcastLoss"] =
        [
            // [4,1] against [4]; against its own shape.
            (() => Train(Line(0), X, Y.Reshape(4), 0.01, 10, allowBroadcast: true), () => Train(Line(0), X, Y, 0.01, 10)),
            // Refused by the loss; a target of one element is meant for all.
            (() => Train(Line(0), X, Y.Reshape(4), 0.01, 10), () => Train(Line(0), X, Tensor.From([1], 1), 0.01, 10, allowBroadcast: true)),
            // A loss by hand.
            (() => Hand(Y.Reshape(4)), () => Hand(Y)),
            // A weight of shape [2] makes [2,2] before the loss does; as the second factor of a matrix product it fits the target.
            (() => Outer(), () => Vector()),
        ],
        ["NoZeroGrad"] =
        [
            (() => Piled(clear: false), () => Piled(clear: true)),
            // Zeros written into the gradient clear it too.
            (() => Twice(zero: false), () => Twice(zero: true)),
            // Used twice in one pass is one pass.
            (() => Piled(clear: false), () => UsedTwice()),
        ],
        ["StaleStep"] =
        [
            (() => Steps(2), () => Steps(1)),
            (() => StepFirst(true), () => StepFirst(false)),
        ],
        ["ForgottenParameter"] =
        [
            (() => WithBias(step: false, use: true), () => WithBias(step: true, use: true)),
            (() => WithBias(step: true, use: false), () => WithBias(step: true, use: true)),
            (() => WithBias(step: false, use: true), () => WithBias(step: false, use: true, frozen: true)),
        ],
        ["CutGraph"] =
        [
            (() => Cut(w => w.Detach()), () => Cut(w => w)),
            (() => Cut(w => Tensor.Scalar(w.Item())), () => Cut(w => w * w.Item())),
            (() => NoGrad(all: true), () => NoGrad(all: false)),
            (() => Cut(_ => Tensor.Scalar(1)), () => Cut(w => w)),
        ],
        ["RateTooHigh"] =
        [
            // 2 / 15 = 0.1333 is the limit.
            (() => Train(Line(0), X, Y, 0.14, 40), () => Train(Line(0), X, Y, 0.13, 40)),
            (() => Loop(0.14, 40), () => Loop(0.13, 40)),
        ],
        ["RateTooLow"] =
        [
            // 1e-3 / 15 = 6.7e-5 is the limit.
            (() => Train(Line(0), X, Y, 6e-5, 40), () => Train(Line(0), X, Y, 8e-5, 40)),
            (() => Loop(6e-5, 40), () => Loop(8e-5, 40)),
        ],
        ["UnscaledFeatures"] =
        [
            (() => Features(1, 0, 100), () => Features(1, 0, 10)),
            (() => Features(1, 20, 1), () => Features(1, 2, 1)),
            // Without a bias the mean does no harm.
            (() => Train(Line(0, 0), X + 50, Y, 1e-4, 5), () => Train(Line(0), X + 50, Y, 1e-4, 5)),
        ],
        ["GradientFactor"] =
        [
            (() => StepByHand(4), () => StepByHand(1)),
            (() => SetGrad(0.25f), () => SetGrad(1)),
            // A ratio that changes from step to step is no factor.
            (() => StepByHand(2), () => StepByHand(2, changing: true)),
        ],
        ["InPlaceChange"] =
        [
            (() => ChangeSaved(beforeBackward: true), () => ChangeSaved(beforeBackward: false)),
        ],
        ["GrowingGraph"] =
        [
            (() => Keep(number: false), () => Keep(number: true)),
            (() => Total(number: false), () => Total(number: true)),
        ],
        ["NonFinite"] =
        [
            (() => Train(Line(0), Tensor.From([1, float.NaN, 3, 4], 4, 1), Y, 0.01, 5), () => Train(Line(0), X, Y, 0.01, 5)),
            (() => Logarithm(0), () => Logarithm(1)),
            (() => Root(0), () => Root(1e-6f)),
        ],
        ["VanishingGradient"] =
        [
            // Ten sigmoids in a row, each of slope at most 1/4; two.
            (() => Deep(10, t => t.Sigmoid()), () => Deep(3, t => t.Tanh())),
        ],
        ["ExplodingGradient"] =
        [
            (() => Train(Line(0), X, Y, 0.2, 40), () => Train(Line(0), X, Y, 0.13, 40)),
            // On its way off a plateau a gradient grows a hundred times, and the loss falls.
            (() => Train(Line(0), X, Y, 1, 10), () => Plateau()),
        ],
        ["DeadUnits"] =
        [
            (() => Relu(-10), () => Relu(-2)),
        ],
        ["Saturated"] =
        [
            (() => Tanh(100, 0.5f), () => Tanh(0.5f, 0.5f)),
            // A target at the bounds wants the output there.
            (() => Tanh(100, 0.5f), () => Tanh(100, 1)),
        ],
        ["MeanPrediction"] =
        [
            (() => Train(Line(0, 0), X - X, Y, 0.1, 20), () => Train(Line(0, 0), X, Y, 0.01, 20)),
            // All targets alike are rightly met by their mean.
            (() => Train(Line(0, 0), X - X, Y, 0.1, 20), () => Train(Line(0, 0), X - X, Y * 0 + 3, 0.1, 20)),
        ],
        ["Standstill"] =
        [
            // PyTorch's trace stands still from epoch 94 on.
            (() => Train(Line(0), X, Y, 0.01, 110), () => Train(Line(0), X, Y, 0.01, 90)),
            (() => Loop(0.01, 110), () => Loop(0.01, 90)),
            // At the exact solution the gradient is 0: that is an end, not a standstill.
            (() => Train(Line(1.99999964f), X, Y, 0.01, 10), () => Train(Line(2), X, Y, 0.01, 10)),
        ],
        ["WrongHead"] =
        [
            (() => Deep(2, t => t), () => Deep(2, t => t.Tanh())),
            (() => Product(t => t), () => Product(t => t.Tanh())),
        ],
    };

    public static TheoryData<string, int> Pairs
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var (rule, pairs) in s_pairs)
            {
                for (int i = 0; i < pairs.Length; i++)
                    data.Add(rule, i);
            }
            return data;
        }
    }

    [Fact]
    public void EveryRuleHasAPair() => Assert.Equal(TrainingLint.RuleIds.Order(), s_pairs.Keys.Order());

    [Theory]
    [MemberData(nameof(Pairs))]
    public void FindsTheMistake(string rule, int pair)
    {
        var finding = Assert.Single(s_pairs[rule][pair].Mistake(), f => f.RuleId == rule);
        Assert.NotEmpty(finding.Finding);
        Assert.NotEmpty(finding.Evidence);
        Assert.NotEmpty(finding.Remedy);
        Assert.NotEmpty(finding.Name);
        Assert.InRange(finding.FirstStep, 1, 200);
        Assert.InRange(finding.Count, 1, 200);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void LeavesWhatIsNear(string rule, int pair) =>
        Assert.DoesNotContain(rule, s_pairs[rule][pair].Near().Rules());

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

    private static IReadOnlyList<TrainingFinding> StepByHand(float factor, bool changing = false)
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
                    w.Sub_(0.01 * gradient);
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
