using static LinRegPS.Engine.Tests.Diagnosis.Lint.LintCase;

namespace LinRegPS.Engine.Tests.Diagnosis.Lint;

/// <summary>How the rule of graphs that grow looks at steps: from how many on, which, and at how much of them.</summary>
public sealed class GrowingGraphTests
{
    [Theory]
    [InlineData(6, true)]
    [InlineData(5, false)]
    public void AGraphGrowsFromSixStepsOn(int steps, bool found)
    {
        var kept = new List<Tensor>();
        var w = Parameter(0);
        var findings = Loop(
            steps, 0.01, () =>
            {
                kept.Add(Loss.Mse(w * X, Y));
                return kept[^1];
            },
            ("w", w));
        GC.KeepAlive(kept);
        Assert.Equal(found, findings.Rules().Contains("GrowingGraph"));
    }

    // All of the first twenty, then the pair at 32; and no more than 1024 operations, however many a step has.
    [Theory]
    [InlineData(40, 1, 22)]
    [InlineData(15, 100, 11)]
    public void TheFirstStepsAndFewOfTheLaterOnesAreLookedAt(int steps, int additions, int looked)
    {
        var kept = new List<Tensor>();
        var w = Parameter(0);
        var findings = Loop(
            steps, 0.01, () =>
            {
                var sum = w * 1;
                for (int i = 0; i < additions; i++)
                    sum += 1;
                kept.Add(sum.Sum());
                return kept[^1];
            },
            ("w", w));
        GC.KeepAlive(kept);
        Assert.Contains($"Of {looked} steps looked at, ", findings.Only("GrowingGraph").Evidence);
    }

    // What a loop of the engine's records is its own matter, also where a model keeps its outputs.
    [Fact]
    public void ALoopOfTheEnginesIsNotAccusedOfWhatAModelKeeps()
    {
        var kept = new List<Tensor>();
        var line = Line(0);
        var model = new CustomModel([KeyValuePair.Create("line", (Module)line)], (_, x) =>
        {
            kept.Add(line.Forward(x));
            return kept[^1];
        });
        var findings = Train(model, X, Y, 0.01, 40);
        GC.KeepAlive(kept);
        Assert.DoesNotContain("GrowingGraph", findings.Rules());
    }
}
