using System.Text.Json;
using LinRegPS.Statistics.Fits;

namespace LinRegPS.Engine.Tests.Statistics;

/// <summary>NIST's certified values and exact rational solutions: correct digits of every estimate and standard error.</summary>
public class CertifiedValuesTests(ITestOutputHelper output)
{
    private const double Required = 12;

    [Theory]
    [MemberData(nameof(ReferenceSets.Nist), MemberType = typeof(ReferenceSets))]
    public void NistSetsHaveTwelveDigits(string name, int degree, bool intercept)
    {
        var set = ReferenceSets.Find("nist_linear.json", name);
        var certified = set.GetProperty("certified");
        var fit = ReferenceSets.Fit(ReferenceSets.Rows(set), ReferenceSets.Numbers(set.GetProperty("y")), intercept, degree);
        Check(fit, certified);
        Same(fit.ResidualSumOfSquares, ReferenceSets.Number(certified.GetProperty("residual_ss")), "residual sum of squares");
    }

    [Theory]
    [MemberData(nameof(ReferenceSets.Polynomials), MemberType = typeof(ReferenceSets))]
    public void PolynomialsHaveTwelveDigitsOfTheExactSolution(string name)
    {
        var set = ReferenceSets.Find("polynomial_exact.json", name);
        Check(ReferenceSets.Fit(ReferenceSets.Rows(set), ReferenceSets.Numbers(set.GetProperty("y")), degree: set.GetProperty("degree").GetInt32()), set);
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
        output.WriteLine($"condition number {fit.ConditionNumber:G4}");
        foreach (var (actual, reference, what) in ReferenceSets.Pairs(fit, expected))
            Same(actual, reference, what);
    }

    private void Same(double actual, double expected, string what)
    {
        double digits = ReferenceSets.Digits(actual, expected);
        output.WriteLine($"{what}: {actual:R}, {expected:R}: {digits:F1} digits");
        Assert.True(digits >= Required, $"{what} is {actual:R}, the reference {expected:R}: {digits:F1} correct digits");
    }
}
