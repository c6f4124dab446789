using System.Text.Json;
using LinRegPS.Distributions;

namespace LinRegPS.Engine.Tests.Statistics;

/// <summary>Distribution functions against R's pt, qt and pf, far tails among them.</summary>
public class DistributionTests(ITestOutputHelper output)
{
    // MathNet's incomplete beta function loses digits with its log-gamma: 12 are left at 1,000 degrees of freedom, 9 at 100,000.
    private const double Usual = 12;
    private const double ManyDegrees = 9.5;

    [Fact]
    public void TwoSidedTailsOfT() => Check("t", point => (StudentT.TwoSided(point[0], point[1]), point[2], point[1]));

    [Fact]
    public void QuantilesOfT() => Check("t_quantile", point => (StudentT.TwoSidedQuantile(point[0], point[1]), point[2], point[1]));

    [Fact]
    public void UpperTailsOfF() => Check("f", point => (FisherF.UpperTail(point[0], point[1], point[2]), point[3], point[2]));

    [Fact]
    public void EdgesAreDefined()
    {
        Assert.Equal(0, StudentT.TwoSided(double.NegativeInfinity, 5));
        Assert.Equal(1, StudentT.TwoSided(0, 5));
        Assert.Equal(double.NaN, StudentT.TwoSided(1, 0));
        Assert.Equal(double.NaN, StudentT.TwoSided(double.NaN, 5));
        Assert.Equal(double.NaN, StudentT.TwoSidedQuantile(0.05, 0));
        Assert.Equal(0, StudentT.TwoSidedQuantile(1, 5));
        Assert.Equal(double.PositiveInfinity, StudentT.TwoSidedQuantile(0, 5));
        Assert.Equal(0, FisherF.UpperTail(double.PositiveInfinity, 2, 5));
        Assert.Equal(1, FisherF.UpperTail(0, 2, 5));
        Assert.Equal(1, FisherF.UpperTail(-3, 2, 5));
        Assert.Equal(double.NaN, FisherF.UpperTail(3, 0, 5));
    }

    // Where nothing is defined, and where it begins to be.
    [Theory]
    [InlineData(double.NaN, 2, 5, double.NaN)]
    [InlineData(3, -1, 5, double.NaN)]
    [InlineData(3, double.NaN, 5, double.NaN)]
    [InlineData(3, 2, 0, double.NaN)]
    [InlineData(3, 2, -5, double.NaN)]
    [InlineData(double.PositiveInfinity, 2, 0, double.NaN)]
    [InlineData(-1, 0, 5, double.NaN)]
    [InlineData(-1, 2, 0, double.NaN)]
    [InlineData(double.NegativeInfinity, 2, 5, 1)]
    [InlineData(1, 1, 1, 0.5)]
    public void TailsOfFHaveTheirEdges(double f, double numerator, double denominator, double tail) =>
        Assert.Equal(tail, FisherF.UpperTail(f, numerator, denominator), 1e-14);

    [Theory]
    [InlineData(double.NaN, 5, double.NaN, double.NaN)]
    [InlineData(double.PositiveInfinity, 5, 0, double.NaN)]
    [InlineData(double.PositiveInfinity, 0, double.NaN, double.NaN)]
    [InlineData(1, 1, 0.5, 0)]
    [InlineData(-1, 1, 0.5, double.NaN)]
    [InlineData(0.5, double.NaN, double.NaN, double.NaN)]
    [InlineData(0.5, -2, double.NaN, double.NaN)]
    public void TailsAndQuantilesOfTHaveTheirEdges(double at, double degrees, double tail, double quantile)
    {
        Assert.Equal(tail, StudentT.TwoSided(at, degrees), 1e-14);
        if (at != 0.5 || double.IsNaN(tail))
            Assert.Equal(quantile, StudentT.TwoSidedQuantile(at, degrees));
    }

    [Theory]
    [InlineData(-0.5)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1.5)]
    public void WhatIsNoProbabilityHasNoQuantile(double probability) => Assert.Equal(double.NaN, Normal.Quantile(probability));

    private void Check(string kind, Func<double[], (double Actual, double Expected, double Degrees)> compute)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "fixtures", "regression_r.json"));
        var points = JsonDocument.Parse(stream).RootElement.GetProperty("distributions").GetProperty(kind);
        var results = points.EnumerateArray().Select(p => (Point: ReferenceSets.Numbers(p), Result: compute(ReferenceSets.Numbers(p)))).ToArray();
        Assert.NotEmpty(results);
        foreach (var byDegrees in results.GroupBy(r => r.Result.Degrees))
            output.WriteLine($"{byDegrees.Key}: {byDegrees.Min(r => ReferenceSets.Digits(r.Result.Actual, r.Result.Expected)):F1} digits");
        Assert.All(results, r => Assert.True(
            ReferenceSets.Digits(r.Result.Actual, r.Result.Expected) >= (r.Result.Degrees > 1000 ? ManyDegrees : Usual),
            $"at {string.Join(", ", r.Point)}: {r.Result.Actual:R}, R has {r.Result.Expected:R}"));
    }
}
