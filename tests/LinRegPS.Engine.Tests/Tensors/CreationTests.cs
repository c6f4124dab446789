namespace LinRegPS.Engine.Tests.Tensors;

public class CreationTests
{
    [Fact]
    public void TensorsAreFilledAndShaped()
    {
        Assert.Equal([2], Tensor.From([1, 2]).Shape);
        Assert.Equal([0, 0], Tensor.Zeros(2).ToArray());
        Assert.Equal([1, 1], Tensor.Ones(2, 1).ToArray());
        Assert.Equal([2.5f], Tensor.Full(2.5f).ToArray());
        Assert.Equal((0, 1, 0), (Tensor.Scalar(3).Rank, Tensor.Scalar(3).Numel, Tensor.Zeros(0, 5).Numel));
        Assert.Equal([2, 3], Tensor.Uniform(new Generator(0), 0, 1, 2, 3).Shape);
        Assert.Equal([], Tensor.Normal(new Generator(0), 0, 1).Shape);
    }

    [Fact]
    public void ATensorOfOneElementConvertsToANumber()
    {
        var t = Tensor.Full(0.1f, 1, 1);
        Assert.Equal(0.1f, t.Item());
        Assert.Equal(0.1f, (float)t);
        Assert.Equal((double)0.1f, (double)t);
    }

    [Fact]
    public void NumbersStandOnEitherSideOfAnOperator()
    {
        var t = Tensor.From([1, 4]);
        Assert.Equal([3, 6], (t + 2).ToArray());
        Assert.Equal([3, 6], (2 + t).ToArray());
        Assert.Equal([-1, 2], (t - 2).ToArray());
        Assert.Equal([1, -2], (2 - t).ToArray());
        Assert.Equal([2, 8], (t * 2).ToArray());
        Assert.Equal([2, 8], (2 * t).ToArray());
        Assert.Equal([0.5f, 2], (t / 2).ToArray());
        Assert.Equal([2, 0.5f], (2 / t).ToArray());
        Assert.Equal([-1, -4], (-t).ToArray());
    }

    [Fact]
    public void ASeedThatWasDrawnGivesTheSameNumbersAgain()
    {
        var drawn = new Generator();
        Assert.Equal(
            Tensor.Uniform(drawn, 0, 1, 5).ToArray(), Tensor.Uniform(new Generator(drawn.Seed), 0, 1, 5).ToArray());
        Assert.NotEqual(drawn.Seed, new Generator().Seed);
    }
}
