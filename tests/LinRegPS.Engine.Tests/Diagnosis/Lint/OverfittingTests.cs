using LinRegPS.Diagnosis.Lint.Rules;
using LinRegPS.Diagnosis.Lint.Watching;

namespace LinRegPS.Engine.Tests.Diagnosis.Lint;

/// <summary>Each condition of the rule of overfitting from both sides: both curves, and how long and how far they part.</summary>
public sealed class OverfittingTests
{
    // Both curves fall for some epochs to 1; then the one rises, at once, and the other goes on to a part of itself.
    [Theory]
    [InlineData(true)]
    [InlineData(false, 2)]
    [InlineData(true, 3)]
    // A tenth of a long training.
    [InlineData(true, 11, 100)]
    [InlineData(false, 10, 100)]
    // A fifth more than the best.
    [InlineData(true, 5, 10, 1.21)]
    [InlineData(false, 5, 10, 1.19)]
    // A fiftieth of the first.
    [InlineData(true, 5, 10, 3.1, 100)]
    [InlineData(false, 5, 10, 2.9, 100)]
    // A twentieth less of the loss.
    [InlineData(true, 5, 10, 2, 10, 0.94)]
    [InlineData(false, 5, 10, 2, 10, 0.96)]
    // Six epochs at least.
    [InlineData(true, 4, 2)]
    [InlineData(false, 3, 2)]
    public void IsFoundWhereTheCurvesPartForLongAndFar(bool isFound, int after = 5, int before = 10, double rise = 2, double first = 10, double fall = 0.5)
    {
        var curve = Enumerable.Range(0, before).Select(i => first + ((1 - first) * i / (before - 1))).Select(loss => (loss, loss))
            .Concat(Enumerable.Range(1, after).Select(i => (1 + ((fall - 1) * i / after), rise)));
        var findings = Findings(curve);
        Assert.Equal(isFound, findings.Count == 1);
        if (isFound)
            Assert.Equal(("Overfitting", before, after), (findings[0].RuleId, findings[0].FirstStep, findings[0].Count));
    }

    [Fact]
    public void OneEpochThatStandsOutIsNoRise()
    {
        (double, double)[] falling = [.. Enumerable.Range(1, 10).Select(i => (10.0 / i, 10.0 / i))];
        Assert.Empty(Findings([.. falling, (0.9, 1.1), (0.8, 1.1), (0.7, 1.1), (0.6, 5)]));
        Assert.Single(Findings([.. falling, (0.9, 5), (0.8, 1.1), (0.7, 5), (0.6, 5)]));
    }

    // Where the best is 0 there is nothing to multiply.
    [Fact]
    public void ABestOfNothingOrOneThatIsGivenBackIsNoMistake()
    {
        (double, double)[] curve = [.. Enumerable.Range(0, 10).Select(i => (9.0 - i, 9.0 - i)), .. Enumerable.Repeat((-1.0, 5.0), 5)];
        Assert.Empty(Findings(curve));
        Assert.Single(Findings(curve.Select(point => (point.Item1 + 10, point.Item2 + 1))));
        Assert.Empty(Findings(curve.Select(point => (point.Item1 + 10, point.Item2 + 1)), isBestRestored: true));
    }

    private static List<TrainingFinding> Findings(IEnumerable<(double Train, double Validation)> curve, bool isBestRestored = false)
    {
        var rule = new Overfitting();
        var watcher = new LintWatcher([rule]);
        rule.Lint = watcher;
        watcher.Curve.IsBestRestored = isBestRestored;
        int epoch = 0;
        foreach (var (train, validation) in curve)
            watcher.Curve.Add(++epoch, train, validation);
        return [.. rule.Findings()];
    }
}
