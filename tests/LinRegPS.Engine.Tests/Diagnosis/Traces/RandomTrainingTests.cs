using LinRegPS.Diagnosis.Comparison;
using LinRegPS.Diagnosis.Traces;

namespace LinRegPS.Engine.Tests.Diagnosis.Traces;

// The same causes on random problems: the judgement must not depend on the founding case's round numbers.
public class RandomTrainingTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Causes_are_told_apart(int seed)
    {
        var random = new Random(seed);
        int samples = random.Next(3, 40), features = random.Next(1, 5);
        float[][] x = [.. Enumerable.Range(0, samples).Select(_ => Numbers(features))];
        float[] y = Numbers(samples), start = Numbers(features), other = Numbers(features);
        double rate = Math.Round((0.002 + random.NextDouble()) / 20, 4);
        var reference = Train("a", start, rate);

        Assert.Equal(TrainingDifference.None, Cause(Train("b", start, rate)));
        var factor = Compare(Train("b", start, rate, (_, g) => [.. g.Select(s => s * samples)]));
        Assert.Equal((TrainingDifference.GradientFactor, (double)samples), (factor.Cause, factor.Factor));
        Assert.Contains($"{samples} is the number of samples", factor.Finding);
        Assert.Equal(TrainingDifference.Rate, Cause(Train("b", start, rate * 1.5)));
        Assert.Equal(TrainingDifference.Rate, Cause(Train("b", start, rate * samples)));
        Assert.Equal(TrainingDifference.Start, Cause(Train("b", other, rate)));
        Assert.Contains(Cause(Train("b", start, rate, backwards: true)), new[] { TrainingDifference.Rounding, TrainingDifference.None });
        Assert.Equal(TrainingDifference.Data, Cause(Train("b", start, rate, target: [.. y.Select(t => t + 1)])));
        Assert.Equal(TrainingDifference.LossScale, Cause(Train("b", start, rate, loss: l => l * 3)));

        Assert.Equal((TrainingDifference.GradientFactor, -1.0), Told(Train("b", start, rate, (_, g) => [.. g.Select(s => -s)])));
        Assert.Equal((TrainingDifference.GradientFactor, 1.0 / samples), Told(Train("b", start, rate, (_, g) => [.. g.Select(s => s / samples)])));
        if (features > 1)
            Assert.Equal(TrainingDifference.Gradient, Cause(Train("b", start, rate, (_, g) => [1.5f * g[0], .. g[1..]])));
        string[] names = [.. Enumerable.Range(0, features).Select(i => $"w{i}"), "bias"];
        var biased = TraceCases.Train("b", [.. start, 0], rate, 60, x: [.. x.Select(row => (float[])[.. row, 1])], y: y, names: names);
        Assert.Equal(TrainingDifference.Parameter, Cause(biased));
        float[] velocity = new float[features];
        var momentum = TraceCases.Train("b", start, rate, 60, x: x, y: y, step: (_, w, g) =>
        {
            velocity = [.. velocity.Zip(g, (v, s) => (0.9f * v) + s)];
            return [.. w.Zip(velocity, (p, v) => p - ((float)rate * v))];
        });
        Assert.Equal(TrainingDifference.Optimizer, Cause(momentum));

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 4) - 2))];

        TrainingTrace Train(
            string name, float[] from, double rate, Func<int, float[], float[]>? gradient = null, bool backwards = false,
            float[]? target = null, Func<float, float>? loss = null) =>
            TraceCases.Train(name, from, rate, 60, gradient, backwards: backwards, x: x, y: target ?? y, loss: loss);

        TrainingDifference Cause(TrainingTrace candidate) => Compare(candidate).Cause;

        (TrainingDifference, double?) Told(TrainingTrace candidate) => Compare(candidate) is var verdict ? (verdict.Cause, verdict.Factor) : default;

        TrainingComparison Compare(TrainingTrace candidate) =>
            TraceExplainer.Explain([reference, candidate], null, new GradientContext(samples))[0];
    }
}
