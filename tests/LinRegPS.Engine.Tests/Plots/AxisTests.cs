using LinRegPS.Plots.Drawing;

namespace LinRegPS.Engine.Tests.Plots;

/// <summary>Axes and their ticks: round numbers, within the axis, few and told apart, whatever the scale.</summary>
public class AxisTests
{
    [Theory]
    [InlineData(0, 1, 5, "0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(-3, 7, 4, "0 5")]
    [InlineData(1, 300, 6, "50 100 150 200 250 300")]
    [InlineData(-1e-7, 2e-7, 3, "-1E-7 0 1E-7 2E-7")]
    [InlineData(1e6, 1.00002e6, 4, "1000000 1000005 1000010 1000015 1000020")]
    [InlineData(999999, 1000001, 4, "999999.0 999999.5 1000000.0 1000000.5 1000001.0")]
    [InlineData(0, 5e7, 5, "0 1E+7 2E+7 3E+7 4E+7 5E+7")]
    [InlineData(5e6, 5.00009e6, 5, "5000000 5000020 5000040 5000060 5000080")]
    [InlineData(-2e6, 2e6, 4, "-2E+6 -1E+6 0 1E+6 2E+6")]
    [InlineData(1.5e20, 1.5e20 + 1e6, 2, "1.5E+20 1.50000000000001E+20")]
    [InlineData(2e300, 9e300, 3, "2E+300 4E+300 6E+300 8E+300")]
    [InlineData(29.9, 30.1, 3, "29.9 30.0 30.1")]
    public void LinearTicksAreRound(double low, double high, int most, string labels) =>
        Assert.Equal(labels, string.Join(' ', Tick.Linear(low, high, most).Select(tick => tick.Label)));

    [Theory]
    [InlineData(1e-12, 30, 5, "1E-12 1E-9 1E-6 0.001 1")]
    [InlineData(1, 1000, 5, "1 10 100 1000")]
    [InlineData(0.4, 3, 5, "0.5 1 2")]
    [InlineData(3.1, 3.9, 4, "3.2 3.4 3.6 3.8")]
    public void LogarithmicTicksArePowersOfTenWhereThereAreEnough(double low, double high, int most, string labels) =>
        Assert.Equal(labels, string.Join(' ', Tick.Logarithmic(low, high, most).Select(tick => tick.Label)));

    [Theory]
    [InlineData(1e-300, 1e300, false)]
    [InlineData(1e-300, 1e300, true)]
    [InlineData(-8e307, 8e307, false)]
    [InlineData(-1e308, 3, false)]
    [InlineData(5e-324, 1e-323, false)]
    [InlineData(5e-324, 3e-310, true)]
    [InlineData(1, 1.0000001, false)]
    [InlineData(16777216, 16777217, false)]
    [InlineData(0, 0, true)]
    [InlineData(double.NaN, double.PositiveInfinity, false)]
    [InlineData(3.5, 3.5, true)]
    public void AnyRangeHasTicksInIt(double low, double high, bool isLog)
    {
        var axis = new Axis("x", [low, high], isLog, margin: 0.05);
        Assert.True(axis.High > axis.Low);
        foreach (int most in new[] { 1, 3, 8 })
        {
            var ticks = axis.Ticks(most);
            Assert.InRange(ticks.Length, 1, 40);
            Assert.All(ticks, tick => Assert.InRange(axis.Place(tick.Value), -1e-6, 1 + 1e-6));
            Assert.Equal(ticks.Length, ticks.Select(tick => tick.Label).Distinct().Count());
        }
    }

    [Fact]
    public void ALogarithmicAxisIsTakenWhereItShowsMore()
    {
        Assert.True(Axis.LogHelps([30, 1e-3, double.NaN]));
        Assert.True(Axis.LogHelps([30, 0, 0.1]));
        Assert.False(Axis.LogHelps([30, 1]));
        Assert.False(Axis.LogHelps([30, 1e-3, -1]));
        Assert.False(Axis.LogHelps([]));
        Assert.False(Axis.LogHelps([double.NaN, 0]));
    }

    [Fact]
    public void PlacesRunFromEndToEndAndBack()
    {
        var axis = new Axis("x", [1e-4, 1e4], isLog: true);
        Assert.Equal((0, 0.5, 1), (axis.Place(1e-4), axis.Place(1), axis.Place(1e4)));
        Assert.Equal(1, axis.At(0.5), 12);
        Assert.Equal(double.NaN, axis.Place(0));
        Assert.Equal(double.NaN, axis.Place(double.PositiveInfinity));
    }

    // The counts of NumPy's histogram, which has the same rule of the last bar.
    [Fact]
    public void AHistogramCountsEachNumberOnce()
    {
        var histogram = new Histogram([0, 0.5, 1, 1.5, 2, 2, 3, 4, double.NaN, double.NegativeInfinity], bins: 4);
        Assert.Equal([2, 2, 2, 2], histogram.Counts);
        Assert.Equal((8, 2, 0.0, 1.0), (histogram.Finite, histogram.Others, histogram.Low, histogram.Width));
        Assert.Equal([3], new Histogram([7, 7, 7]).Counts);
        Assert.Equal([0], new Histogram([]).Counts);
        Assert.Equal(100, new Histogram([.. Enumerable.Range(0, 100).Select(i => Math.Pow(10, i % 30))]).Counts.Sum());
    }
}
