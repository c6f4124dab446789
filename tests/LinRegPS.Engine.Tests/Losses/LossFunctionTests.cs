using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Losses;

public class LossFunctionTests
{
    private static readonly Tensor s_scores = Tensor.From([1, -2, 3, 0.5f], 2, 2);

    [Fact]
    public void EveryLossIsFoundByItsName()
    {
        Assert.Equal(["CrossEntropy", "Huber", "Mse"], LossFunction.Names);
        Assert.Equal(Loss.Mse(s_scores, s_scores * 2).Item(), LossFunction.Named("mse").Compute(s_scores, s_scores * 2).Item());
        Assert.Equal(Loss.Huber(s_scores, s_scores * 2).Item(), LossFunction.Named("HUBER").Compute(s_scores, s_scores * 2).Item());
        var classes = Tensor.From([0, 1]);
        Assert.Equal(Loss.CrossEntropy(s_scores, classes).Item(), LossFunction.Named("CrossEntropy").Compute(s_scores, classes).Item());
    }

    [Theory]
    [InlineData("Mse")]
    [InlineData("Huber")]
    public void ShapesThatDifferAreRefusedUnlessTheyMayBroadcast(string name)
    {
        var target = Tensor.From([1, 2]);
        // As the loss itself throws it, not wrapped.
        Expect.Error<ShapeMismatchException>("ShapeMismatch", () => LossFunction.Named(name).Compute(s_scores, target), "[2,2]", "[2]");
        Assert.Equal(1, LossFunction.Named(name, allowBroadcast: true).Compute(s_scores, target).Numel);
    }

    // Far from its target a Huber loss is delta (|d| - delta / 2), near it d^2 / 2; NaN stays NaN in value and gradient.
    [Fact]
    public void HuberIsStraightBeyondDelta()
    {
        var x = Tensor.From([0.5f, -0.5f, 3, -3, 2, float.NaN]).RequiresGrad_();
        var loss = Loss.Huber(x, Tensor.Zeros(6), Reduction.None, delta: 2);
        Assert.Equal([0.125f, 0.125f, 4, 4, 2, float.NaN], loss.ToArray());
        loss.Backward(Tensor.Ones(6));
        Assert.Equal([0.5f, -0.5f, 2, -2, 2, float.NaN], x.Grad!.ToArray());
    }
}
