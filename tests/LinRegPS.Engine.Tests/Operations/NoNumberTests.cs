namespace LinRegPS.Engine.Tests.Operations;

// Slopes where an element, a norm or a square is no finite number. PyTorch 1.13.1 prints every number that is expected here, but for one.
public class NoNumberTests
{
    private const float Inf = float.PositiveInfinity, NaN = float.NaN;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1.5)]
    [InlineData(0.5)]
    [InlineData(-1)]
    public void ANormThatIsNoNumberHasNoSlopeThatIsRecorded(double p)
    {
        var x = Tensor.From([0, 1, NaN]).RequiresGrad_();
        foreach (bool recorded in new[] { false, true })
            Assert.Equal([NaN, NaN, NaN], LinRegPS.Autograd.Grad(x.Norm(p), [x], createGraph: recorded)[0]!.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ANormOfNegativeOrderThatIsZeroHasNoSlope(bool recorded)
    {
        var x = Tensor.From([0, 1, -2]).RequiresGrad_();
        Assert.Equal([0, 0, 0], LinRegPS.Autograd.Grad(x.Norm(-1), [x], createGraph: recorded)[0]!.ToArray());
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(3)]
    public void ARowWithNaNIsNormalizedToNoNumberAndHasNoSlope(double p)
    {
        var x = Tensor.From([0, 1, NaN], 1, 3).RequiresGrad_();
        foreach (bool recorded in new[] { false, true })
            Assert.Equal([NaN, NaN, NaN], LinRegPS.Autograd.Grad(x.Normalize(p, 1).Sum(), [x], createGraph: recorded)[0]!.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AHypotenuseBeyondFloat32HasASlope(bool recorded)
    {
        var (x, y) = (Tensor.From([3e38f, 3, 1e-40f]).RequiresGrad_(), Tensor.From([3e38f, 4, 1e-40f]).RequiresGrad_());
        var slopes = LinRegPS.Autograd.Grad(x.Hypot(y).Sum(), [x, y], createGraph: recorded);
        // PyTorch has 0 for the first: its hypotenuse is infinite.
        Assert.Equal([0.70710677f, 0.6f, 0.70710677f], slopes[0]!.ToArray(), (a, b) => MathF.Abs(a - b) < 1e-6f);
        Assert.Equal([0.70710677f, 0.8f, 0.70710677f], slopes[1]!.ToArray(), (a, b) => MathF.Abs(a - b) < 1e-6f);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BehindAnInfiniteSumOfPowersElementsHaveNoSlopeButTheInfiniteOne(bool recorded)
    {
        var x = Tensor.From([1, Inf, 2, 3]).RequiresGrad_();
        var slope = LinRegPS.Autograd.Grad(x.LogCumSumExp(0).Sum(), [x], createGraph: recorded)[0]!.ToArray();
        Assert.Equal([1, NaN, 0, 0], slope);
    }

    [Fact]
    public void EqualMediansShareTheGradientBesideNaN()
    {
        var x = Tensor.From([2, 1, NaN, 2, 3, 2]).RequiresGrad_();
        var median = x.NanMedian();
        Assert.Equal(2, median.Item());
        Assert.Equal([1 / 3f, 0, 0, 1 / 3f, 0, 1 / 3f], LinRegPS.Autograd.Grad(median, [x])[0]!.ToArray());
        var none = Tensor.From([NaN, NaN]).RequiresGrad_();
        Assert.Equal([0.5f, 0.5f], LinRegPS.Autograd.Grad(none.NanMedian(), [none])[0]!.ToArray());
        Assert.Equal(NaN, Tensor.Zeros(0).NanMedian().Item());
    }

    [Fact]
    public void OfSeveralNaNsTheFirstIsTheMedian()
    {
        var x = Tensor.From([1, NaN, 0, NaN, 3, 2, 5, 4], 2, 4).RequiresGrad_();
        var median = x.Median(1);
        Assert.Equal([NaN, 3], median.Values.ToArray());
        Assert.Equal([1, 0], median.Indices.ToInt64Array());
        Assert.Equal([0, 1, 0, 0, 1, 0, 0, 0], LinRegPS.Autograd.Grad(median.Values.Sum(), [x])[0]!.ToArray());
        Assert.Equal(0, Tensor.Scalar(7).Median(0).Indices.ToInt64Array()[0]);
    }
}
