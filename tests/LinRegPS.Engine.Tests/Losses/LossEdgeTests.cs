namespace LinRegPS.Engine.Tests.Losses;

// Infinite scores, NaN, and rows that count for nothing. PyTorch 1.13.1 prints every number that is expected here.
public class LossEdgeTests
{
    private const float Inf = float.PositiveInfinity, NaN = float.NaN;

    [Fact]
    public void APoissonLossOfAnInfiniteScoreIsNoNumber()
    {
        var x = Tensor.From([Inf, 800, -Inf]).RequiresGrad_();
        var loss = Loss.PoissonNll(x, Tensor.Ones(3), Reduction.None);
        loss.Sum().Backward();
        Assert.Equal([NaN, Inf, Inf], loss.ToArray());
        Assert.Equal([Inf, Inf, -1], x.Grad!.ToArray());
    }

    [Fact]
    public void AnInfiniteScoreCostsInfinitelyMuchWhereItIsPartlyWrong()
    {
        var loss = Loss.BinaryCrossEntropyWithLogits(Tensor.From([Inf, Inf]), Tensor.From([0.25f, 1]), Reduction.None);
        Assert.Equal([Inf, NaN], loss.ToArray());
    }

    [Fact]
    public void BeyondAMarginNaNHasNoSlope()
    {
        var x = Tensor.From([NaN, NaN, 0]).RequiresGrad_();
        Loss.HingeEmbedding(x, Tensor.From([1, -1, -1]), Reduction.Sum).Backward();
        Assert.Equal([1, 0, -1], x.Grad!.ToArray());

        var (a, b) = (Tensor.From([NaN, 1, 1]).RequiresGrad_(), Tensor.From([0, NaN, 1]).RequiresGrad_());
        Loss.MarginRanking(a, b, Tensor.Ones(3), Reduction.Sum).Backward();
        Assert.Equal([0, 0, -1], a.Grad!.ToArray());
        Assert.Equal([0, 0, 1], b.Grad!.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RowsThatCountForNothingGetNoGradientOfTheirMean(bool recorded)
    {
        var x = Tensor.From([1, 2, 3, 4], 2, 2).RequiresGrad_();
        var target = Tensor.FromInt64([-100, -100]);
        foreach (var loss in new[] { Loss.CrossEntropy(x, target), Loss.Nll(x, target) })
        {
            Assert.True(float.IsNaN(loss.Item()));
            Assert.Equal([0, 0, 0, 0], LinRegPS.Autograd.Grad(loss, [x], createGraph: recorded)[0]!.ToArray());
        }
    }

    [Fact]
    public void WhereClassesWeighNothingTheMeanIsNoNumberSmoothedOrNot()
    {
        var (x, target, weight) = (Tensor.From([1, 2, 3, 4], 2, 2), Tensor.FromInt64([0, 0]), Tensor.From([0, 1]));
        Assert.True(float.IsNaN(Loss.CrossEntropy(x, target, weight: weight).Item()));
        Assert.True(float.IsNaN(Loss.CrossEntropy(x, target, weight: weight, labelSmoothing: 0.1).Item()));
        Assert.True(float.IsNaN(Loss.Nll(x, target, weight: weight).Item()));
        Assert.Equal(0.03132617f, Loss.CrossEntropy(x, target, Reduction.Sum, weight, labelSmoothing: 0.1).Item(), 1e-7f);
    }

    [Fact]
    public void NoRowsSumToZeroAndHaveNoMean()
    {
        var (x, target) = (Tensor.Zeros(0, 2).RequiresGrad_(), Tensor.FromInt64([], 0));
        foreach (var loss in new Func<Reduction, Tensor>[]
        {
            r => Loss.CrossEntropy(x, target, r), r => Loss.CrossEntropy(x, Tensor.Zeros(0, 2), r), r => Loss.Nll(x, target, r),
            r => Loss.CrossEntropy(x, target, r, Tensor.Ones(2)), r => Loss.MultiMargin(x, target, r),
        })
        {
            Assert.Equal(0, loss(Reduction.Sum).Item());
            Assert.Equal(0, loss(Reduction.None).Numel);
            Assert.Throws<InvalidValueException>(() => loss(Reduction.Mean));
            loss(Reduction.Sum).Backward();
            Assert.Equal("[0,2]", x.Grad!.Shape.ToString());
            loss(Reduction.None).Sum().Backward();
        }
        Assert.Throws<InvalidValueException>(() => Loss.CrossEntropy(Tensor.Zeros(2, 0), Tensor.FromInt64([0, 0]), Reduction.Sum));
    }
}
