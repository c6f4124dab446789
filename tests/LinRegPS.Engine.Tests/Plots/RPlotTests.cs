using System.Text.Json;
using LinRegPS.Distributions;
using LinRegPS.Plots.Figures;
using LinRegPS.Statistics.Fits;

namespace LinRegPS.Engine.Tests.Plots;

/// <summary>The numbers that R's plot(lm) draws (fixtures/plots_r.json), to ten digits.</summary>
public class RPlotTests
{
    private const double Digits = 1e-10;

    public static TheoryData<string> Sets => ["cars", "mtcars", "women", "ten"];

    [Theory]
    [MemberData(nameof(Sets))]
    public void QuantilesAndTheirLineAreThoseOfQqnormAndQqline(string name)
    {
        var (set, fit) = Fit(name);
        var numbers = new ResidualDiagnostics(fit);
        Same(set.GetProperty("theoretical"), numbers.Theoretical);
        Same([set.GetProperty("slope").GetDouble(), set.GetProperty("intercept").GetDouble()], [numbers.QuantileSlope, numbers.QuantileIntercept]);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void SmoothCurvesAreThoseOfLowess(string name)
    {
        var (set, fit) = Fit(name);
        SameCurve(set.GetProperty("residual"), fit.Row.Select(row => row.Fitted), fit.Row.Select(row => row.Residual));
        SameCurve(set.GetProperty("scale"), fit.Row.Select(row => row.Fitted), fit.Row.Select(row => Math.Sqrt(Math.Abs(row.StandardizedResidual))));
        SameCurve(set.GetProperty("leverage"), fit.Row.Select(row => row.Leverage), fit.Row.Select(row => row.StandardizedResidual));
    }

    // With equal x, and outliers that the robust rounds must let go.
    [Fact]
    public void ASmoothCurveIsRobust()
    {
        var set = Fixture().GetProperty("lowess");
        SameCurve(set.GetProperty("smooth"), Numbers(set.GetProperty("x")), Numbers(set.GetProperty("y")));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void CooksLinesAreThoseOfPlotLm(string name)
    {
        var (set, fit) = Fit(name);
        var numbers = new ResidualDiagnostics(fit);
        Same(set.GetProperty("cook_half"), fit.Row.Select(row => numbers.ResidualOfCook(0.5, row.Leverage)));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void BandsAreThoseOfPredict(string name)
    {
        var (set, fit) = Fit(name);
        var rows = set.GetProperty("x").EnumerateArray().Take(5).Select(row => Numbers(row)).ToArray();
        var predictions = fit.Predict(rows, 0.95);
        Same(set.GetProperty("confidence").EnumerateArray().SelectMany(Numbers), predictions.SelectMany(p => (double[])[p.Fitted, p.Lower, p.Upper]));
        Same(set.GetProperty("prediction").EnumerateArray().SelectMany(Numbers), predictions.SelectMany(p => (double[])[p.Fitted, p.PredictionLower, p.PredictionUpper]));
    }

    [Fact]
    public void NormalQuantilesAreThoseOfQnorm()
    {
        foreach (var pair in Fixture().GetProperty("qnorm").EnumerateArray())
            Same([pair[1].GetDouble()], [Normal.Quantile(pair[0].GetDouble())]);
        Assert.Equal(double.NaN, Normal.Quantile(0));
        Assert.Equal(double.NaN, Normal.Quantile(double.NaN));
    }

    [Fact]
    public void ValuesOfAFeatureAreThoseOfTheData()
    {
        var fit = new OrdinaryLeastSquares { Features = ["x"], Rows = [[1e150], [2e150], [4e150], [5e150]], TargetName = "y", Target = [1, 3, 2, 5], Degree = 2, ConfidenceLevel = 0.95 }.Fit(true);
        Assert.Equal([1e150, 2e150, 4e150, 5e150], fit.FeatureValues(0));
        var mtcars = Fit("mtcars");
        Assert.Equal(mtcars.Set.GetProperty("x").EnumerateArray().Select(row => row[1].GetDouble()), mtcars.Fit.FeatureValues(1));
    }

    // A row that alone decides a coefficient has no residual to draw.
    [Fact]
    public void RowsOfLeverageOneAreLeftOutAndToldOf()
    {
        var fit = new OrdinaryLeastSquares { Features = ["x", "z"], Rows = [[1, 0], [2, 0], [3, 0], [4, 0], [5, 1]], TargetName = "y", Target = [1, 3, 2, 5, 9], Degree = 1, ConfidenceLevel = 0.95 }.Fit(true);
        Assert.Equal(4, new ResidualDiagnostics(fit).Standardized.Count);
        Assert.Equal("residuals of 5 rows; 1 row of leverage 1 not shown", ResidualFigure.Of(fit).Subtitle);
    }

    private static void SameCurve(JsonElement expected, IEnumerable<double> x, IEnumerable<double> y)
    {
        var (at, smooth) = Lowess.Smooth([.. x], [.. y]);
        Same(expected.GetProperty("x"), at);
        Same(expected.GetProperty("y"), smooth);
    }

    private static void Same(JsonElement expected, IEnumerable<double> actual) => Same(Numbers(expected), actual);

    // Relative to the greatest of them: a smooth curve near 0 has the error of its points.
    private static void Same(IEnumerable<double> expected, IEnumerable<double> actual)
    {
        double[] wanted = [.. expected], had = [.. actual];
        Assert.Equal(wanted.Length, had.Length);
        double scale = wanted.Max(Math.Abs);
        Assert.All(wanted.Zip(had), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, Digits * scale));
    }

    private static double[] Numbers(JsonElement numbers) => [.. numbers.EnumerateArray().Select(number => number.GetDouble())];

    private static JsonElement Fixture() => JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "plots_r.json"))).RootElement;

    private static (JsonElement Set, LinearFit Fit) Fit(string name)
    {
        var set = Fixture().GetProperty("sets").EnumerateArray().Single(s => s.GetProperty("name").GetString() == name);
        double[][] rows = [.. set.GetProperty("x").EnumerateArray().Select(Numbers)];
        return (set, new OrdinaryLeastSquares
        {
            Features = [.. rows[0].Select((_, j) => $"x{j}")],
            Rows = rows,
            TargetName = "y",
            Target = Numbers(set.GetProperty("y")),
            Degree = 1,
            ConfidenceLevel = 0.95,
        }.Fit(true));
    }
}
