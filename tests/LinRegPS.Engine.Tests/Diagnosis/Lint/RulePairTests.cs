using LinRegPS.Diagnosis.Lint;
using LinRegPS.Diagnosis.Lint.Watching;
using static LinRegPS.Engine.Tests.Diagnosis.Lint.LintCase;

namespace LinRegPS.Engine.Tests.Diagnosis.Lint;

/// <summary>For each rule work that triggers it, and work close to it that must not.</summary>
public partial class RulePairTests
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
            // Batches that are meant to add up: cleared before or after their step.
            (() => Piled(clear: false), () => Accumulated(rounds: 4, clearFirst: true)),
            (() => Piled(clear: false), () => Accumulated(rounds: 4, clearFirst: false)),
            (() => Piled(clear: false), () => Accumulated(rounds: 1, clearFirst: true)),
            // Of two networks each gives the other gradients, which are cleared before its own step.
            (() => Adversaries(clear: false), () => Adversaries(clear: true)),
            (() => Attacked(clear: false), () => Attacked(clear: true)),
        ],
        ["ReplacedParameter"] =
        [
            // w = w - 0.01 w.Grad, recorded; cut off and made a leaf again, under no-grad, or of the numbers.
            (() => Renewed(Functional), () => Renewed(w => Functional(w).Detach().RequiresGrad_())),
            (() => Renewed(w => w + (-0.01 * (w.Grad ?? Tensor.Zeros(1)))), () => Renewed(w => WithoutGraph(() => Functional(w)).RequiresGrad_())),
            (() => Renewed(w => Functional(w) + 0), () => Renewed(w => Tensor.From(Functional(w).ToArray()).RequiresGrad_())),
            // By the gradient's number: no variable holds the parameter any more. A variable of its own takes no place.
            (() => Renewed(w => w - (0.01 * (w.Grad?.Item() ?? throw Stopped()))), () => Shifted()),
            // Made a result before the first pass.
            (() => Scaled(leaf: false), () => Scaled(leaf: true)),
            // A step with what is no parameter is refused; of the tensor it was made of it is not.
            (() => StepOf(w => w * 2), () => StepOf(w => w)),
        ],
        ["TargetGradient"] =
        [
            (() => Target(requires: true), () => Target(requires: false)),
            (() => Target(requires: true, byHand: true), () => Target(requires: false, byHand: true)),
            // Both sides learn, or share what learns.
            (() => Target(requires: true), () => BothSidesLearn(shared: false)),
            (() => Target(requires: true), () => BothSidesLearn(shared: true)),
            (() => TargetOfAModel(requires: true, batch: null), () => TargetOfAModel(requires: false, batch: null)),
            (() => TargetOfAModel(requires: true, batch: 2), () => TargetOfAModel(requires: false, batch: 2)),
            // What a network expects of the next state; two predictions that are to agree.
            (() => Expected(v => v), () => Expected(v => v.Detach())),
            (() => Expected(v => v), () => Agreeing()),
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
            // A part of a layer; a whole layer, which was trained before.
            (() => HeadOf(held: 1), () => HeadOf(held: 2)),
            (() => Sought(model: true), () => Sought(model: false)),
            (() => Sought(model: true), () => Averaged()),
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
            // Numbers before autograd's gradient are the rate, however many there are.
            (() => StepByHand(4), () => StepWith(g => 0.01 * g * 0.5)),
            (() => StepByHand(4), () => StepWith(g => 0.5 * (g * 0.01))),
            (() => StepByHand(4), () => StepWith(g => g / 100)),
            (() => StepByHand(4), () => StepWith(g => 0.01 * g.Clone())),
            (() => StepByHand(4), () => StepWith(g => 0.01 * (g / (g.Square().Sum() + 1)))),
            (() => StepByHand(4), () => StepByHand(1, schedule: 0.5)),
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
        ["StaleGraph"] =
        [
            (() => Carried(detach: false, keep: false), () => Carried(detach: true, keep: false)),
            (() => Carried(detach: false, keep: true), () => Carried(detach: true, keep: true)),
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
            // Probabilities for what is printed are no mistake.
            (() => Classes(t => t.Softmax(-1)), () => Classes(t => t, t => t.Softmax(-1).ToArray())),
            (() => Classes(t => t.Softmax(-1).Reshape(4, 3)), () => Classes(t => t.Reshape(4, 3))),
            (() => Classes(t => t.Softmax(-1) * 10), () => Classes(t => t.LogSoftmax(-1))),
            (() => Classes(t => t.Sigmoid()), () => Classes(t => t.Tanh())),
            (() => Classes(t => t.Relu()), () => Classes(t => t.Relu() - 1)),
            (() => Classes(t => t.Relu() * 10), () => Classes(t => t.Tanh() * 10)),
            (() => Answers(t => t.Relu(), (p, y) => Loss.BinaryCrossEntropyWithLogits(p, y)), () => Answers(t => t.LeakyRelu(), (p, y) => Loss.BinaryCrossEntropyWithLogits(p, y))),
            (() => Answers(t => t.Relu(), Weighted), () => Answers(t => -t, Weighted)),
            (() => OneClass(t => t.Softmax(-1)), () => OneClass(t => t.Sigmoid())),
            // Weighted or not, probabilities are no scores.
            (() => Answers(t => t.Sigmoid(), (p, y) => Loss.BinaryCrossEntropyWithLogits(p, y)), () => Answers(t => t, (p, y) => Loss.BinaryCrossEntropyWithLogits(p, y))),
            (() => Answers(t => t.Sigmoid(), Weighted), () => Answers(t => t, Weighted)),
            // Refused at once, or as long as all scores are between 0 and 1 not at all.
            (() => Answers(t => t + 5, (p, y) => Loss.BinaryCrossEntropy(p, y)), () => Answers(t => t.Sigmoid(), (p, y) => Loss.BinaryCrossEntropy(p, y))),
            (() => Answers(t => t * 0.01 + 0.5, (p, y) => Loss.BinaryCrossEntropy(p, y)), () => Answers(t => t.Tanh() * 0.4 + 0.5, (p, y) => Loss.BinaryCrossEntropy(p, y))),
            (() => ClassLoss(t => t.Softmax(-1), (p, y) => Loss.Nll(p, y)), () => ClassLoss(t => t.LogSoftmax(-1), (p, y) => Loss.Nll(p, y))),
            (() => ClassLoss(t => t, (p, y) => Loss.Nll(p, y)), () => ClassLoss(t => t.Softmax(-1).Log(), (p, y) => Loss.Nll(p, y))),
            (() => ClassLoss(t => t.Softmax(-1), Smoothed), () => ClassLoss(t => t, Smoothed)),
            // Through a bottleneck; from one model into another.
            (() => Deep(2, t => t), () => Train(Stack(t => t, new Linear(3, 2), new Linear(2, 3)), Rows3, Rows3, 0.05, 20)),
            (() => TwoModels(one: true), () => TwoModels(one: false)),
            // Along the rows, of which each class's probabilities then add up to 1.
            (() => ClassLoss(t => t.LogSoftmax(0), (p, y) => Loss.Nll(p, y)), () => ClassLoss(t => t.LogSoftmax(1), (p, y) => Loss.Nll(p, y))),
        ],
    };

    private static readonly Dictionary<string, (Func<IReadOnlyList<TrainingFinding>> Mistake, Func<IReadOnlyList<TrainingFinding>> Near)[]> s_all =
        new(s_pairs.Concat(OfModels()).Concat(OfSeveral()));

    public static TheoryData<string, int> Pairs
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var (rule, pairs) in s_all)
            {
                for (int i = 0; i < pairs.Length; i++)
                    data.Add(rule, i);
            }
            return data;
        }
    }

    [Fact]
    public void EveryRuleHasAPair() => Assert.Equal(TrainingLint.RuleIds.Order(), s_all.Keys.Order());

    [Theory]
    [MemberData(nameof(Pairs))]
    public void FindsTheMistake(string rule, int pair)
    {
        var finding = Assert.Single(s_all[rule][pair].Mistake(), f => f.RuleId == rule);
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
        Assert.DoesNotContain(rule, s_all[rule][pair].Near().Rules());
}
