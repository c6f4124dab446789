using LinRegPS.Diagnosis.Lint;
using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Engine.Tests.Support;
using LinRegPS.Training;
using static LinRegPS.Engine.Tests.Diagnosis.Lint.LintCase;

namespace LinRegPS.Engine.Tests.Diagnosis.Lint;

// Work whose mistake is in the rows: what is trained with, what is tested on, and whether there is anything to learn.
public partial class RulePairTests
{
    private static IReadOnlyList<TrainingFinding> Validate(TrainingRun run, Tensor x, Tensor y, bool restored = false)
    {
        var lint = new TrainingLint { Validation = new Validation(new DataSet(x, y)), IsBestRestored = restored };
        lint.Diagnose(run.ToLoop(), () => null, TestContext.Current.CancellationToken);
        return Accepted.As("findings.txt", lint.Findings());
    }

    private static IReadOnlyList<TrainingFinding> Validated(int hidden, int rows, double noise, int epochs, bool restored = false)
    {
        var generator = new Generator(3);
        Tensor x = Tensor.Normal(generator, 0, 1, rows, 1), other = Tensor.Normal(generator, 0, 1, 50, 1);
        Tensor Parabola(Tensor t) => t.Square() - 1 + (Tensor.Normal(generator, 0, 1, t.Shape[0], 1) * noise);
        Module model = hidden == 0 ? new Linear(1, 1, true, new Generator(0))
            : new Sequential(new Linear(1, hidden, true, new Generator(0)), new Tanh(), new Linear(hidden, 1, true, new Generator(1)));
        return Validate(
            new TrainingRun(model, x, Parabola(x)) { Epochs = epochs, LearningRate = hidden == 0 ? 0.1 : 0.02, Optimizer = hidden == 0 ? "Sgd" : "Adam" }, other, Parabola(other), restored);
    }

    private static IReadOnlyList<TrainingFinding> Disordered(bool disorder, bool classes = false, int rows = 80)
    {
        var x = Tensor.Normal(new Generator(1), 0, 1, rows, 3);
        float[] y = x.Sum(1).ToArray();
        if (classes)
            y = [.. y.Select(sum => sum > 0 ? 1f : 0)];
        if (disorder)
            new Random(2).Shuffle(y);
        return Train(new TrainingRun(new Linear(3, classes ? 2 : 1, true, new Generator(0)), x, classes ? Tensor.From(y) : Column(y))
        {
            Epochs = 60,
            LearningRate = 0.1,
            Loss = classes ? "CrossEntropy" : "Mse",
        });
    }

    private static (Tensor X, Tensor Test) Parts(int shared, bool digits = false)
    {
        Tensor x = Tensor.Normal(new Generator(1), 0, 1, 30, 2), test = Tensor.Normal(new Generator(2), 0, 1, 10, 2);
        if (digits)
            (x, test) = (Tensor.From([.. x.ToArray().Select(x => MathF.Round(x))], 30, 2), Tensor.From([.. test.ToArray().Select(x => MathF.Round(x))], 10, 2));
        return (x, Tensor.From([.. x.ToArray()[..(2 * shared)], .. test.ToArray()[(2 * shared)..]], 10, 2));
    }

    private static IReadOnlyList<TrainingFinding> Split(int shared, bool digits = false)
    {
        var (x, test) = Parts(shared, digits);
        return Validate(new TrainingRun(new Linear(2, 1, true, new Generator(0)), x, x.Sum(1, keepdim: true)) { Epochs = 5, LearningRate = 0.1 }, test, test.Sum(1, keepdim: true));
    }

    private static IReadOnlyList<TrainingFinding> SplitByHand(int shared, bool all)
    {
        var (x, test) = Parts(shared);
        if (all)
            test = x.Clone();
        var layer = new Linear(2, 1, true, new Generator(0));
        return Watch(() =>
        {
            for (int i = 0; i < 5; i++)
            {
                layer.ZeroGrad();
                Loss.Mse(layer.Forward(x), x.Sum(1, keepdim: true)).Backward();
                Sgd.Step(layer, 0.1);
            }
            WithoutGraph(() => Loss.Mse(layer.Forward(test), test.Sum(1, keepdim: true)));
        });
    }

    private static IReadOnlyList<TrainingFinding> Scaled(string by)
    {
        Tensor x = (Tensor.Normal(new Generator(1), 0, 1, 30, 2) * 3) + 1, test = (Tensor.Normal(new Generator(2), 0, 1, 10, 2) * 3) + 1;
        var of = by switch { "all" => Tensor.Cat([x, test], 0), "train" or "own" => x, _ => null };
        Tensor Scale(Tensor t, Tensor? fitted) => fitted is null ? t : (t - fitted.Mean(0)) / fitted.Std(0);
        var (a, b) = (Scale(x, of), Scale(test, by == "own" ? test : of));
        return Validate(new TrainingRun(new Linear(2, 1, true, new Generator(0)), a, a.Sum(1, keepdim: true)) { Epochs = 5, LearningRate = 0.1 }, b, b.Sum(1, keepdim: true));
    }

    private static IReadOnlyList<TrainingFinding> Folds(bool whole, bool anew)
    {
        var layer = new Linear(2, 1, true, new Generator(0));
        var (state, y) = (layer.StateDict(), s_points.Sum(1, keepdim: true));
        return Watch(() =>
        {
            for (int fold = 0; fold < 4; fold++)
            {
                if (anew)
                    layer = new Linear(2, 1, true, new Generator(0));
                else
                    layer.LoadStateDict(state);
                var test = Tensor.FromInt64([.. Enumerable.Range(0, 20).Where(i => i % 4 == fold).Select(i => (long)i)], 5);
                var train = Tensor.FromInt64([.. Enumerable.Range(0, 20).Where(i => whole || i % 4 != fold).Select(i => (long)i)], whole ? 20 : 15);
                var (x, t) = (s_points.IndexSelect(0, train), y.IndexSelect(0, train));
                for (int i = 0; i < 8; i++)
                {
                    layer.ZeroGrad();
                    Loss.Mse(layer.Forward(x), t).Backward();
                    Sgd.Step(layer, 0.1);
                }
                WithoutGraph(() => Loss.Mse(layer.Forward(s_points.IndexSelect(0, test)), y.IndexSelect(0, test)));
            }
        });
    }

    // Of 30 rows trained with, so many after those before are looked at; of other rows where below 0.
    private static IReadOnlyList<TrainingFinding> LookedAt(params int[] parts) => LookedAt(first: false, parts);

    private static IReadOnlyList<TrainingFinding> LookedAt(bool first, params int[] parts)
    {
        var layer = new Linear(2, 1, true, new Generator(0));
        Tensor x = Tensor.Normal(new Generator(1), 0, 1, 30, 2), other = Tensor.Normal(new Generator(2), 0, 1, 30, 2);
        return Watch(() =>
        {
            if (first)
                Look();
            for (int i = 0; i < 8; i++)
            {
                layer.ZeroGrad();
                Loss.Mse(layer.Forward(x), x.Sum(1, keepdim: true)).Backward();
                Sgd.Step(layer, 0.1);
            }
            if (!first)
                Look();
        });

        void Look()
        {
            int from = 0;
            foreach (int rows in parts)
            {
                var part = (rows < 0 ? other : x).Narrow(0, rows < 0 ? 0 : from, Math.Abs(rows));
                from = (from + Math.Abs(rows)) % 30;
                WithoutGraph(() => Loss.Mse(layer.Forward(part), part.Sum(1, keepdim: true)));
            }
        }
    }

    private static IReadOnlyList<TrainingFinding> ScaledTo(ScalerKind kind, bool all)
    {
        Tensor x = (Tensor.Normal(new Generator(1), 0, 1, 30, 2) * 3) + 1, test = (Tensor.Normal(new Generator(2), 0, 1, 20, 2) * 6) + 2;
        var scaler = new Scaler(all ? Tensor.Cat([x, test], 0) : x, kind);
        return TestedOn(scaler.Transform(x), scaler.Transform(test));
    }

    private static IReadOnlyList<TrainingFinding> RareAnswers() => TestedOn(
        Tensor.Cat([Tensor.From([.. Enumerable.Range(0, 30).Select(i => i % 2f)], 30, 1), Tensor.Zeros(30, 1)], 1), Tensor.From([.. Enumerable.Range(0, 20).Select(i => i % 3 == 0 ? 1f : 0)], 10, 2));

    private static IReadOnlyList<TrainingFinding> TestedOn(Tensor x, Tensor test) => Validate(
        new TrainingRun(new Linear(2, 1, true, new Generator(0)), x, x.Sum(1, keepdim: true)) { Epochs = 5, LearningRate = 0.1 }, test, test.Sum(1, keepdim: true));
}
