using LinRegPS.Diagnosis.Traces;

namespace LinRegPS.Engine.Tests.Diagnosis.Traces;

/// <summary>The rate of steps in float32, of parameters and gradients of any size.</summary>
public sealed class StepRateTests
{
    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(0, 40)];

    // As PyTorch and as NumPy step: the rate in float32, or the product rounded from double.
    [Theory]
    [MemberData(nameof(Seeds))]
    public void TheRateThatWasUsedIsInTheInterval(int seed)
    {
        var random = new Random(seed);
        double rate = Math.Round(random.NextDouble() + 0.1, 3) * Math.Pow(10, random.Next(-6, 2));
        bool single = random.Next(2) == 0, beforeStep = random.Next(2) == 0;
        var trace = Steps(random, rate, single, beforeStep);
        var found = StepRate.Of(trace);
        Assert.NotNull(found);
        Assert.InRange(rate, found.Low, found.High);
        // Elements of all sizes tell it to six digits, so nobody takes another for it.
        Assert.InRange(found.High - found.Low, 0, 1e-6 * rate);
        Assert.Equal(rate, found.Value, 1e-6 * rate);
        Assert.True(StepRate.Of(Steps(random, rate * 1.001, single, beforeStep))!.DiffersFrom(found));
        Assert.False(StepRate.Of(Steps(random, rate, single, beforeStep))!.DiffersFrom(found));
    }

    private static TrainingTrace Steps(Random random, double rate, bool single, bool beforeStep)
    {
        float[] w = [.. Enumerable.Range(0, 60).Select(_ => Any(random))];
        var points = new List<TracePoint>();
        for (int epoch = 1; epoch <= 12; epoch++)
        {
            // Steps of the parameter's own size and far from it.
            float[] g = [.. w.Select(p => (float)(p / rate * (random.NextDouble() - 0.5) * 4 * Math.Pow(10, random.Next(-3, 2))))];
            float[] next = [.. w.Zip(g, (p, s) => p - (single ? (float)rate * s : (float)(rate * s)))];
            points.Add(new TracePoint(epoch, 1f / epoch, [Tensor.From(beforeStep ? w : next)], [Tensor.From(g)]));
            w = next;
        }
        return new TrainingTrace("a", ["w"], points);
    }

    private static float Any(Random random) => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-5, 5)));
}
