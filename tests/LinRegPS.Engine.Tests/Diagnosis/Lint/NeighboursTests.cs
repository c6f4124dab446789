using LinRegPS.Diagnosis.Lint.Rules;
using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Training;

namespace LinRegPS.Engine.Tests.Diagnosis.Lint;

/// <summary>What rows that are alike say, by the definition; and where the rule of models that are too simple begins.</summary>
public sealed class NeighboursTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1e-3)]
    [InlineData(1e4)]
    public void WhatTheNearestLeaveIsAPartOfTheVariance(double unit)
    {
        var random = new Random(3);
        double[] x = [.. Enumerable.Range(0, 40).Select(_ => random.NextDouble())], y = [.. x.Select(number => unit * ((number * number) + (0.1 * random.NextDouble()) + 3))];
        double mean = y.Average(), error = 0;
        for (int row = 0; row < x.Length; row++)
        {
            double guess = Enumerable.Range(0, x.Length).Where(other => other != row).OrderBy(other => Math.Abs(x[other] - x[row])).Take(5).Average(other => y[other]);
            error += (y[row] - guess) * (y[row] - guess);
        }
        var neighbours = new Neighbours(Tensor.From([.. x.Select(number => (float)number)], x.Length, 1), [y]);
        Assert.Equal(error / y.Sum(number => (number - mean) * (number - mean)), neighbours.Unexplained(), 1e-9);
        Assert.Equal((0, 0), neighbours.AsGoodInDisorder());
    }

    // Losses in any unit, on both sides of each threshold: how far they still fall, how far validation moves, and for how long.
    [Theory]
    [InlineData(true)]
    [InlineData(true, 0.019)]
    [InlineData(false, 0.021)]
    [InlineData(true, 0.019, 0, 500)]
    [InlineData(false, 0.021, 0, 500)]
    [InlineData(true, 0.019, 0, 0.002)]
    [InlineData(false, 0.021, 0, 0.002)]
    [InlineData(true, 0, 0.09)]
    [InlineData(false, 0, 0.11)]
    [InlineData(true, 0, 0.09, 500)]
    [InlineData(false, 0, -0.11, 500)]
    [InlineData(true, 0, 0, 1, 20)]
    [InlineData(false, 0, 0, 1, 19)]
    [InlineData(true, 0, 0, 1, 30, 0.21)]
    [InlineData(false, 0, 0, 1, 30, 0.19)]
    public void AModelIsTooSimpleWhereBothLossesStay(bool isFound, double fall = 0, double move = 0, double unit = 1, int epochs = 30, double unexplained = 1)
    {
        // A parabola, which its neighbours know, and a prediction that leaves so much of it.
        float[] x = [.. Enumerable.Range(0, 60).Select(i => (i - 29.5f) / 30)], y = [.. x.Select(number => number * number)];
        float mean = y.Average(), part = (float)Math.Sqrt(unexplained);
        var rule = new Underfitting();
        var watcher = new LintWatcher([rule])
        {
            Data = new DataLoader(Tensor.From(x, 60, 1), Tensor.From(y, 60, 1)),
            Predict = () => Tensor.From([.. y.Select(number => mean + ((1 - part) * (number - mean)))], 60, 1),
        };
        rule.Lint = watcher;
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            bool isLast = epoch == epochs;
            watcher.Curve.Add(epoch, unit * (isLast ? 1 - fall : 1), unit * (isLast ? 1 + move : 1));
        }
        Assert.Equal(isFound, rule.Findings().Any());
    }

    // Each step too early is counted.
    [Theory]
    [InlineData(1, "1 step of the schedule before the first of Sgd; it starts from rate 0.05.")]
    [InlineData(2, "2 steps of the schedule before the first of Sgd; it starts from rate 0.05.")]
    [InlineData(5, "5 steps of the schedule before the first of Sgd; it starts from rate 0.05.")]
    public void StepsOfAScheduleBeforeItsOptimizerAreCounted(int steps, string evidence)
    {
        var w = LintCase.Parameter(0);
        var optimizer = new Sgd([w], 0.05);
        var schedule = new StepLR(optimizer, 2, 0.5);
        var finding = LintCase.Watch(
            () =>
            {
                for (int i = 0; i < steps; i++)
                    schedule.Step();
                for (int i = 0; i < 3; i++)
                {
                    optimizer.ZeroGrad();
                    Loss.Mse(w * LintCase.X, LintCase.Y).Backward();
                    optimizer.Step();
                    schedule.Step();
                }
            },
            ("w", w)).Only("ScheduleFirst");
        Assert.Equal((steps, evidence), (finding.Count, finding.Evidence));
    }
}
