namespace LinRegPS.Engine.Tests.Losses;

public class MseTests
{
    [Fact]
    public void ShapesThatDifferBroadcastWhereThatIsAllowed()
    {
        var prediction = Tensor.From([1, 2], 2, 1).RequiresGrad_();
        var loss = Loss.Mse(prediction, Tensor.From([0, 4]), allowBroadcast: true);
        // (1 + 9 + 4 + 4) / 4; each prediction p meets both targets: 2/4 ((p - 0) + (p - 4)).
        Assert.Equal(4.5f, loss.Item());
        loss.Backward();
        Assert.Equal([2, 1], prediction.Grad!.Shape);
        Assert.Equal([-1, 0], prediction.Grad.ToArray());
    }

    [Fact]
    public void TheTargetMayRequireAGradientToo()
    {
        var x = Tensor.From([1, 2]).RequiresGrad_();
        Loss.Mse(x, x * 3, Reduction.Sum).Backward();
        // (x - 3x)^2 = 4 x^2.
        Assert.Equal([8, 16], x.Grad!.ToArray());
    }
}
