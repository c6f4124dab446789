using LinRegPS.Kernels.Threading;
using LinRegPS.Statistics.Fits;
using LinRegPS.Statistics.LeastSquares;

namespace LinRegPS.Engine.Tests.Statistics;

/// <summary>Fits of large tensors by their Gram matrix, against the factorization of the columns themselves.</summary>
[Collection(nameof(Workers))]
public class NormalEquationsTests(ITestOutputHelper output)
{
    private const int RowCount = 5000;

    public static TheoryData<string, bool> Columns => new()
    {
        { "independent", true },
        { "independent", false },
        { "far from 0", true },
        { "badly scaled", true },
        { "badly scaled", false },
        { "correlated", true },
        { "positive", false },
    };

    [Theory]
    [MemberData(nameof(Columns))]
    public void StatisticsAreThoseOfTheQrFactorization(string kind, bool intercept)
    {
        var (x, y) = Data(kind);
        Assert.NotNull(ByGram(x, y, intercept));
        Agree(Fit(x, y, intercept), ByQr(x, y, intercept), 1e-12);
    }

    [Fact]
    public void StandardErrorsHaveTwelveDigitsUpToTheLimitAndBeyondItTheFitIsOfTheColumns()
    {
        var reached = new HashSet<bool>();
        foreach (double own in new[] { 1, 0.5, 0.3, 0.25, 0.2, 0.15, 0.1, 0.03, 0.003 })
        {
            var (x, y) = Data("independent", (shared, random) => (float)(shared + own * random));
            bool byGram = ByGram(x, y, intercept: true) is not null;
            reached.Add(byGram);
            var exact = ByQr(x, y, intercept: true);
            output.WriteLine($"{own}: condition number {exact.ConditionNumber:G3}, by the Gram matrix: {byGram}");
            Agree(Fit(x, y, intercept: true), exact, 1e-12);
            // The limit is on the largest eigenvalue of the inverse; the largest variance inflation is not above it.
            if (byGram)
                Assert.InRange(exact.Coefficient.Skip(1).Max(c => c.VarianceInflation), 1, 100);
        }
        Assert.Equal(2, reached.Count);
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void TheCompensatedEquationsAreRightToTheLastDigits(string kind, bool intercept)
    {
        var (x, y) = Data(kind);
        var fit = CompensatedEquations.Fit(Design(x, intercept), Rows(x), y);
        Agree(new LinearFit(fit, "y", 0.95), ByQr(x, y, intercept), 1e-13);
    }

    [Fact]
    public void ColumnsThatFloat32BarelyTellsApartAreFitted()
    {
        var (x, y) = Data("independent", (shared, random) => (float)(1 + shared + 2e-5 * random));
        var exact = ByQr(x, y, intercept: true);
        Assert.InRange(exact.ConditionNumber, 1e5, 1e6);
        Agree(Fit(x, y, intercept: true), exact, 1e-12);
    }

    [Theory]
    [InlineData("sum")]
    [InlineData("constant")]
    [InlineData("zero")]
    public void DependentColumnsAreTheErrorThatSmallDataGet(string kind)
    {
        var (x, y) = Data("independent");
        for (int i = 0; i < RowCount; i++)
            x[i][3] = kind switch { "sum" => x[i][0] - x[i][1], "constant" => 7, _ => 0 };
        var expected = Assert.Throws<InvalidValueException>(() => ByQr(x, y, intercept: true));
        var error = Assert.Throws<InvalidValueException>(() => Fit(x, y, intercept: true));
        Assert.Equal("LinRegPS.CollinearColumns", error.ErrorId);
        Assert.Equal(expected.Message, error.Message);
    }

    [Fact]
    public void ResidualsBeneathTheArithmeticAreZero()
    {
        var (x, _) = Data("independent", (_, random) => (int)(random * 100));
        double[] y = [.. x.Select(row => 3 + 2 * row[0] - row[1] + 0.5 * row[3])];
        var fit = Fit(x, y, intercept: true);
        Assert.Equal([3, 2, -1, 0, 0.5], fit.Coefficient.Select(c => Math.Round(c.Estimate, 14)));
        Assert.Equal((0, 1), (fit.ResidualSumOfSquares, fit.RSquared));
        Assert.True(fit.IsPerfect);
        Assert.All(fit.Row.Take(3), row => Assert.Equal(0, row.Residual));
    }

    [Fact]
    public void SmallResidualsOfALargeTargetAreExact()
    {
        // Nine digits of the target are explained: what is left has its own digits.
        var (x, _) = Data("independent");
        var random = new Random(8);
        double[] y = [.. x.Select(row => 1 + row[0] + row[3] + 1e-9 * random.NextDouble())];
        Agree(Fit(x, y, intercept: true), ByQr(x, y, intercept: true), 1e-10);
    }

    [Fact]
    public void TheNumberOfThreadsDoesNotChangeABit()
    {
        var (x, y) = Data("correlated");
        int before = Workers.Threads;
        try
        {
            double[][] numbers = [.. new[] { 1, 2, 3 }.Select(threads =>
            {
                Workers.Threads = threads;
                return Numbers(Fit(x, y, intercept: true)).Select(n => n.Value).ToArray();
            })];
            Assert.Equal(numbers[0], numbers[1]);
            Assert.Equal(numbers[0], numbers[2]);
        }
        finally
        {
            Workers.Threads = before;
        }
    }

    [Fact]
    public void ANumberThatIsNotFiniteIsNamed()
    {
        foreach (float bad in new[] { float.NaN, float.PositiveInfinity })
        {
            var (x, y) = Data("independent");
            x[1234][2] = bad;
            var error = Assert.Throws<InvalidValueException>(() => Fit(x, y, intercept: true));
            Assert.Equal("LinRegPS.NaN", error.ErrorId);
            Assert.Contains("element [1234,2]", error.Message);
            // And where the data are few.
            error = Assert.Throws<InvalidValueException>(() => Fit(x[1230..1240], y[1230..1240], intercept: true));
            Assert.Contains("element [4,2]", error.Message);
        }
    }

    [Fact]
    public void RowsOfATensorThatWasChangedAreAnError()
    {
        var (x, y) = Data("independent");
        var tensor = ToTensor(x);
        var fit = Fitting(new TensorRows(tensor), y).Fit(intercept: true);
        tensor.Fill_(1);
        var error = Assert.Throws<InvalidValueException>(() => fit.Row);
        Assert.Equal("LinRegPS.DataChanged", error.ErrorId);
        // Few data are copied.
        tensor = ToTensor(x[..100]);
        fit = Fitting(new TensorRows(tensor), y[..100]).Fit(intercept: true);
        double fitted = fit.Row[5].Fitted;
        tensor.Fill_(1);
        Assert.Equal(fitted, Fitting(new TensorRows(ToTensor(x[..100])), y[..100]).Fit(intercept: true).Row[5].Fitted);
        Assert.Equal(fitted, fit.Row[5].Fitted);
    }

    [Fact]
    public void ATrainedModelIsJudgedOnTheSameData()
    {
        var (x, y) = Data("independent");
        var model = new Linear(4, 1);
        Agree(Fitting(Rows(x), y).Fit(model), Fitting(Doubles(x), y).Fit(model), 1e-12);
    }

    private void Agree(LinearFit actual, LinearFit expected, double tolerance)
    {
        double worst = 0;
        foreach (var ((what, a), (_, e)) in Numbers(actual).Zip(Numbers(expected)))
        {
            double error = a.Equals(e) ? 0 : Math.Abs(a - e) / Math.Abs(e);
            worst = Math.Max(worst, error);
            Assert.True(error <= tolerance, $"{what} is {a:R}, not {e:R}");
        }
        output.WriteLine($"largest difference {worst:E1}");
    }

    private static IEnumerable<(string What, double Value)> Numbers(LinearFit fit)
    {
        foreach (var c in fit.Coefficient)
        {
            yield return (c.Term, c.Estimate);
            yield return ($"error of {c.Term}", c.StandardError);
            yield return ($"interval of {c.Term}", c.Upper - c.Lower);
            yield return ($"inflation of {c.Term}", c.VarianceInflation);
        }
        var numbers = typeof(FitStatistics).GetProperties().Where(p => p.PropertyType == typeof(double) && !p.Name.EndsWith("PValue"));
        foreach (var property in numbers)
            yield return (property.Name, (double)property.GetValue(fit)!);
        foreach (var row in new[] { fit.Row[0], fit.Row[^1] })
        {
            yield return ("residual", row.Residual);
            yield return ("fitted", row.Fitted);
            yield return ("leverage", row.Leverage);
            yield return ("Cook's distance", row.CooksDistance);
        }
    }

    private static Regression? ByGram(float[][] x, double[] y, bool intercept) =>
        NormalEquations.Fit(Design(x, intercept), Rows(x), y);

    private static LinearFit Fit(float[][] x, double[] y, bool intercept) => Fitting(Rows(x), y).Fit(intercept);

    private static LinearFit ByQr(float[][] x, double[] y, bool intercept) => Fitting(Doubles(x), y).Fit(intercept);

    private static OrdinaryLeastSquares Fitting(IReadOnlyList<double[]> rows, double[] y) => new()
    {
        Features = ["a", "b", "c", "d"],
        Rows = rows,
        TargetName = "y",
        Target = y,
        Precision = DesignMatrix.SinglePrecision,
    };

    private static double[][] Doubles(float[][] x) => Array.ConvertAll(x, row => Array.ConvertAll(row, e => (double)e));

    private static DesignMatrix Design(float[][] x, bool intercept) =>
        new(["a", "b", "c", "d"], Rows(x), intercept, degree: 1, DesignMatrix.SinglePrecision);

    private static TensorRows Rows(float[][] x) => new(ToTensor(x));

    private static Tensor ToTensor(float[][] x) => Tensor.From([.. x.SelectMany(row => row)], x.Length, x[0].Length);

    private static (float[][] X, double[] Y) Data(string kind, Func<double, double, float>? mix = null)
    {
        var random = new Random(7);
        float[][] x = new float[RowCount][];
        double[] y = new double[RowCount];
        for (int i = 0; i < RowCount; i++)
        {
            double shared = random.NextDouble();
            x[i] = [.. Enumerable.Range(0, 4).Select(j => mix is not null ? mix(shared, random.NextDouble()) : kind switch
            {
                "far from 0" => (float)(1000 * (j + 1) + random.NextDouble()),
                "badly scaled" => (float)((random.NextDouble() - 0.3) * Math.Pow(10, (17 * j) - 25)),
                "correlated" => (float)(shared + random.NextDouble()),
                "positive" => (float)random.NextDouble(),
                _ => (float)(random.NextDouble() - 0.5),
            })];
            y[i] = 1 + random.NextDouble() + (kind == "badly scaled" ? x[i][1] * 1e8 : x[i].Sum());
        }
        return (x, y);
    }
}
