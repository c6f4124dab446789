using LinRegPS.Statistics.Fits;
using LinRegPS.Statistics.LeastSquares;

namespace LinRegPS.Engine.Tests.Statistics;

/// <summary>Data that can't be fitted are named.</summary>
public class UnfitDataTests
{
    private static readonly string[] s_ab = ["a", "b"];

    [Theory]
    [InlineData("x", "x^2", 2, "x^2")]
    [InlineData("(Intercept)", "x", 1, "(Intercept)")]
    [InlineData("x", "x", 1, "x")]
    public void TermsOfOneName(string first, string second, int degree, string name) => Refused(
        "RepeatedTerm", $"'{name}'", () => ReferenceSets.Fit([[1, 5], [2, 4], [3, 7], [4, 1], [5, 2], [6, 2]], [1, 2, 4, 4, 5, 6], names: [first, second], degree: degree));

    [Fact]
    public void NoRows() => Refused("NoRows", "no rows", () => ReferenceSets.Fit([], [], names: ["a"]));

    [Fact]
    public void FewerRowsThanCoefficients() => Refused(
        "TooFewRows", "2 rows can't determine 3 coefficients ((Intercept), a, b)", () => ReferenceSets.Fit([[1, 2], [3, 5]], [1, 2], names: s_ab));

    [Fact]
    public void AnotherNumberOfTargets() => Refused("ShapeMismatch", "2 rows of features, but 1 target:", () => ReferenceSets.Fit([[1], [3]], [1]));

    [Fact]
    public void AConstantTarget() => Refused("ConstantTarget", "the target is 5 in every row", () => ReferenceSets.Fit([[1], [3], [4]], [5, 5, 5]));

    [Fact]
    public void ATargetOfZerosWithoutIntercept() =>
        Refused("ConstantTarget", "the target is 0", () => ReferenceSets.Fit([[1], [3], [4]], [0, 0, 0], intercept: false));

    [Fact]
    public void AConstantTargetWithoutInterceptIsFitted() =>
        Assert.Equal(1, ReferenceSets.Fit([[2], [2], [2]], [2, 2, 2], intercept: false).Coefficient[0].Estimate);

    [Fact]
    public void NoTerms() => Refused("NoTerms", "nothing to fit", () => ReferenceSets.Fit([[], []], [1, 2], intercept: false));

    [Fact]
    public void ADegreeBelowOne() => Refused("InvalidDegree", "at least 1", () => ReferenceSets.Fit([[1], [2]], [1, 2], degree: 0));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(95)]
    [InlineData(double.NaN)]
    public void AConfidenceLevelThatIsNoProbability(double level) =>
        Refused("InvalidConfidenceLevel", "between 0 and 1", () => ReferenceSets.Fit([[1], [2], [4]], [1, 2, 3], level: level));

    [Fact]
    public void APowerBeyondDouble() => Refused("TooLarge", "row 2: x1^3 is beyond", () => ReferenceSets.Fit([[1], [1e120], [2], [3]], [1, 2, 3, 4], degree: 3));

    [Fact]
    public void ARowOfAnotherLengthToPredictFor() => Refused(
        "ShapeMismatch", "1 number, but the model 2 features", () => ReferenceSets.Fit([[1, 2], [2, 1], [3, 5], [4, 4]], [1, 2, 3, 5]).Predict([[1]], 0.95));

    [Fact]
    public void APredictionLevelThatIsNoProbability() => Refused(
        "InvalidConfidenceLevel", "is 2;", () => ReferenceSets.Fit([[1], [2], [4]], [1, 2, 4]).Predict(new double[][] { [1] }, 2));

    [Fact]
    public void ASumOfOtherColumns()
    {
        // 0.1 i + 0.3 i² is rounded: the dependence holds but for the last bit.
        double[][] rows = [.. Enumerable.Range(1, 9).Select(i => new[] { 0.1 * i, 0.3 * i * i, Math.Sin(i), 0.1 * i + 0.3 * i * i })];
        var error = Assert.Throws<InvalidValueException>(() => ReferenceSets.Fit(rows, [.. rows.Select(r => r[2] * r[0])], names: ["a", "b", "c", "d"]));
        Assert.Equal("LinRegPS.CollinearColumns", error.ErrorId);
        // Which of the three is called the sum is pivoting's choice; c has no part in it.
        Assert.Matches(@": (d = a \+ b|b = -a \+ d|a = -b \+ d)\. No single", error.Message);
        Assert.DoesNotContain("intercept", error.Message);
    }

    [Fact]
    public void AConstantColumnBesideAnIntercept()
    {
        double[][] rows = [[1, 7], [2, 7], [5, 7], [6, 7]];
        var error = Assert.Throws<InvalidValueException>(() => ReferenceSets.Fit(rows, [1, 2, 3, 5], names: s_ab));
        Assert.Matches(@"(b is the same in every row|b = 7 \(Intercept\)).*or the intercept", error.Message);
        Assert.Equal(2, ReferenceSets.Fit(rows, [1, 2, 3, 5], intercept: false, names: s_ab).Coefficient.Length);
    }

    // Float32 numbers 4 apart at 37 million: the column varies, and no more than its rounding.
    [Theory]
    [InlineData(36996616, 36996620, 36996624, 36996624)]
    [InlineData(-36996616, -36996620, -36996624, -36996624)]
    public void AColumnThatVariesIsNotCalledTheSame(float first, float second, float third, float fourth)
    {
        var error = Assert.Throws<InvalidValueException>(() => new OrdinaryLeastSquares
        {
            Features = ["x"],
            Rows = new TensorRows(Tensor.From([first, second, third, fourth], 4, 1)),
            TargetName = "y",
            Target = [1, 2, 3, 5],
            Precision = DesignMatrix.SinglePrecision,
        }.Fit(intercept: true));
        Assert.Equal("LinRegPS.CollinearColumns", error.ErrorId);
        Assert.Contains(FormattableString.Invariant($"goes from {Math.Min(first, fourth):F0} to {Math.Max(first, fourth):F0} only"), error.Message);
        Assert.DoesNotContain("the same in every row", error.Message);
        Assert.DoesNotContain("intercept with", error.Remedy);
        Assert.Contains("Subtract a number near its mean", error.Remedy);
    }

    [Fact]
    public void AColumnOfZeros() => Refused("CollinearColumns", "b is 0 in every row", () => ReferenceSets.Fit([[1, 0], [2, 0], [4, 0]], [1, 2, 3], names: s_ab));

    [Fact]
    public void APolynomialOfMoreTermsThanThereAreDifferentNumbers() => Refused(
        "CollinearColumns", "x1", () => ReferenceSets.Fit([[1], [2], [3], [1], [2], [3]], [1, 2, 4, 4, 5, 6], degree: 3));

    [Fact]
    public void ColumnsThatDifferByMoreThanRoundingAreFitted()
    {
        double[][] rows = [.. Enumerable.Range(1, 9).Select(i => new[] { Math.Sqrt(i), Math.Sqrt(i) + 1e-12 * (i % 3) })];
        var fit = ReferenceSets.Fit(rows, [.. rows.Select((r, i) => r[0] + (i + 1) % 3)]);
        Assert.Equal(1e12, fit.Coefficient[2].Estimate, 1e9);
    }

    private static void Refused(string id, string text, Func<object> fit)
    {
        var error = Assert.ThrowsAny<LinRegException>(fit);
        Assert.Equal("LinRegPS." + id, error.ErrorId);
        Assert.Contains(text, error.Message);
    }
}
