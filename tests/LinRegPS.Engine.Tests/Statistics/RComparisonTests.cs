using System.Text.Json;
using LinRegPS.Statistics.Fits;

namespace LinRegPS.Engine.Tests.Statistics;

/// <summary>Every number that R gives for its own data sets (fixtures/regression_r.json), to 10 digits.</summary>
public class RComparisonTests(ITestOutputHelper output)
{
    private const double Required = 10;

    public static TheoryData<string> Sets => ["cars", "mtcars", "longley", "carsNoIntercept", "irisNoIntercept"];

    [Theory]
    [MemberData(nameof(Sets))]
    public void CoefficientsAreThoseOfSummary(string name)
    {
        var (set, fit) = Fit(name);
        var coefficients = fit.Coefficient;
        Assert.Equal(set.GetProperty("terms").EnumerateArray().Select(t => t.GetString()), coefficients.Select(c => c.Term));
        Same(set, "estimate", coefficients.Select(c => c.Estimate));
        Same(set, "std_error", coefficients.Select(c => c.StandardError));
        Same(set, "t_value", coefficients.Select(c => c.TValue));
        Same(set, "p_value", coefficients.Select(c => c.PValue));
        Same(set, "lower", coefficients.Select(c => c.Lower));
        Same(set, "upper", coefficients.Select(c => c.Upper));
        Same(set, "vif", coefficients.Where(c => c.Term != "(Intercept)").Select(c => c.VarianceInflation));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void ModelStatisticsAreThoseOfSummaryAndGlance(string name)
    {
        var (set, fit) = Fit(name);
        var model = fit.Model;
        Same(set, "r_squared", [model.RSquared]);
        Same(set, "adj_r_squared", [model.AdjustedRSquared]);
        Same(set, "sigma", [model.Sigma]);
        Same(set, "f_statistic", [model.FStatistic]);
        Same(set, "f_df", [model.DegreesOfFreedom]);
        Same(set, "f_residual_df", [model.ResidualDegreesOfFreedom]);
        Same(set, "f_p", [model.PValue]);
        Same(set, "log_likelihood", [model.LogLikelihood]);
        Same(set, "aic", [model.Aic]);
        Same(set, "bic", [model.Bic]);
        Same(set, "deviance", [model.ResidualSumOfSquares]);
        Same(set, "durbin_watson", [model.DurbinWatson]);
        Same(set, "jarque_bera", [model.JarqueBera]);
        Same(set, "jarque_bera_p", [model.JarqueBeraPValue]);
        Same(set, "condition_number", [model.ConditionNumber]);
        Assert.Equal(set.GetProperty("y").GetArrayLength(), model.Observations);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void RowsAreThoseOfAugment(string name)
    {
        var (set, fit) = Fit(name);
        Assert.Equal(Enumerable.Range(1, (int)fit.Observations).Select(row => (long)row), fit.Row.Select(row => row.Row));
        Same(set, "y", fit.Row.Select(row => row.Observed));
        Same(set, "fitted", fit.Row.Select(row => row.Fitted));
        Same(set, "residual", fit.Row.Select(row => row.Residual));
        Same(set, "se_fit", fit.Row.Select(row => row.StandardError));
        Same(set, "leverage", fit.Row.Select(row => row.Leverage));
        Same(set, "rstandard", fit.Row.Select(row => row.StandardizedResidual));
        Same(set, "rstudent", fit.Row.Select(row => row.StudentizedResidual));
        Same(set, "cooks_distance", fit.Row.Select(row => row.CooksDistance));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void PredictionsAreThoseOfPredict(string name)
    {
        var (set, fit) = Fit(name);
        var predictions = fit.Predict(Rows(set, "new"), fit.ConfidenceLevel);
        Same(set, "new_fit", predictions.Select(p => p.Fitted));
        Same(set, "new_se", predictions.Select(p => p.StandardError));
        Same(set, "confidence_lower", predictions.Select(p => p.Lower));
        Same(set, "confidence_upper", predictions.Select(p => p.Upper));
        Same(set, "prediction_lower", predictions.Select(p => p.PredictionLower));
        Same(set, "prediction_upper", predictions.Select(p => p.PredictionUpper));
    }

    private static double[][] Rows(JsonElement set, string name) =>
        [.. set.GetProperty(name).EnumerateArray().Select(ReferenceSets.Numbers)];

    private static (JsonElement Set, LinearFit Fit) Fit(string name)
    {
        var set = ReferenceSets.Find("regression_r.json", name);
        return (set, ReferenceSets.Fit(
            Rows(set, "x"),
            ReferenceSets.Numbers(set.GetProperty("y")),
            set.GetProperty("intercept").GetBoolean(),
            level: set.GetProperty("level").GetDouble(),
            names: [.. set.GetProperty("features").EnumerateArray().Select(f => f.GetString()!)]));
    }

    private void Same(JsonElement set, string quantity, IEnumerable<double> actual)
    {
        var reference = set.GetProperty(quantity);
        double[] expected = reference.ValueKind == JsonValueKind.Array ? ReferenceSets.Numbers(reference) : [ReferenceSets.Number(reference)];
        double[] numbers = [.. actual];
        Assert.Equal(expected.Length, numbers.Length);
        double least = expected.Zip(numbers, (e, a) => ReferenceSets.Digits(a, e)).Min();
        output.WriteLine($"{quantity}: {least:F1} digits");
        for (int i = 0; i < expected.Length; i++)
            Assert.True(ReferenceSets.Digits(numbers[i], expected[i]) >= Required, $"{quantity}[{i}] is {numbers[i]:R}, R has {expected[i]:R}");
    }
}
