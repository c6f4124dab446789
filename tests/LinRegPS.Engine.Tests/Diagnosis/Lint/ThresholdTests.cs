using LinRegPS.Diagnosis.Lint.Rules;
using LinRegPS.Diagnosis.Lint.Watching;
using static LinRegPS.Engine.Tests.Diagnosis.Lint.LintCase;

namespace LinRegPS.Engine.Tests.Diagnosis.Lint;

/// <summary>Each threshold from both sides, so near that none can move far.</summary>
public sealed class ThresholdTests
{
    // A gradient of 1, and after a few steps one of so many times its median, with a loss that is so many times the least.
    [Theory]
    [InlineData(130, true)]
    [InlineData(80, false)]
    public void AGradientExplodesBeyondAHundredTimesItsMedian(float times, bool found)
    {
        var (w, factor) = (Parameter(1), 1f);
        var findings = Watch(() =>
        {
            for (int i = 0; i < 6; i++)
            {
                w.Grad = null;
                factor = i == 5 ? times : 1;
                (w * factor).Sum().Backward();
                Sgd.Step(w, "w", 1e-6);
            }
        });
        Assert.Equal(found, findings.Rules().Contains("ExplodingGradient"));
    }

    [Theory]
    [InlineData(2.5f, true)]
    [InlineData(1.5f, false)]
    public void AGradientExplodesWhereTheLossDoublesToo(float loss, bool found)
    {
        var w = Parameter(1);
        var findings = Watch(() =>
        {
            for (int i = 0; i < 6; i++)
            {
                w.Grad = null;
                // The slope is 1, then 1000; the value is 1, then the loss.
                (i == 5 ? (w * 1000 - 1000 + loss).Sum() : w.Sum()).Backward();
                Sgd.Step(w, "w", 1e-9);
            }
        });
        Assert.Equal(found, findings.Rules().Contains("ExplodingGradient"));
    }

    // Three weights in a row: each gradient is the loss's slope times the two others.
    [Theory]
    [InlineData(5e-4f, true)]
    [InlineData(2e-3f, false)]
    public void AGradientVanishesBelowAThousandthOfALaterLayers(float ratio, bool found)
    {
        // d/dfirst = second * third, d/dthird = first * second: their ratio is third / first.
        var layers = new[] { Layer([1], 1, 1), Layer([0.05f], 1, 1), Layer([ratio], 1, 1) };
        var model = Stack(t => t, layers);
        var findings = Train(model, X, Y, 1e-9, 6);
        Assert.Equal(found, findings.Rules().Contains("VanishingGradient"));
    }

    [Theory]
    [InlineData(5e-4f, true)]
    [InlineData(2e-3f, false)]
    public void AGradientVanishesBelowAThousandthOfItsMedianWhileOthersStay(float left, bool found) =>
        Assert.Equal(found, Fallen(left, 1).Rules().Contains("VanishingGradient"));

    // Where all fall to less than a hundredth, training converges.
    [Theory]
    [InlineData(0.02f, true)]
    [InlineData(0.005f, false)]
    public void AGradientVanishesWhileOthersKeepAHundredth(float others, bool found) =>
        Assert.Equal(found, Fallen(others * 1e-4f, others).Rules().Contains("VanishingGradient"));

    // tanh is 0.99 at 2.6467.
    [Theory]
    [InlineData(2.7f, true)]
    [InlineData(2.6f, false)]
    public void SaturatedBeyondNinetyNineHundredths(float input, bool found)
    {
        var w = Parameter(1);
        var findings = Loop(5, 1e-6, () => Loss.Mse((w * Tensor.Full(input, 4)).Tanh(), Tensor.Zeros(4)), ("w", w));
        Assert.Equal(found, findings.Rules().Contains("Saturated"));
    }

    // (2y - 1) of a sigmoid is tanh of half its input.
    [Theory]
    [InlineData(5.4f, true)]
    [InlineData(5.2f, false)]
    public void ASigmoidSaturatesAtTwiceTheInput(float input, bool found)
    {
        var w = Parameter(1);
        var findings = Loop(5, 1e-6, () => Loss.Mse((w * Tensor.Full(input, 4)).Sigmoid(), Tensor.Full(0.5f, 4)), ("w", w));
        Assert.Equal(found, findings.Rules().Contains("Saturated"));
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(5, false)]
    public void SaturatedInMoreThanHalfOfTheValues(int beyond, bool found)
    {
        var (w, x) = (Parameter(1), Tensor.From([.. Enumerable.Range(0, 10).Select(i => i < beyond ? 5f : 0.1f)]));
        var findings = Loop(5, 1e-6, () => Loss.Mse((w * x).Tanh(), Tensor.Zeros(10)), ("w", w));
        Assert.Equal(found, findings.Rules().Contains("Saturated"));
    }

    [Theory]
    [InlineData(5e-4f, true)]
    [InlineData(2e-3f, false)]
    public void AMeanIsAThousandthOfTheTargetsDeviation(float weight, bool found) =>
        Assert.Equal(found, Train(Line(weight, 5), X, X, 1e-9, 6).Rules().Contains("MeanPrediction"));

    // What holds in two inspections may pass; three are a state.
    [Theory]
    [InlineData(3, true)]
    [InlineData(2, false)]
    public void AStateLastsForThreeInspections(int epochs, bool found) =>
        Assert.Equal(found, Train(Line(0, 5), X, X, 1e-9, epochs).Rules().Contains("MeanPrediction"));

    [Theory]
    [InlineData(2, true)]
    [InlineData(1, false)]
    public void AStandstillLastsForTwo(int epochs, bool found) =>
        Assert.Equal(found, Train(Line(1.99999964f), X, Y, 0.01, epochs).Rules().Contains("Standstill"));

    // Two columns, centred and at right angles.
    [Theory]
    [InlineData(33, true)]
    [InlineData(28, false)]
    public void FeaturesAreUnscaledFromThirtyTimesOn(float times, bool found)
    {
        Assert.Equal(found, Scales([[1, -1, 1, -1], [times, times, -times, -times]], bias: false).Contains("UnscaledFeatures"));
        Assert.Equal(found, Scales([[times, -times, times, -times]], bias: true).Contains("UnscaledFeatures"));
        Assert.Equal(found, Scales([[1 / times, -1 / times, 1 / times, -1 / times]], bias: true).Contains("UnscaledFeatures"));
    }

    // The condition of columns that are nearly alike is large at any scale: what scaling does not mend is not called unscaled.
    [Fact]
    public void NearlyCollinearFeaturesAreNotCalledUnscaled() =>
        Assert.DoesNotContain("UnscaledFeatures", Scales([[1, -1, 1, -1], [20, -20, 20, -20.1f], [4, 3, -4, -3]], bias: false));

    // Of one column the condition is about (1 + c^2)^2 for a mean of c deviations.
    [Theory]
    [InlineData(6, true)]
    [InlineData(4.8f, false)]
    // Beyond 5, but the condition is 843.
    [InlineData(5.2f, false)]
    public void AFeatureIsOffCentreFromFiveDeviationsOn(float mean, bool found) =>
        Assert.Equal(found, Scales([[mean + 1, mean - 1, mean + 1, mean - 1]], bias: true).Contains("UnscaledFeatures"));

    [Fact]
    public void OffCentreIsJudgedByTheCentreNotByTheCondition() =>
        // A mean of 4 deviations, and a condition of 50,000 by two columns that are nearly alike.
        Assert.DoesNotContain("UnscaledFeatures", Scales([[5, 3, 5, 3], [5, 3, 5, 3.02f]], bias: true));

    // The loss is flat, then so many times as high.
    [Theory]
    [InlineData(10.5f, true)]
    [InlineData(9.5f, false)]
    public void ALossHasGrownFromTenTimesOn(float times, bool found)
    {
        var w = Parameter(1);
        int pass = 0;
        var findings = Loop(6, 1e-9, () => (w * (pass++ == 5 ? times : 1)).Sum(), ("w", w));
        Assert.Equal(found, findings.Rules().Contains("RateTooHigh"));
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(2, false)]
    public void ThreeRisesInARowAreNoChance(int rises, bool found)
    {
        var w = Parameter(1);
        int pass = 0;
        var findings = Loop(6, 1e-9, () => (w * (1 + (0.1 * Math.Min(pass++, rises)))).Sum(), ("w", w));
        Assert.Equal(found, findings.Rules().Contains("RateTooHigh"));
    }

    // By hand the rate is told by the steps: 2 / 15 is the limit.
    [Theory]
    [InlineData(0.14, true)]
    [InlineData(0.13, false)]
    public void ARateByHandIsTooHighToo(double rate, bool found)
    {
        var (w, x, y) = (Parameter(0), X.Reshape(4), Y.Reshape(4));
        var findings = Watch(() =>
        {
            for (int i = 0; i < 40; i++)
            {
                w.Grad = null;
                Loss.Mse(w * x, y).Backward();
                using (GradMode.NoGrad())
                    w.Sub_(rate * w.Grad!);
            }
        });
        Assert.Equal(found, findings.Rules().Contains("RateTooHigh"));
    }

    // Of any size: two comparisons that differ by less than rounding are one factor, by more they are none.
    [Theory]
    [InlineData(1e-4f)]
    [InlineData(0.3f)]
    [InlineData(7)]
    [InlineData(1e4f)]
    public void AFactorIsTheSameInEveryComparison(float factor)
    {
        Assert.True(IsFound(factor * 1.000002f));
        Assert.True(IsFound(factor * 0.999998f));
        Assert.False(IsFound(factor * 1.00001f));
        Assert.False(IsFound(factor * 0.99999f));

        bool IsFound(float second)
        {
            var rule = new GradientFactor();
            var watcher = new LintWatcher([rule]);
            rule.Lint = watcher;
            var parameter = watcher.Parameter(Parameter(1, 2, 3));
            var reference = Tensor.From([0.5f, -2, 4]);
            rule.Compare(parameter, reference, Times(factor), null, null);
            rule.Compare(parameter, reference, Times(second), null, null);
            return rule.Findings().Any();
        }

        static Tensor Times(float factor) => Tensor.From([0.5f * factor, -2 * factor, 4 * factor]);
    }

    private static IReadOnlyList<TrainingFinding> Fallen(float left, float others)
    {
        // Two layers, whose gradients are set by what each is multiplied by besides.
        var (v, w, x) = (Parameter([1], 1, 1), Parameter([1], 1, 1), Tensor.From([1, 1], 2, 1));
        int pass = 0;
        return Loop(
            6, 1e-9, () =>
            {
                bool late = ++pass > 3;
                return (x.MatMul(v) * (late ? left : 1)).Sum() + (x.MatMul(w) * (late ? others : 1)).Sum();
            },
            ("v", v), ("w", w));
    }

    private static string[] Scales(float[][] columns, bool bias)
    {
        int rows = columns[0].Length;
        var x = Tensor.From([.. Enumerable.Range(0, rows).SelectMany(row => columns.Select(column => column[row]))], rows, columns.Length);
        return Train(new Linear(columns.Length, 1, bias, new Generator(0)), x, Tensor.From([1, 2, 4, 3], 4, 1), 1e-4, 3).Rules();
    }
}
