using LinRegPS.Statistics.Fits;
using LinRegPS.Statistics.LeastSquares;

namespace LinRegPS.Engine.Tests.Statistics;

/// <summary>Powers of two before features and target change the results exactly as they should, from 1e-200 to 1e200.</summary>
public class ScaleTests
{
    public static TheoryData<int, int> Exponents => new()
    {
        { 0, -532 }, { 0, -664 }, { 0, 532 }, { 0, 664 }, { 0, -1000 }, { 0, 1000 },
        { -532, 0 }, { -664, 0 }, { 532, 0 }, { 664, 0 }, { 1000, 0 },
        { 664, 664 }, { -664, -664 }, { 300, -300 }, { -300, 300 }, { 40, -50 }, { 63, 64 }, { -66, 65 },
    };

    [Theory]
    [MemberData(nameof(Exponents))]
    public void ScalesOfFeaturesAndTargetChangeNoStatistic(int x, int y)
    {
        var (rows, target) = Data(40);
        Agree(Fit(rows, target), Fit(Scaled(rows, x), Scaled(target, y)), x, y, features: 2);
        Agree(Fit(rows, target, intercept: false), Fit(Scaled(rows, x), Scaled(target, y), intercept: false), x, y, features: 2);
    }

    [Theory]
    [InlineData(-200, 0)]
    [InlineData(300, 400)]
    [InlineData(0, -664)]
    [InlineData(0, 664)]
    public void ScalesOfAPolynomialChangeNoStatistic(int x, int y)
    {
        var (rows, target) = Data(40);
        double[][] one = [.. rows.Select(row => row[..1])];
        var (plain, scaled) = (ReferenceSets.Fit(one, target, degree: 2), ReferenceSets.Fit(Scaled(one, x), Scaled(target, y), degree: 2));
        AgreeInAll(plain, scaled, y);
        for (int j = 0; j < 3; j++)
            Assert.Equal(Math.ScaleB(plain.Coefficient[j].Estimate, y - (j * x)), scaled.Coefficient[j].Estimate);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(9000)]
    public void ATensorWithTargetsOfEveryScale(int count)
    {
        var (rows, target) = Data(count);
        var tensor = Tensor.From([.. rows.SelectMany(row => row).Select(x => (float)x)], count, 2);
        var plain = Fitting(new TensorRows(tensor), target).Fit(intercept: true);
        foreach (int y in (int[])[-664, -532, 532, 664])
            Agree(plain, Fitting(new TensorRows(tensor), Scaled(target, y)).Fit(intercept: true), 0, y, features: 2);
    }

    [Fact]
    public void ATrainedModelIsAsFarFromTheExactOneAtEveryScale()
    {
        var (rows, target) = Data(40);
        // To float32, as the model sees the features.
        rows = Array.ConvertAll(rows, row => Array.ConvertAll(row, x => (double)(float)x));
        var (model, tiny) = (Model(0), Model(-100));
        var (plain, scaled) = (Fitting(rows, target).Fit(model), Fitting(rows, Scaled(target, -100)).Fit(tiny));
        Agree(plain, scaled, 0, -100, features: 2);
        Assert.Equal(plain.Distance!.Parameter.Select(p => p.Ulps), scaled.Distance!.Parameter.Select(p => p.Ulps));
        Assert.Equal(Math.ScaleB(plain.Distance.LossExcess, -200), scaled.Distance.LossExcess);
        Assert.Equal(plain.Distance.Finding, scaled.Distance.Finding);
    }

    [Theory]
    [InlineData(800, -800, "x1")]
    [InlineData(-700, 700, "x1")]
    public void ACoefficientBeyondDoubleIsAnError(int x, int y, string term)
    {
        var (rows, target) = Data(40);
        var error = Assert.Throws<InvalidValueException>(() => Fit(Scaled(rows, x), Scaled(target, y)));
        Assert.Equal("LinRegPS.BeyondDouble", error.ErrorId);
        Assert.Equal(term, error.Name);
    }

    [Theory]
    [InlineData(700)]
    [InlineData(-700)]
    public void ADependenceIsNamedInTheUnitsOfTheData(int exponent)
    {
        double[][] rows = [.. Enumerable.Range(1, 9).Select(i => new[] { Math.ScaleB(i, exponent), 3 * i, i * i })];
        string message = Assert.Throws<InvalidValueException>(() => Fit(rows, [.. rows.Select((_, i) => Math.Sin(i))])).Message;
        double share = Math.ScaleB(3, -exponent), other = Math.ScaleB(1 / 3.0, exponent);
        Assert.True(message.Contains(FormattableString.Invariant($"x2 = {share:G6} x1")) || message.Contains(FormattableString.Invariant($"x1 = {other:G6} x2")), message);
    }

    [Theory]
    [InlineData(700)]
    [InlineData(-700)]
    public void AColumnThatHardlyVariesIsShownAsInTheData(int exponent)
    {
        double least = Math.ScaleB(1, exponent), next = double.BitIncrement(least);
        string message = Assert.Throws<InvalidValueException>(() => Fit([[least], [next], [least], [next]], [1, 2, 3, 5])).Message;
        Assert.Contains(FormattableString.Invariant($"{least:R}"), message);
    }

    [Fact]
    public void ANaNInATensorIsNamedAtEveryDegree()
    {
        var rows = new TensorRows(Tensor.From([1, 2, float.NaN, 4, 5], 5));
        var error = Assert.Throws<InvalidValueException>(() => new OrdinaryLeastSquares
        {
            Features = ["x"],
            Rows = rows,
            TargetName = "y",
            Target = [1, 2, 3, 5, 4],
            Degree = 2,
        }.Fit(intercept: true));
        Assert.Equal("LinRegPS.NaN", error.ErrorId);
        Assert.Contains("[2]", error.Message);
    }

    private static void Agree(LinearFit plain, LinearFit scaled, int x, int y, int features)
    {
        AgreeInAll(plain, scaled, y);
        int first = plain.Coefficient.Length - features;
        for (int j = 0; j < plain.Coefficient.Length; j++)
        {
            int exponent = j < first ? y : y - x;
            Assert.Equal(Math.ScaleB(plain.Coefficient[j].Estimate, exponent), scaled.Coefficient[j].Estimate);
            Assert.Equal(Math.ScaleB(plain.Coefficient[j].StandardError, exponent), scaled.Coefficient[j].StandardError);
            Assert.Equal(Math.ScaleB(plain.Coefficient[j].Lower, exponent), scaled.Coefficient[j].Lower);
        }
        var (near, far) = (plain.Predict([[1, 2]], 0.95)[0], scaled.Predict([[Math.ScaleB(1, x), Math.ScaleB(2, x)]], 0.95)[0]);
        Assert.Equal(Math.ScaleB(near.Fitted, y), far.Fitted);
        Assert.Equal(Math.ScaleB(near.PredictionUpper, y), far.PredictionUpper);
    }

    // What does not depend on what a coefficient is of.
    private static void AgreeInAll(LinearFit plain, LinearFit scaled, int y)
    {
        Assert.Equal(plain.IsPerfect, scaled.IsPerfect);
        Assert.Equal(Math.ScaleB(plain.Sigma, y), scaled.Sigma);
        Assert.Equal(
            [plain.RSquared, plain.AdjustedRSquared, plain.FStatistic, plain.PValue, plain.DurbinWatson, plain.JarqueBera, plain.ConditionNumber],
            [scaled.RSquared, scaled.AdjustedRSquared, scaled.FStatistic, scaled.PValue, scaled.DurbinWatson, scaled.JarqueBera, scaled.ConditionNumber]);
        Assert.Equal(plain.LogLikelihood - (plain.Observations * y * Math.Log(2)), scaled.LogLikelihood, 1e-9 * Math.Abs(scaled.LogLikelihood));
        Assert.Equal(plain.Coefficient.Select(c => (c.TValue, c.PValue, c.VarianceInflation)), scaled.Coefficient.Select(c => (c.TValue, c.PValue, c.VarianceInflation)));
        foreach (int i in (int[])[0, plain.Row.Length - 1])
        {
            var (a, b) = (plain.Row[i], scaled.Row[i]);
            Assert.Equal(
                [Math.ScaleB(a.Observed, y), Math.ScaleB(a.Fitted, y), Math.ScaleB(a.Residual, y), Math.ScaleB(a.StandardError, y), a.Leverage, a.StandardizedResidual, a.StudentizedResidual, a.CooksDistance],
                [b.Observed, b.Fitted, b.Residual, b.StandardError, b.Leverage, b.StandardizedResidual, b.StudentizedResidual, b.CooksDistance]);
        }
    }

    private static LinearFit Fit(double[][] rows, double[] target, bool intercept = true) => ReferenceSets.Fit(rows, target, intercept);

    private static OrdinaryLeastSquares Fitting(IReadOnlyList<double[]> rows, double[] target) =>
        new() { Features = ["a", "b"], Rows = rows, TargetName = "y", Target = target };

    private static (double[][] Rows, double[] Target) Data(int count)
    {
        var random = new Random(5);
        double[][] rows = [.. Enumerable.Range(0, count).Select(_ => new[] { 1 + random.NextDouble(), 3 * random.NextDouble() })];
        return (rows, [.. rows.Select(row => 5 + (3 * row[0]) - row[1] + random.NextDouble())]);
    }

    private static Linear Model(int exponent)
    {
        var model = new Linear(2, 1);
        (model.Weight.Data[0], model.Weight.Data[1], model.Bias!.Data[0]) = (MathF.ScaleB(3, exponent), MathF.ScaleB(-1, exponent), MathF.ScaleB(5, exponent));
        return model;
    }

    private static double[][] Scaled(double[][] rows, int exponent) => Array.ConvertAll(rows, row => Scaled(row, exponent));

    private static double[] Scaled(double[] numbers, int exponent) => Array.ConvertAll(numbers, x => Math.ScaleB(x, exponent));
}
