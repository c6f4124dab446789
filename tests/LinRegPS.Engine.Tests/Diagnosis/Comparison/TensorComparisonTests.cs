using LinRegPS.Diagnosis.Comparison;

namespace LinRegPS.Engine.Tests.Diagnosis.Comparison;

public sealed class TensorComparisonTests
{
    private static readonly Tensor s_expected = Tensor.From([1, 2, 3]);

    [Fact]
    public void ToTheBitMeansTheBit()
    {
        Assert.True(new TensorComparison(Tensor.From([1, 2, 3]), s_expected).IsEqual);
        Assert.False(new TensorComparison(Tensor.From([1, MathF.BitIncrement(2), 3]), s_expected).IsEqual);
        var zero = new TensorComparison(Tensor.Scalar(-0.0), Tensor.Scalar(0));
        Assert.False(zero.IsEqual);
        Assert.Contains("equal but for the sign of zero", zero.Describe());
        Assert.True(new TensorComparison(Tensor.Scalar(-0.0), Tensor.Scalar(0), ulp: 0).IsEqual);
        Assert.True(new TensorComparison(Tensor.Scalar(double.NaN), Tensor.Scalar(double.NaN)).IsEqual);
    }

    [Theory]
    [InlineData(2L, null, null, true)]
    [InlineData(1L, null, null, false)]
    [InlineData(null, 2.4e-7, null, false)]
    [InlineData(null, 4.8e-7, null, true)]
    [InlineData(null, null, 2.4e-7, true)]
    [InlineData(null, null, 2.3e-7, false)]
    [InlineData(null, 2.4e-7, 1.2e-7, true)]
    public void ATolerancesEdgeIsWhereItSays(long? ulp, double? absolute, double? relative, bool equal)
    {
        // 2 ulps of 2 are 4.768e-7.
        var comparison = new TensorComparison(
            Tensor.From([1, MathF.BitIncrement(MathF.BitIncrement(2)), 3]), s_expected, ulp, absolute, relative);
        Assert.Equal(equal, comparison.IsEqual);
        Assert.Equal(equal ? [] : [1], comparison.Differences);
    }

    [Theory]
    [InlineData(float.NaN, 1f)]
    [InlineData(1f, float.NaN)]
    [InlineData(float.PositiveInfinity, float.MaxValue)]
    [InlineData(float.PositiveInfinity, float.NegativeInfinity)]
    public void NoToleranceReachesInfinityOrNaN(float actual, float expected) =>
        Assert.False(new TensorComparison(Tensor.Scalar(actual), Tensor.Scalar(expected), 1000, 1e30, 1e30).IsEqual);

    [Fact]
    public void ShapesAreComparedFirst()
    {
        var comparison = new TensorComparison(Tensor.From([1, 2, 3], 3, 1), s_expected);
        Assert.False(comparison.IsEqual);
        Assert.Equal("the shapes differ: expected [3], but got [3,1].", comparison.Describe());
        Assert.Null(comparison.Ratio);
    }

    [Fact]
    public void TheMessageHasTheFirstDifferencesAndTheRatio()
    {
        var comparison = new TensorComparison(Tensor.From([4, 8, 12, 16, 20, 24], 2, 3), Tensor.From([1, 2, 3, 4, 5, 6], 2, 3));
        string text = comparison.Describe();
        Assert.Contains("6 of 6 elements of shape [2,3] differ:", text);
        Assert.Contains("[0,2]: expected 3, but got 12, 16777216 ulp", text);
        Assert.Contains("... and 1 more", text);
        Assert.Contains("actual = 4 x expected in every element", text);
        Assert.Equal(4, comparison.Ratio);
        Assert.Null(new TensorComparison(Tensor.From([4, 8, 13]), s_expected).Ratio);
        Assert.Null(new TensorComparison(Tensor.From([1, 2, 3]), Tensor.Zeros(3)).Ratio);
        Assert.Null(new TensorComparison(Tensor.From([1, float.NaN, 3]), s_expected).Ratio);
    }

    [Fact]
    public void NoMoreAreSaidToFollowWhereAllAreShown()
    {
        string text = new TensorComparison(Tensor.From([4, 8, 12, 16, 20]), Tensor.From([1, 2, 3, 4, 5])).Describe();
        Assert.Contains("[4]: expected 5", text);
        Assert.DoesNotContain("more", text);
    }

    [Fact]
    public void ATenThousandthOffInOnePlaceIsOneDifference()
    {
        string text = new TensorComparison(Tensor.From([1, 2.0001f, 3]), s_expected, absolute: 1e-5).Describe();
        Assert.StartsWith("1 of 3 elements of shape [3] differs:\n  [1]: expected 2, but got 2.0000999, 419 ulp", text);
    }

    [Fact]
    public void NegativeTolerancesAreRefused()
    {
        foreach (var (ulp, absolute, relative) in new (long?, double?, double?)[] { (-1, null, null), (null, -1, null), (null, null, double.NaN) })
        {
            var error = Assert.ThrowsAny<LinRegException>(() => new TensorComparison(s_expected, s_expected, ulp, absolute, relative));
            Assert.Equal("LinRegPS.InvalidTolerance", error.ErrorId);
        }
    }

    [Theory]
    [InlineData(2, 1, 0.6, false)]
    [InlineData(1, 2, 0.6, true)]
    [InlineData(-2, -1, 0.6, false)]
    [InlineData(1, 0, 0.9, false)]
    [InlineData(100, 60, 0.5, false)]
    [InlineData(60, 100, 0.5, true)]
    public void ARelativeToleranceIsAPartOfTheExpected(float actual, float expected, double relative, bool equal) =>
        Assert.Equal(equal, new TensorComparison(Tensor.Scalar(actual), Tensor.Scalar(expected), relative: relative).IsEqual);
}
