using System.Text.Json;
using LinRegPS.Statistics.Fits;
using LinRegPS.Statistics.LeastSquares;

namespace LinRegPS.Engine.Tests.Statistics;

/// <summary>
/// Sums over rows are formed in blocks; R's numbers for 255 to 5,000 rows (fixtures/row_blocks_r.json), around every
/// boundary, from objects and from tensors: 5,000 rows of a tensor go by the Gram matrix.
/// </summary>
public class RowBlockTests
{
    private const double Required = 10;

    public static TheoryData<int, bool> Cases
    {
        get
        {
            var cases = new TheoryData<int, bool>();
            foreach (int rows in (int[])[255, 256, 257, 300, 511, 512, 513, 1000, 2049, 5000])
            {
                cases.Add(rows, false);
                cases.Add(rows, true);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void NoRowOfABlockIsLost(int rows, bool tensor)
    {
        var set = Sets().Single(s => s.GetProperty("rows").GetInt32() == rows);
        var fit = Fit(rows, tensor);
        Same(set, "estimate", fit.Coefficient.Select(c => c.Estimate));
        Same(set, "std_error", fit.Coefficient.Select(c => c.StandardError));
        Same(set, "sigma", [fit.Sigma]);
        Same(set, "r_squared", [fit.RSquared]);
        Same(set, "adj_r_squared", [fit.AdjustedRSquared]);
        Same(set, "f_statistic", [fit.FStatistic]);
        Same(set, "log_likelihood", [fit.LogLikelihood]);
        Same(set, "deviance", [fit.ResidualSumOfSquares]);
        Same(set, "durbin_watson", [fit.DurbinWatson]);
        Same(set, "jarque_bera", [fit.JarqueBera]);
        Same(set, "condition_number", [fit.ConditionNumber]);
        Same(set, "residual_range", [fit.Row.Min(r => r.Residual), fit.Row.Max(r => r.Residual)]);
        Same(set, "last_leverage", [fit.Row[^1].Leverage]);
        Same(set, "last_rstudent", [fit.Row[^1].StudentizedResidual]);
    }

    [Fact]
    public void TheLargestSetIsLargeEnoughForTheGramMatrix()
    {
        var (x, y) = Data(5000);
        var rows = Rows(Wide(x));
        Assert.NotNull(NormalEquations.Fit(new DesignMatrix(["a", "b", "c", "d"], rows, intercept: true, degree: 1, DesignMatrix.SinglePrecision), rows, y));
        // Two columns more that explain nothing of it: the sums are as long, and the residuals nearly the same.
        var (plain, wide) = (Fit(5000, tensor: false), Fitting(Wide(x), y).Fit(intercept: true));
        Assert.Equal(plain.DurbinWatson, wide.DurbinWatson, 0.01 * plain.DurbinWatson);
        Assert.Equal(wide.DurbinWatson, ReferenceSets.Fit(Wide(x), y).DurbinWatson, 1e-12);
        Assert.Equal(wide.JarqueBera, ReferenceSets.Fit(Wide(x), y).JarqueBera, 1e-9);
    }

    private static LinearFit Fit(int count, bool tensor)
    {
        var (x, y) = Data(count);
        return tensor ? Fitting(x, y).Fit(intercept: true) : ReferenceSets.Fit(x, y);
    }

    private static OrdinaryLeastSquares Fitting(double[][] x, double[] y) => new()
    {
        Features = [.. x[0].Select((_, j) => $"x{j + 1}")],
        Rows = Rows(x),
        TargetName = "y",
        Target = y,
        Precision = DesignMatrix.SinglePrecision,
    };

    private static TensorRows Rows(double[][] x) => new(Tensor.From([.. x.SelectMany(row => row).Select(e => (float)e)], x.Length, x[0].Length));

    private static double[][] Wide(double[][] x) => [.. x.Select((row, i) => new[] { row[0], row[1], i * 37 % 128 / 128.0, i * 53 % 64 / 64.0 })];

    // The rule of row_blocks_r.R.
    private static (double[][] X, double[] Y) Data(int count)
    {
        int state = 1;
        double[][] x = new double[count][];
        double[] y = new double[count];
        for (int i = 0; i < count; i++)
        {
            x[i] = [Draw() / 64 / 1024.0, Draw() / 64 / 1024.0];
            double u = Draw() / 65536.0;
            y[i] = 1 + (2 * x[i][0]) - (3 * x[i][1]) + (u * u * u) + ((i + 1) % 64 / 256.0);
        }
        return (x, y);

        int Draw() => state = ((state * 1103) + 12345) % 65536;
    }

    private static JsonElement[] Sets()
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "fixtures", "row_blocks_r.json"));
        return [.. JsonDocument.Parse(stream).RootElement.GetProperty("sets").EnumerateArray()];
    }

    private static void Same(JsonElement set, string quantity, IEnumerable<double> actual)
    {
        var reference = set.GetProperty(quantity);
        double[] expected = reference.ValueKind == JsonValueKind.Array ? ReferenceSets.Numbers(reference) : [reference.GetDouble()];
        double[] numbers = [.. actual];
        Assert.Equal(expected.Length, numbers.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(ReferenceSets.Digits(numbers[i], expected[i]) >= Required, $"{quantity}[{i}] is {numbers[i]:R}, R has {expected[i]:R}");
    }
}
