using System.Text.Json;
using LinRegPS.Statistics.Fits;

namespace LinRegPS.Engine.Tests.Statistics;

/// <summary>NIST's certified values and exact rational solutions: correct digits of every estimate and standard error.</summary>
public class CertifiedValuesTests(ITestOutputHelper output)
{
    private const double Required = 12;

    [Theory]
    [InlineData("Norris", 1, true)]
    [InlineData("Pontius", 2, true)]
    [InlineData("NoInt1", 1, false)]
    [InlineData("Longley", 1, true)]
    [InlineData("Wampler1", 5, true)]
    [InlineData("Wampler4", 5, true)]
    public void NistSetsHaveTwelveDigits(string name, int degree, bool intercept)
    {
        var set = ReferenceSets.Find("nist_linear.json", name);
        double[][] rows = [.. set.GetProperty("x").EnumerateArray().Select(x => x.ValueKind == JsonValueKind.Array ? ReferenceSets.Numbers(x) : [x.GetDouble()])];
        var certified = set.GetProperty("certified");
        var fit = ReferenceSets.Fit(rows, ReferenceSets.Numbers(set.GetProperty("y")), intercept, degree);
        Check(fit, certified);
        Same(fit.ResidualSumOfSquares, certified.GetProperty("residual_ss"), "residual sum of squares");
    }

    [Theory]
    [InlineData("FilipLike")]
    [InlineData("Wampler5Like")]
    [InlineData("Degree12")]
    public void PolynomialsHaveTwelveDigitsOfTheExactSolution(string name)
    {
        var set = ReferenceSets.Find("polynomial_exact.json", name);
        double[][] rows = [.. ReferenceSets.Numbers(set.GetProperty("x")).Select(x => new[] { x })];
        Check(ReferenceSets.Fit(rows, ReferenceSets.Numbers(set.GetProperty("y")), degree: set.GetProperty("degree").GetInt32()), set);
    }

    [Fact]
    public void PowersRoundedToDoubleKeepHalfTheDigits()
    {
        // What binds without -Degree: not the solver but the columns, each power rounded by itself.
        var set = ReferenceSets.Find("polynomial_exact.json", "FilipLike");
        double[][] rows = [.. ReferenceSets.Numbers(set.GetProperty("x")).Select(x => Enumerable.Range(1, 10).Select(p => Math.Pow(x, p)).ToArray())];
        var fit = ReferenceSets.Fit(rows, ReferenceSets.Numbers(set.GetProperty("y")));
        double[] digits = [.. fit.Coefficient.Zip(set.GetProperty("coefficients").EnumerateArray(), (c, e) =>
            ReferenceSets.Digits(c.Estimate, ReferenceSets.Number(e.GetProperty("estimate"))))];
        output.WriteLine(string.Join(", ", digits.Select(d => d.ToString("F1"))));
        Assert.InRange(digits.Min(), 6, 10);
    }

    private void Check(LinearFit fit, JsonElement expected)
    {
        var coefficients = expected.GetProperty("coefficients").EnumerateArray().ToArray();
        Assert.Equal(coefficients.Length, fit.Coefficient.Length);
        output.WriteLine($"condition number {fit.ConditionNumber:G4}");
        for (int j = 0; j < coefficients.Length; j++)
        {
            Same(fit.Coefficient[j].Estimate, coefficients[j].GetProperty("estimate"), fit.Coefficient[j].Term);
            Same(fit.Coefficient[j].StandardError, coefficients[j].GetProperty("std_error"), $"standard error of {fit.Coefficient[j].Term}");
        }
        Same(fit.Sigma, expected.GetProperty("residual_sd"), "sigma");
        Same(fit.RSquared, expected.GetProperty("r_squared"), "R squared");
        Same(fit.FStatistic, expected.GetProperty("f_statistic"), "F");
    }

    private void Same(double actual, JsonElement expected, string what)
    {
        double digits = ReferenceSets.Digits(actual, ReferenceSets.Number(expected));
        output.WriteLine($"{what}: {actual:R}, {expected}: {digits:F1} digits");
        Assert.True(digits >= Required, $"{what} is {actual:R}, the reference {expected}: {digits:F1} correct digits");
    }
}
