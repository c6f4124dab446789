using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Engine.Tests.Support;
using static LinRegPS.Engine.Tests.Diagnosis.Lint.LintCase;

namespace LinRegPS.Engine.Tests.Diagnosis.Lint;

// Mistakes with layers, classes, optimizer objects and schedules.
public partial class RulePairTests
{
    private static Dictionary<string, (Func<IReadOnlyList<TrainingFinding>> Mistake, Func<IReadOnlyList<TrainingFinding>> Near)[]> OfModels() => new()
    {
        ["ClassTargets"] =
        [
            // One-hot, as a column, from 1 on, -1 and 1, of which there is no output, measured.
            (() => ClassLoss(t => t.LogSoftmax(-1), (p, _) => Loss.Nll(p, Hot)), () => ClassLoss(t => t, (p, _) => Loss.CrossEntropy(p, Hot))),
            (() => ClassLoss(t => t, (p, y) => Loss.CrossEntropy(p, y.Reshape(4, 1))), () => ClassLoss(t => t, (p, y) => Loss.CrossEntropy(p, y))),
            (() => ClassLoss(t => t, (p, y) => Loss.CrossEntropy(p, y + 1)), () => ClassLoss(t => t, (p, y) => Loss.CrossEntropy(p, y + 0))),
            (() => ClassLoss(t => t, (p, _) => Loss.CrossEntropy(p, Tensor.From([-1, 1, 1, -1]))), () => ClassLoss(t => t, (p, _) => Loss.CrossEntropy(p, Tensor.From([-100, 1, 1, -100])))),
            (() => ClassLoss(t => t, (p, y) => Loss.CrossEntropy(p, y * 5)), () => ClassLoss(t => t, (p, y) => Loss.CrossEntropy(p, y * 2 / 2))),
            (() => ClassLoss(t => t, (p, y) => Loss.CrossEntropy(p, y / 2)), () => ClassLoss(t => t, (p, y) => Loss.CrossEntropy(p, y))),
            // An output that no class is for; a class between that happens not to come.
            (() => Numbered(4, 1, 2, 3), () => Numbered(4, 0, 2, 3)),
            (() => Numbered(4, 1, 2, 3), () => Numbered(4, 1, 3)),
            (() => Numbered(4, 1, 2, 3), () => Numbered(2, 1)),
            // Answers that are no probabilities.
            (() => Yes(10, (p, y) => Loss.BinaryCrossEntropyWithLogits(p, 2 * y - 1)), () => Yes(10, (p, y) => Loss.BinaryCrossEntropyWithLogits(p, 0.8 * y + 0.1))),
            (() => Yes(10, (p, y) => Loss.BinaryCrossEntropy(p.Sigmoid(), y + 1)), () => Yes(10, (p, y) => Loss.BinaryCrossEntropy(p.Sigmoid(), y))),
            // Several classes at once.
            (() => ClassLoss(t => t, (p, _) => Loss.CrossEntropy(p, Hot.Maximum(Hot.Flip(1)))), () => ClassLoss(t => t, (p, _) => Loss.BinaryCrossEntropyWithLogits(p, Hot.Maximum(Hot.Flip(1))))),
        ],
        ["UnbalancedClasses"] =
        [
            (() => Balance(19, 1), () => Balance(17, 3)),
            (() => Balance(20, 0), () => Balance(10, 10)),
            // Whose rows count by their class.
            (() => Balance(19, 1), () => Balance(19, 1, (p, y) => Loss.CrossEntropy(p, y, weight: Tensor.From([0.5f, 10])))),
            (() => Yes(19, (p, y) => Loss.BinaryCrossEntropyWithLogits(p, y)), () => Yes(19, (p, y) => Loss.BinaryCrossEntropyWithLogits(p, y, posWeight: Tensor.From([0.05f])))),
            (() => Yes(19, (p, y) => Loss.BinaryCrossEntropyWithLogits(p, y)), () => Yes(12, (p, y) => Loss.BinaryCrossEntropyWithLogits(p, y))),
            // Of other numbers than yes and no those few that are one of them tell nothing.
            (() => Yes(19, (p, y) => Loss.BinaryCrossEntropyWithLogits(p, y)), () => Yes(10, (p, y) => Loss.BinaryCrossEntropyWithLogits(p, 2 * y - 1))),
            (() => Yes(19, (p, y) => Loss.BinaryCrossEntropyWithLogits(p, y)), () => Yes(10, (p, y) => Loss.BinaryCrossEntropyWithLogits(p, 0.9 * y))),
            // Too few rows to tell.
            (() => Balance(19, 1), () => Balance(5, 0)),
        ],
        ["TrainMode"] =
        [
            (() => Tested(new Dropout(0.5, new Generator(0)), eval: false, recorded: false), () => Tested(new Dropout(0.5, new Generator(0)), eval: true, recorded: false)),
            (() => Tested(new BatchNorm1d(8), eval: false, recorded: false), () => Tested(new BatchNorm1d(8), eval: true, recorded: false)),
            (() => Tested(new BatchNorm1d(8), eval: false, recorded: true), () => Tested(new BatchNorm1d(8), eval: true, recorded: true)),
            (() => Tested(new Dropout(0.5, new Generator(0)), eval: false, recorded: false), () => Tested(new LayerNorm([8]), eval: false, recorded: false)),
            (() => Tested(new Dropout(0.5, new Generator(0)), eval: false, recorded: true), () => EndsAtItsLoss()),
            // Draws of the same rows, of which the spread is asked; points that another model learns from.
            (() => Drawn(times: 2), () => Drawn(times: 8)),
            (() => MadePoints(used: false, detached: false), () => MadePoints(used: true, detached: false)),
            (() => MadePoints(used: false, detached: true), () => MadePoints(used: true, detached: true)),
        ],
        ["BatchOfOne"] =
        [
            (() => Normed(5, 2), () => Normed(6, 2)),
            (() => Normed(4, 1), () => Normed(4, 1, new LayerNorm([3]))),
        ],
        ["LateParameter"] =
        [
            (() => Late(replaced: true), () => Late(replaced: false)),
            (() => Added(after: true), () => Added(after: false)),
            (() => Remade(after: true), () => Remade(after: false)),
        ],
        ["FrozenParameter"] =
        [
            (() => Frozen(before: true, given: true), () => Frozen(before: true, given: false)),
            // Frozen on the way: its gradient is still there.
            (() => Frozen(before: false, given: true), () => Frozen(before: false, given: true, clear: true, thaw: true)),
        ],
        ["ScheduleFirst"] =
        [
            (() => Scheduled(first: true, steps: true), () => Scheduled(first: false, steps: true)),
            // Rates that are only looked at.
            (() => Scheduled(first: true, steps: true), () => Scheduled(first: true, steps: false)),
        ],
        ["DyingRate"] =
        [
            (() => Decayed(0.5), () => Decayed(0.97)),
            (() => Decayed(0.5, batch: 5), () => Decayed(0.95, batch: 5)),
            // At the bottom no rate leads further.
            (() => Decayed(0.5), () => Decayed(0.5, rate: 1 / 15.0)),
            (() => Decayed(0.5), () => Decayed(o => new CosineAnnealingLR(o, 60))),
            (() => Decayed(o => new PolynomialLR(o, 5)), () => Decayed(o => new PolynomialLR(o, 60))),
        ],
        ["AlwaysClipped"] =
        [
            (() => Clipped(norm: 0.01), () => Clipped(norm: 20)),
            (() => Clipped(value: 0.01), () => Clipped(value: 20)),
        ],
        ["DecayedBias"] =
        [
            (() => Held(1000, 10, "Sgd"), () => Held(0, 10, "Sgd")),
            (() => Held(1000, 10, "Adam"), () => Held(1000, 10, "Adam", leaveOut: true)),
            // So little decay does no harm.
            (() => Held(1000, 10, "Sgd"), () => Held(1000, 10, "Sgd", decay: 1e-6)),
        ],
        ["Overfitting"] =
        [
            (() => Validated(hidden: 40, rows: 12, noise: 1, epochs: 300), () => Validated(hidden: 4, rows: 100, noise: 0.1, epochs: 100)),
            (() => Validated(hidden: 40, rows: 12, noise: 1, epochs: 300), () => Validated(hidden: 40, rows: 12, noise: 1, epochs: 300, restored: true)),
        ],
        ["Underfitting"] =
        [
            // A parabola, by a line and by a hidden layer; a line that is all there is in the noise.
            (() => Validated(hidden: 0, rows: 100, noise: 0.05, epochs: 60), () => Validated(hidden: 16, rows: 100, noise: 0.05, epochs: 400)),
            (() => Validated(hidden: 0, rows: 100, noise: 0.05, epochs: 60), () => Validated(hidden: 0, rows: 100, noise: 5, epochs: 60)),
            (() => Validated(hidden: 0, rows: 100, noise: 0.05, epochs: 60), () => Validated(hidden: 0, rows: 100, noise: 0.05, epochs: 5)),
        ],
        ["UnrelatedLabels"] =
        [
            (() => Disordered(disorder: true), () => Disordered(disorder: false)),
            (() => Disordered(disorder: true, classes: true), () => Disordered(disorder: false, classes: true)),
            (() => Disordered(disorder: true), () => Disordered(disorder: true, rows: 20)),
        ],
        ["SharedRows"] =
        [
            (() => Split(shared: 5), () => Split(shared: 0)),
            // By a script's own test; on all that it was trained with it tells of the training.
            (() => SplitByHand(shared: 5, all: false), () => SplitByHand(shared: 0, all: false)),
            (() => SplitByHand(shared: 5, all: false), () => SplitByHand(shared: 0, all: true)),
            // Beside a test of other rows, and in parts: the training's own loss.
            (() => LookedAt(5, 5), () => LookedAt(5, 5, -10)),
            (() => LookedAt(5, 5), () => LookedAt(10, 10, 10)),
            (() => LookedAt(30, 5), () => LookedAt(30)),
            // Rows that are trained with later.
            (() => LookedAt(5, 5), () => LookedAt(first: true, 5, 5)),
            // What one fold tests the others train with: each by a model, or by one that begins anew.
            (() => Folds(whole: true, anew: true), () => Folds(whole: false, anew: true)),
            (() => Folds(whole: true, anew: false), () => Folds(whole: false, anew: false)),
            // Rows that are alike by nature.
            (() => Split(shared: 5), () => Split(shared: 0, digits: true)),
        ],
        ["LeakyScaler"] =
        [
            (() => Scaled(by: "all"), () => Scaled(by: "train")),
            (() => Scaled(by: "own"), () => Scaled(by: "none")),
            (() => ScaledTo(ScalerKind.MinMax, all: true), () => ScaledTo(ScalerKind.MinMax, all: false)),
            (() => ScaledTo(ScalerKind.Robust, all: true), () => ScaledTo(ScalerKind.Robust, all: false)),
            // Zeros and ones are between 0 and 1 by nature, though one of them may be in the test alone.
            (() => ScaledTo(ScalerKind.MinMax, all: true), () => RareAnswers()),
        ],
    };

    private static Tensor Hot => Tensor.From([1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0], 4, 3);

    private static Tensor Weighted(Tensor p, Tensor y) => Loss.BinaryCrossEntropyWithLogits(p, y, posWeight: Tensor.From([2]));

    private static Tensor Smoothed(Tensor p, Tensor y) => Loss.CrossEntropy(p, y, labelSmoothing: 0.1);

    private static IReadOnlyList<TrainingFinding> Answers(Func<Tensor, Tensor> head, Func<Tensor, Tensor, Tensor> loss)
    {
        var layer = new Linear(1, 1, true, new Generator(0));
        return Watch(() =>
        {
            for (int i = 0; i < 4; i++)
            {
                layer.ZeroGrad();
                loss(head(layer.Forward(X / 4)), Column(0, 0, 1, 1)).Backward();
                Sgd.Step(layer, 0.1);
            }
        });
    }

    private static IReadOnlyList<TrainingFinding> ClassLoss(Func<Tensor, Tensor> head, Func<Tensor, Tensor, Tensor> loss)
    {
        var layer = new Linear(1, 3, true, new Generator(0));
        return Watch(() =>
        {
            for (int i = 0; i < 4; i++)
            {
                layer.ZeroGrad();
                loss(head(layer.Forward(X / 4)), Tensor.From([0, 1, 2, 1])).Backward();
                Sgd.Step(layer, 0.1);
            }
        });
    }

    private static IReadOnlyList<TrainingFinding> Numbered(int outputs, params float[] classes)
    {
        var x = Tensor.Normal(new Generator(1), 0, 1, 24, 2);
        return Train(new TrainingRun(new Linear(2, outputs, true, new Generator(0)), x, Tensor.From([.. Enumerable.Range(0, 24).Select(i => classes[i % classes.Length])]))
        {
            Loss = "CrossEntropy",
            Epochs = 5,
            LearningRate = 0.1,
            BatchSize = 8,
        });
    }

    private static IReadOnlyList<TrainingFinding> Balance(int zeros, int ones, Func<Tensor, Tensor, Tensor>? loss = null)
    {
        var (layer, x) = (new Linear(2, 2, true, new Generator(0)), Tensor.Normal(new Generator(1), 0, 1, zeros + ones, 2));
        var y = Tensor.From([.. Enumerable.Repeat(0f, zeros), .. Enumerable.Repeat(1f, ones)]);
        return LintCase.Loop(5, 0.1, () => (loss ?? ((p, t) => Loss.CrossEntropy(p, t)))(layer.Forward(x), y), ("weight", layer.Weight), ("bias", layer.Bias!));
    }

    private static IReadOnlyList<TrainingFinding> Yes(int ones, Func<Tensor, Tensor, Tensor> loss)
    {
        var (layer, x) = (new Linear(2, 1, true, new Generator(0)), Tensor.Normal(new Generator(1), 0, 1, 20, 2));
        var y = Column([.. Enumerable.Range(0, 20).Select(i => i < ones ? 1f : 0)]);
        return LintCase.Loop(5, 0.1, () => loss(layer.Forward(x), y), ("weight", layer.Weight), ("bias", layer.Bias!));
    }
}
