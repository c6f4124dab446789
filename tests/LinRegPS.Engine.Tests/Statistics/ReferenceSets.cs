using System.Globalization;
using System.Text.Json;
using LinRegPS.Statistics.Fits;

namespace LinRegPS.Engine.Tests.Statistics;

/// <summary>Fits of reference data, and how many digits of a result are those of the reference.</summary>
internal static class ReferenceSets
{
    /// <summary>NIST's sets: name, degree, and whether there is an intercept.</summary>
    public static TheoryData<string, int, bool> Nist { get; } =
        [("Norris", 1, true), ("Pontius", 2, true), ("NoInt1", 1, false), ("Longley", 1, true), ("Wampler1", 5, true), ("Wampler4", 5, true)];

    /// <summary>Polynomials whose exact solution is known.</summary>
    public static TheoryData<string> Polynomials { get; } = ["FilipLike", "Wampler5Like", "Degree12"];

    public static JsonElement Find(string file, string name)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "fixtures", file));
        var sets = JsonDocument.Parse(stream).RootElement.GetProperty("sets");
        return sets.EnumerateArray().Single(set => set.GetProperty("name").GetString() == name);
    }

    public static double[] Numbers(JsonElement element) => [.. element.EnumerateArray().Select(Number)];

    /// <summary>The features of a set, a row for each observation.</summary>
    public static double[][] Rows(JsonElement set) => [.. set.GetProperty("x").EnumerateArray().Select(x => x.ValueKind == JsonValueKind.Array ? Numbers(x) : [Number(x)])];

    /// <summary>What a fit gives beside what it should give.</summary>
    public static IEnumerable<(double Actual, double Expected, string What)> Pairs(LinearFit fit, JsonElement expected)
    {
        JsonElement[] coefficients = [.. expected.GetProperty("coefficients").EnumerateArray()];
        Assert.Equal(coefficients.Length, fit.Coefficient.Length);
        foreach (var (c, reference) in fit.Coefficient.Zip(coefficients))
        {
            yield return (c.Estimate, Number(reference.GetProperty("estimate")), c.Term);
            yield return (c.StandardError, Number(reference.GetProperty("std_error")), $"standard error of {c.Term}");
        }
        yield return (fit.Sigma, Number(expected.GetProperty("residual_sd")), "sigma");
        yield return (fit.RSquared, Number(expected.GetProperty("r_squared")), "R squared");
        yield return (fit.FStatistic, Number(expected.GetProperty("f_statistic")), "F");
    }

    // Some references are text, to have all their digits or an infinity.
    public static double Number(JsonElement element) => element.ValueKind == JsonValueKind.String
        ? double.Parse(element.GetString()!, CultureInfo.InvariantCulture)
        : element.GetDouble();

    public static LinearFit Fit(
        double[][] rows, double[] target, bool intercept = true, int degree = 1, double level = 0.95, string[]? names = null) =>
        new OrdinaryLeastSquares
        {
            Features = names ?? [.. rows[0].Select((_, j) => $"x{j + 1}")],
            Rows = rows,
            TargetName = "y",
            Target = target,
            Degree = degree,
            ConfidenceLevel = level,
        }.Fit(intercept);

    /// <summary>The log relative error of McCullough (1998): correct decimal digits, at most 15; absolute where the reference is 0.</summary>
    public static double Digits(double actual, double expected)
    {
        double error = expected == 0 ? Math.Abs(actual) : Math.Abs((actual - expected) / expected);
        return actual.Equals(expected) || error == 0 ? 15 : double.IsNaN(error) ? 0 : Math.Min(15, -Math.Log10(error));
    }
}
