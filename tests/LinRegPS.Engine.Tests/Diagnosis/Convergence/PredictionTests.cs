using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using LinRegPS.Diagnosis.Convergence;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Diagnosis.Convergence;

/// <summary>What is predicted of gradient descent, against gradient descent: in double to the epoch, and the engine's own in its verdict.</summary>
public sealed class PredictionTests
{
    private const int MostEpochs = 20_000;

    [Property(MaxTest = 150)]
    public Property EpochsAndOptimumAreThoseOfTheDescent() => Prop.ForAll(Data.ToArbitrary(), data =>
    {
        var (columns, target, bias, step) = data;
        var probe = Measure(data, 1e-30);
        double rate = step / probe.Eigenvalue[0];
        var report = Measure(data, rate);
        Assert.Equal(step >= 2, report.Diverges);
        Assert.Equal(step >= 2, report.Finding.StartsWith("Training diverges", StringComparison.Ordinal));
        var (epochs, distances) = Descend(columns, target, bias, rate, report.Optimum, report.Tolerance);
        if (report.EpochsToTolerance is { } predicted && predicted < MostEpochs)
        {
            Assert.NotNull(epochs);
            // Where an epoch takes off next to nothing, rounding in double moves the crossing by one.
            Assert.InRange(epochs.Value, predicted - 1, predicted + 1);
        }
        else
            Assert.Null(epochs);
        if (report.Diverges)
            Assert.True(distances[^1] > distances[0]);
        else
            Assert.True(distances[^1] <= distances[0]);
    });

    [Property(MaxTest = 100)]
    public Property TheVerdictIsThatOfTheTraining() => Prop.ForAll(Data.ToArbitrary(), data =>
    {
        var (columns, target, bias, step) = data;
        double rate = step / Measure(data, 1e-30).Eigenvalue[0];
        var report = Measure(data, rate);
        var model = new Linear(columns.Length, 1, bias, new Generator(0));
        using (GradMode.NoGrad())
        {
            model.Weight.Zero_();
            model.Bias?.Zero_();
        }
        var records = new TrainingRun(model, Input(columns, target.Length), Tensor.From(target, target.Length, 1)) { LearningRate = rate, Epochs = 300 }.Records().ToList();
        float first = records[0].Loss, last = records[^1].Loss;
        Assert.Equal(report.Diverges, !(last <= first));
        if (report.Diverges || report.EpochsToTolerance is not < 300)
            return;
        // Within the tolerance, or as near as rounding comes to numbers of this size.
        double[] trained = [.. model.Parameters().SelectMany(p => p.ToArray()).Select(x => (double)x)];
        for (int j = 0; j < trained.Length; j++)
            Assert.Equal(report.Optimum[j], trained[j], report.Tolerance + (1e-4 * report.Optimum.Max(Math.Abs)));
    });

    [Fact]
    public void ARateAHairAboveTheLargestStableOneIsTold()
    {
        var x = Tensor.From([1, 2, 3, 4]);
        double stable = new ConvergenceAnalysis { LearningRate = 0.01 }.Measure(x, Tensor.From([2, 4, 6, 8]), bias: false).LargestStableRate;
        var report = new ConvergenceAnalysis { LearningRate = stable * (1 + 1e-10) }.Measure(x, Tensor.From([2, 4, 6, 8]), bias: false);
        Assert.Contains("the learning rate 0.13333333335 is above the largest stable one, 0.13333333333;", report.Finding);
        Assert.Contains("is multiplied by 1 + 2E-10 in each epoch", report.Finding);
    }

    [Fact]
    public void AHundredCollinearFeaturesAreNamedInPart()
    {
        // Each but the last has a row of its own; the last is their sum.
        float[] rows = [.. Enumerable.Range(0, 100).SelectMany(i => Enumerable.Range(0, 100).Select(j => j == 99 ? (i < 99 ? 1f : 0) : i == j ? 1f : 0))];
        var report = new ConvergenceAnalysis { LearningRate = 0.001 }.Measure(Tensor.From(rows, 100, 100), null, bias: false);
        Assert.Contains("weight[9] and 90 more are not determined", report.Finding);
        Assert.True(report.Finding.Length < 700, report.Finding);
        var error = Assert.Throws<ShapeMismatchException>(() => new ConvergenceAnalysis { Start = [1] }.Measure(Tensor.From(rows, 100, 100), null, bias: false));
        Assert.EndsWith("weight[9], ....", error.Message);
    }

    [Fact]
    public void SeveralOutputsStandStillWithTheLast()
    {
        Tensor x = Tensor.From([1, 2, 3, 4]), both = Tensor.From([2, 2e-3f, 4, 4e-3f, 6, 6e-3f, 8, 8e-3f], 4, 2);
        // The mean is over twice as many elements.
        long[] alone = [.. new[] { 1, 1e-3f }.Select(size => new ConvergenceAnalysis { LearningRate = 0.01, GradientScale = 0.5 }
            .Measure(x, Tensor.From([2 * size, 4 * size, 6 * size, 8 * size]), bias: false).Standstill!.Epoch)];
        Assert.NotEqual(alone[0], alone[1]);
        Assert.Equal(alone.Max(), new ConvergenceAnalysis { LearningRate = 0.01 }.Measure(x, both, bias: false).Standstill!.Epoch);
    }

    [Fact]
    public void WhatIsGoodAlreadyIsNotAdvised()
    {
        var x = Tensor.From([1, 2, 3, 4]);
        double best = new ConvergenceAnalysis { LearningRate = 0.01 }.Measure(x, null, bias: false).BestRate;
        Assert.Empty(new ConvergenceAnalysis { LearningRate = best }.Measure(x, null, bias: false).Remedy);
        Assert.Contains("best fixed rate", new ConvergenceAnalysis { LearningRate = best / 3 }.Measure(x, null, bias: false).Remedy);
        // Centred columns of different scales are to be scaled, and not centred.
        var scaled = new ConvergenceAnalysis { LearningRate = 1e-4 }.Measure(Tensor.From([1, 50, -1, 50, 1, -50, -1, -50], 4, 2), null, bias: true);
        Assert.Contains("Scale the features", scaled.Remedy);
        Assert.DoesNotContain("Centre the feature", scaled.Remedy);
    }

    // Columns of one scale from 1e-12 to 1e12, centred or not, constant or duplicate ones among them; steps from slow to divergent.
    private static Gen<(float[][] Columns, float[] Target, bool Bias, double Step)> Data =>
        from rows in Gen.Choose(1, 12)
        from seed in Gen.Choose(0, int.MaxValue)
        from kinds in Gen.Choose(0, 4).ArrayOf(2)
        from power in Gen.Choose(-12, 12)
        from bias in Gen.Elements(true, false)
        from step in Gen.Elements(0.1, 0.5, 1.0, 1.5, 1.9, 2.1, 3.0)
        select Make(rows, new Random(seed), kinds, bias ? Math.Clamp(power, -1, 1) : power, bias, step);

    private static (float[][] Columns, float[] Target, bool Bias, double Step) Make(int rows, Random random, int[] kinds, int power, bool bias, double step)
    {
        double scale = Math.Pow(10, power);
        var columns = new List<float[]>();
        foreach (int kind in kinds)
        {
            columns.Add(kind switch
            {
                0 => [.. Enumerable.Repeat((float)(scale * (0.5 + random.NextDouble())), rows)],
                1 when columns.Count > 0 => columns[0],
                2 when columns.Count > 0 => [.. columns[0].Select(x => 2 * x)],
                3 => [.. Enumerable.Range(0, rows).Select(_ => (float)(scale * (3 + random.NextDouble())))],
                _ => [.. Enumerable.Range(0, rows).Select(_ => (float)(scale * (2 * random.NextDouble() - 1)))],
            });
        }
        return ([.. columns], [.. Enumerable.Range(0, rows).Select(_ => (float)(1 + random.NextDouble()))], bias, step);
    }

    private static ConvergenceReport Measure((float[][] Columns, float[] Target, bool Bias, double Step) data, double rate)
    {
        // A distance in the parameters' own unit.
        double unit = 1 / data.Columns.Max(column => column.Max(Math.Abs));
        return new ConvergenceAnalysis { LearningRate = rate, Tolerance = 1e-6 * Math.Min(unit, data.Bias ? 1 : unit) }.Measure(
            Input(data.Columns, data.Target.Length), Tensor.From(data.Target), data.Bias);
    }

    private static Tensor Input(float[][] columns, int rows) =>
        Tensor.From([.. Enumerable.Range(0, rows).SelectMany(row => columns.Select(column => column[row]))], rows, columns.Length);

    private static (long? Epochs, List<double> Distances) Descend(float[][] columns, float[] target, bool bias, double rate, double[] optimum, double tolerance)
    {
        int n = columns.Length + (bias ? 1 : 0), rows = target.Length;
        double[] w = new double[n];
        var distances = new List<double>();
        for (int epoch = 0; epoch <= MostEpochs; epoch++)
        {
            distances.Add(Math.Sqrt(w.Zip(optimum, (a, b) => (a - b) * (a - b)).Sum()));
            if (distances[^1] <= tolerance || !(distances[^1] < 1e6 * (distances[0] + 1e-300)))
                break;
            double[] gradient = new double[n];
            for (int row = 0; row < rows; row++)
            {
                double residual = -target[row];
                for (int j = 0; j < n; j++)
                    residual += w[j] * Element(row, j);
                for (int j = 0; j < n; j++)
                    gradient[j] += 2 * residual * Element(row, j) / rows;
            }
            for (int j = 0; j < n; j++)
                w[j] -= rate * gradient[j];
        }
        return (distances[^1] <= tolerance ? distances.Count - 1 : null, distances);

        double Element(int row, int j) => j < columns.Length ? columns[j][row] : 1;
    }
}
