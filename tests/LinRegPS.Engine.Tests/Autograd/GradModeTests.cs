namespace LinRegPS.Engine.Tests.Autograd;

public class GradModeTests
{
    private readonly Tensor _w = Tensor.From([1, 2]).RequiresGrad_();

    [Fact]
    public void NothingIsRecordedInsideAndAllIsAgainOutside()
    {
        using (GradMode.NoGrad())
        {
            Assert.False(GradMode.IsEnabled);
            Assert.False((_w * 2).RequiresGrad);
            using (GradMode.NoGrad())
                Assert.Null((_w * 2).GradFn);
            Assert.False(GradMode.IsEnabled);
        }
        Assert.True(GradMode.IsEnabled);
        Assert.Equal("MulBackward", (_w * 2).GradFn?.Name);
    }

    [Fact]
    public void AnErrorInsideEndsIt()
    {
        Assert.Throws<ShapeMismatchException>(() =>
        {
            using var scope = GradMode.NoGrad();
            return _w + Tensor.Zeros(3);
        });
        Assert.True(GradMode.IsEnabled);
    }

    [Fact]
    public void OtherThreadsAreNotConcerned()
    {
        bool other = false;
        using (GradMode.NoGrad())
        {
            var thread = new Thread(() => other = GradMode.IsEnabled && (_w * 2).RequiresGrad);
            thread.Start();
            thread.Join();
        }
        Assert.True(other);
    }

    [Fact]
    public void DetachedResultsHaveNoHistoryAndPassNoGradient()
    {
        var y = _w * 3;
        var detached = y.Detach();
        Assert.True(detached.IsLeaf);
        Assert.False(detached.RequiresGrad);
        (y * detached).Sum().Backward();
        Assert.Equal([9, 18], _w.Grad!.ToArray());
    }

    [Fact]
    public void AResultThatRequiresAGradientMayBeToldSo() => Assert.True((_w * 2).RequiresGrad_().RequiresGrad);
}
