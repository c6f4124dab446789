using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using LinRegPS.Diagnosis.Convergence;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Diagnosis.Convergence;

/// <summary>What is predicted with momentum, with weight decay and of adaptive optimizers, against trainings: features of any scale.</summary>
public sealed class MomentumTests
{
    private const int MostEpochs = 20_000;

    [Property(MaxTest = 150)]
    public Property EpochsStayWithinTheTolerance() => Prop.ForAll(Data.ToArbitrary(), data =>
    {
        var report = data.Measure(step: data.Step);
        Assert.Equal(data.Step >= 2 * (1 + data.Momentum), report.Diverges);
        var (distances, _) = data.Descend(report, MostEpochs);
        if (report.Diverges)
        {
            Assert.True(distances[^1] > distances[0]);
            return;
        }
        int last = Array.FindLastIndex(distances, distance => distance > report.Tolerance);
        if (report.EpochsToTolerance is not < MostEpochs and not null)
            return;
        Assert.NotNull(report.EpochsToTolerance);
        // From then on for good; and not long after it first is so.
        Assert.InRange(last + 1, 0, report.EpochsToTolerance.Value + 1);
        double worst = report.Contraction.Where((_, k) => report.Eigenvalue[k] > 0).Max(), wave = Math.Log(100) / -Math.Log(worst);
        Assert.InRange(report.EpochsToTolerance.Value, 0, last + 2 + wave);
    });

    [Property(MaxTest = 100)]
    public Property TheContractionIsThatOfTheDescent() => Prop.ForAll(Gen.Choose(1, 390).SelectMany(s => Gen.Choose(0, 99), (s, m) => (Step: s / 100.0, Momentum: m / 100.0)).ToArbitrary(), given =>
    {
        var (step, momentum) = given;
        double before = 1, now = 1, largest = double.NegativeInfinity;
        // Of a wave the largest of a while tells.
        const int epochs = 4000, window = 400;
        double scale = 0;
        for (int k = 0; k < epochs; k++)
        {
            (before, now) = (now, ((1 + momentum - step) * now) - (momentum * before));
            double size = Math.Max(Math.Abs(now), Math.Abs(before));
            if (size == 0)
                return;
            scale += Math.Log(size);
            (before, now) = (before / size, now / size);
            if (k >= epochs - window)
                largest = Math.Max(largest, scale / (k + 1));
        }
        Assert.Equal(Math.Log(Math.Max(MomentumDescent.Contraction(step, momentum), 1e-12)), Math.Max(largest, Math.Log(1e-12)), 0.02);
        if (step < 2 * (1 + momentum))
            Assert.Equal(1 - MomentumDescent.Contraction(step, momentum), MomentumDescent.Lacks(step, momentum), 1e-9);
    });

    [Property(MaxTest = 200)]
    public Property NoMomentumIsBetterThanTheBest() => Prop.ForAll(Data.ToArbitrary(), data =>
    {
        var report = data.Measure(step: Math.Min(data.Step, 1.9));
        double[] steps = [.. report.Eigenvalue.Where(x => x > 0).Select(x => x * report.LearningRate)];
        double Worst(double momentum) => steps.Max(step => MomentumDescent.Contraction(step, momentum));
        double best = Worst(report.BestMomentum);
        for (double other = 0; other < 1; other += 0.01)
            Assert.True(best <= Worst(other) + 1e-9, $"momentum {report.BestMomentum} gives {best}, {other} {Worst(other)}");
    });

    [Property(MaxTest = 60)]
    public Property TheEnginesOwnTrainingEndsAtTheDecayedOptimum() => Prop.ForAll(Data.ToArbitrary(), data =>
    {
        double step = Math.Min(data.Step, 1.5);
        // Decay in the size of the curvature; the same training at any scale.
        double curvature = data.Measure(1, momentum: 0).Eigenvalue[0], decay = 0.2 * curvature, rate = step / (curvature + decay);
        var report = new ConvergenceAnalysis { LearningRate = rate, Momentum = data.Momentum, WeightDecay = decay }.Measure(data.Input, data.Target, bias: false);
        if (report.EpochsToTolerance is null || data.Momentum > 0.9 || !float.IsNormal((float)rate) || !float.IsFinite((float)decay) || !float.IsNormal((float)decay))
            return;
        var model = new Linear(data.Columns.Length, 1, false, new Generator(0));
        using (GradMode.NoGrad())
            model.Weight.Zero_();
        var sgd = new Sgd(model, rate) { Momentum = data.Momentum, WeightDecay = decay };
        _ = new TrainingRun(model, data.Input, data.Target.Reshape(data.Target.Numel, 1)) { MakeOptimizer = _ => sgd, Epochs = 600 }.Records().Last();
        double size = report.DecayedOptimum.Max(Math.Abs);
        for (int j = 0; j < report.DecayedOptimum.Length; j++)
            Assert.Equal(report.DecayedOptimum[j], model.Weight.Data[j], 1e-4 * size);
    });

    [Fact]
    public void MomentumIsFasterAndToldSo()
    {
        Tensor x = Tensor.From([1, 2, 3, 4]), y = Tensor.From([3, 5, 7, 9]);
        var plain = new ConvergenceAnalysis { LearningRate = 0.05 }.Measure(x, y, bias: true);
        var best = new ConvergenceAnalysis { LearningRate = 0.05, Momentum = plain.BestMomentum }.Measure(x, y, bias: true);
        Assert.True(best.EpochsToTolerance < plain.EpochsToTolerance / 2, $"{best.EpochsToTolerance} and {plain.EpochsToTolerance}");
        // Two roots meet there, which move apart by the root of what is rounded.
        Assert.Equal(Math.Sqrt(plain.BestMomentum), best.Contraction[^1], 1e-7);
        Assert.Null(best.Standstill);
        Assert.NotNull(plain.Standstill);
        Assert.Contains("At this rate momentum", new ConvergenceAnalysis { LearningRate = 0.05, Momentum = 0.2 }.Measure(x, y, bias: true).Remedy);
        Assert.Equal(plain.LargestStableRate * 1.5, new ConvergenceAnalysis { LearningRate = 0.05, Momentum = 0.5 }.Measure(x, y, bias: true).LargestStableRate, 1e-12);
    }

    [Fact]
    public void ATrainingWithMomentumTakesTheEpochsThatArePredicted()
    {
        Tensor x = Tensor.From([1, 2, 3, 4]), y = Tensor.From([3, 5, 7, 9]);
        var report = new ConvergenceAnalysis { LearningRate = 0.02, Momentum = 0.9, Tolerance = 1e-3 }.Measure(x, y, bias: true);
        var model = new Linear(1, 1, true, new Generator(0));
        using (GradMode.NoGrad())
        {
            model.Weight.Zero_();
            model.Bias!.Zero_();
        }
        var sgd = new Sgd(model, 0.02) { Momentum = 0.9 };
        var records = new TrainingRun(model, x.Reshape(4, 1), y.Reshape(4, 1)) { MakeOptimizer = _ => sgd, Epochs = 400 }.Records().Select(_ =>
            Math.Sqrt(Math.Pow(model.Weight.Data[0] - report.Optimum[0], 2) + Math.Pow(model.Bias!.Data[0] - report.Optimum[1], 2))).ToList();
        int reached = records.FindLastIndex(distance => distance > 1e-3) + 2;
        Assert.InRange(reached, report.EpochsToTolerance!.Value - 15, report.EpochsToTolerance.Value + 1);
    }

    [Theory]
    [InlineData("Adam", 0.01)]
    [InlineData("RMSprop", 0.01)]
    [InlineData("Adagrad", 0.5)]
    public void NoAdaptiveTrainingIsThereBeforeTheLeastEpochs(string name, double rate)
    {
        foreach (float scale in new[] { 1e-12f, 1e-3f, 1, 1e3f, 1e12f })
        {
            Tensor x = Tensor.From([scale, 2 * scale, 3 * scale, 4 * scale]), y = Tensor.From([2 * scale, 4 * scale, 6 * scale, 8 * scale]);
            var report = new ConvergenceAnalysis { LearningRate = rate, Optimizer = name }.Measure(x, y, bias: false);
            Assert.Null(report.EpochsToTolerance);
            Assert.Null(report.Standstill);
            Assert.False(report.Diverges);
            Assert.Contains("eigenvalues set no limit", report.Finding);
            var model = new Linear(1, 1, false, new Generator(0));
            using (GradMode.NoGrad())
                model.Weight.Zero_();
            int least = (int)report.LeastEpochs!.Value;
            _ = new TrainingRun(model, x.Reshape(4, 1), y.Reshape(4, 1)) { Optimizer = name, LearningRate = rate, Epochs = least - 1 }.Records().Last();
            Assert.True(model.Weight.Data[0] < 2, $"{scale}: {model.Weight.Data[0]} after {least - 1} epochs");
        }
    }

    [Theory]
    [InlineData("LBFGS", "can't be told")]
    [InlineData("Adadelta", "can't be told")]
    [InlineData("NAdam", "can't be told")]
    public void WhatCantBePredictedIsNot(string name, string words)
    {
        var report = new ConvergenceAnalysis { LearningRate = 1, Optimizer = name }.Measure(Tensor.From([1, 2, 3, 4]), Tensor.From([2, 4, 6, 8]), bias: true);
        Assert.Contains(words, report.Finding);
        Assert.Null(report.LeastEpochs);
        Assert.Null(report.EpochsToTolerance);
        Assert.Equal([2, 0], report.Optimum.Select(w => Math.Round(w, 9)));
    }

    [Fact]
    public void SettingsThatCantBeAreRefused()
    {
        Tensor x = Tensor.From([1, 2, 3, 4]);
        Assert.Throws<InvalidValueException>(() => new ConvergenceAnalysis { Momentum = 1 }.Measure(x, null, bias: false));
        Assert.Throws<InvalidValueException>(() => new ConvergenceAnalysis { Momentum = double.NaN }.Measure(x, null, bias: false));
        Assert.Throws<InvalidValueException>(() => new ConvergenceAnalysis { WeightDecay = -1 }.Measure(x, null, bias: false));
        Assert.Throws<InvalidValueException>(() => new ConvergenceAnalysis { Optimizer = "Adm" }.Measure(x, null, bias: false));
    }

    private static Gen<Case> Data =>
        from rows in Gen.Choose(4, 10)
        from seed in Gen.Choose(0, int.MaxValue)
        from features in Gen.Choose(1, 3)
        from power in Gen.Choose(-12, 12)
        from step in Gen.Choose(1, 80)
        from momentum in Gen.Elements(0.0, 0.3, 0.5, 0.9, 0.95)
        select new Case(
            [.. Enumerable.Range(0, features).Select(j => Column(new Random(seed + j), rows, power))],
            [.. Enumerable.Range(0, rows).Select(i => (float)new Random(seed - 1 - i).NextDouble())], (step + 0.3) / 20, momentum);

    private static float[] Column(Random random, int rows, int power) =>
        [.. Enumerable.Range(0, rows).Select(_ => (float)((random.NextDouble() - 0.3) * Math.Pow(10, power)))];

    private sealed record Case(float[][] Columns, float[] Numbers, double Step, double Momentum)
    {
        public Tensor Input => Tensor.From([.. Enumerable.Range(0, Numbers.Length).SelectMany(row => Columns.Select(column => column[row]))], Numbers.Length, Columns.Length);

        public Tensor Target => Tensor.From(Numbers);

        // The tolerance goes with the scale of the optimum.
        public ConvergenceReport Measure(double step, double? momentum = null)
        {
            var probe = new ConvergenceAnalysis { LearningRate = 1e-30 }.Measure(Input, Target, bias: false);
            return new ConvergenceAnalysis { LearningRate = step / probe.Eigenvalue[0], Momentum = momentum ?? Momentum, Tolerance = 1e-6 * probe.Optimum.Max(Math.Abs) }
                .Measure(Input, Target, bias: false);
        }

        // In double, along the eigenvectors' own coordinates: the distance to the optimum after each epoch.
        public (double[] Distances, double[] End) Descend(ConvergenceReport report, int epochs)
        {
            int n = Columns.Length, rows = Numbers.Length;
            double[] w = new double[n], v = new double[n];
            var distances = new List<double> { Distance() };
            for (int epoch = 0; epoch < epochs && double.IsFinite(distances[^1]); epoch++)
            {
                double[] gradient = new double[n];
                for (int row = 0; row < rows; row++)
                {
                    double residual = -Numbers[row];
                    for (int j = 0; j < n; j++)
                        residual += Columns[j][row] * w[j];
                    for (int j = 0; j < n; j++)
                        gradient[j] += 2.0 / rows * residual * Columns[j][row];
                }
                for (int j = 0; j < n; j++)
                {
                    v[j] = (Momentum * v[j]) + gradient[j];
                    w[j] -= report.LearningRate * v[j];
                }
                distances.Add(Distance());
            }
            return ([.. distances], w);

            double Distance() => Math.Sqrt(w.Zip(report.Optimum, (a, b) => (a - b) * (a - b)).Sum());
        }
    }
}
