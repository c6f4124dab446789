using LinRegPS.Numerics;
using LinRegPS.Statistics.LeastSquares;

namespace LinRegPS.Engine.Tests.Statistics;

/// <summary>What holds of every least-squares fit, on data of all conditions and shapes.</summary>
public class LeastSquaresTests
{
    private static readonly int s_rows = 300;

    [Theory]
    [InlineData(1.0)]
    [InlineData(1e-3)]
    [InlineData(1e-7)]
    [InlineData(1e-12)]
    public void ResidualsAreOrthogonalToEveryColumnToTwentyDigits(double spread)
    {
        // All columns are nearly the same one: the condition number is about 1 / spread.
        var random = new Random(1);
        double[][] rows = [.. Rows(random, 4, (shared, own) => shared + spread * own)];
        double[] target = [.. rows.Select(row => row.Sum() + random.NextDouble())];
        var design = new DesignMatrix(["a", "b", "c", "d"], rows, intercept: true, degree: 1, DesignMatrix.DoublePrecision);
        var fit = LeastSquaresSolver.Fit(design, target);
        double size = Math.Sqrt((double)fit.ResidualSquares);
        Assert.True(size > 0.1);
        for (int j = 0; j < design.Count; j++)
        {
            DoubleDouble product = 0, square = 0;
            for (int i = 0; i < s_rows; i++)
            {
                product += design[i, j] * fit.Residuals[i];
                square += design[i, j] * design[i, j];
            }
            Assert.True(Math.Abs(product.High) <= 1e-20 * size * Math.Sqrt(square.High), $"{design.Terms[j]}: {product}");
        }
    }

    [Fact]
    public void StandardErrorsOfTheDoubleFactorHaveTwelveDigitsOfTheDoubleDoubleOnes()
    {
        var random = new Random(2);
        double[][] rows = [.. Rows(random, 12, (shared, own) => 0.9 * shared + 0.1 * own)];
        double[] target = [.. rows.Select(_ => random.NextDouble())];
        var plain = ReferenceSets.Fit(rows, target);
        Assert.InRange(plain.ConditionNumber, 20, 200);
        // The same from a factor in double-double.
        var design = new DesignMatrix(Names(12), rows, intercept: true, degree: 1, DesignMatrix.DoublePrecision);
        var factor = new PivotedQr<DoubleDouble>(design.Scaled<DoubleDouble>()).InverseFactor();
        for (int j = 0; j < design.Count; j++)
        {
            double expected = plain.Sigma * design.ScaleOf(j) * Math.Sqrt(factor[j].Sum(x => x.High * x.High));
            Assert.True(ReferenceSets.Digits(plain.Coefficient[j].StandardError, expected) >= 12);
        }
    }

    [Fact]
    public void ScalesOfColumnsDoNotMatter()
    {
        var random = new Random(3);
        double[][] rows = [.. Rows(random, 2, (shared, own) => shared + own)];
        double[] target = [.. rows.Select(row => 3 * row[0] - row[1] + random.NextDouble())];
        var fit = ReferenceSets.Fit(rows, target);
        var scaled = ReferenceSets.Fit([.. rows.Select(row => new[] { row[0] * Math.Pow(2, 900), row[1] * Math.Pow(2, -900) })], target);
        Assert.Equal(fit.Coefficient[1].Estimate, scaled.Coefficient[1].Estimate * Math.Pow(2, 900));
        Assert.Equal(fit.Coefficient[2].StandardError, scaled.Coefficient[2].StandardError * Math.Pow(2, -900));
        Assert.Equal(fit.Coefficient[2].PValue, scaled.Coefficient[2].PValue);
    }

    [Fact]
    public void AsManyRowsAsCoefficientsFitExactlyAndSayNothingOfErrors()
    {
        var fit = ReferenceSets.Fit([[1], [3]], [2, 8]);
        Assert.Equal([-1, 3], fit.Coefficient.Select(c => c.Estimate));
        Assert.All(fit.Coefficient, c => Assert.Equal(double.NaN, c.StandardError));
        Assert.Equal(0, fit.ResidualDegreesOfFreedom);
        Assert.All(fit.Row, row => Assert.Equal((1, double.NaN), (row.Leverage, row.StudentizedResidual)));
    }

    [Fact]
    public void AnInterceptAloneIsTheMean()
    {
        var fit = ReferenceSets.Fit([[], [], []], [1, 2, 6]);
        Assert.Equal(3, Assert.Single(fit.Coefficient).Estimate);
        Assert.Equal((0, 0), (fit.RSquared, fit.DegreesOfFreedom));
        Assert.Equal(double.NaN, fit.FStatistic);
        Assert.Equal("y ~ 1", fit.Formula);
    }

    private static string[] Names(int count) => [.. Enumerable.Range(1, count).Select(j => $"x{j}")];

    private static IEnumerable<double[]> Rows(Random random, int columns, Func<double, double, double> mix) =>
        Enumerable.Range(0, s_rows).Select(_ =>
        {
            double shared = random.NextDouble();
            return Enumerable.Range(0, columns).Select(_ => mix(shared, random.NextDouble())).ToArray();
        });
}
