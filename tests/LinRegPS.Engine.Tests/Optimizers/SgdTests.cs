using LinRegPS.Engine.Tests.Support;
using LinRegPS.Kernels.Optimizers;

namespace LinRegPS.Engine.Tests.Optimizers;

public class SgdTests
{
    [Fact]
    public void TwentyStepsArePyTorchsBitForBit()
    {
        var trace = OpReference.Instance.Optimizers.Single(o => o.Name == "sgd");
        var w = Tensor.From(trace.Start).RequiresGrad_();
        foreach (var (gradient, expected) in trace.Grads.Zip(trace.Params))
        {
            w.Grad = Tensor.From(gradient);
            Sgd.Step(w, "w", trace.Args["lr"].GetDouble());
            Expect.SameBits(expected, w.ToArray());
        }
    }

    [Fact]
    public void TheUpdateIsRoundedOnceForEveryLength()
    {
        for (int n = 0; n <= 33; n++)
        {
            float[] w = Numbers.Normal(1, n), gradient = Numbers.Normal(2, n);
            float[] expected = [.. w.Zip(gradient, (a, g) => MathF.FusedMultiplyAdd(-0.3f, g, a))];
            SgdUpdate.Apply(w, gradient, 0.3f);
            Expect.SameBits(expected, w);
        }
    }

    [Fact]
    public void AStepChangesInPlaceUnrecordedAndKeepsTheGradient()
    {
        var w = Tensor.From([1, 2]).RequiresGrad_();
        (w * 4).Sum().Backward();
        Sgd.Step(w, "w", 0.5);
        Assert.Equal([-1, 0], w.ToArray());
        Assert.Equal([4, 4], w.Grad!.ToArray());
        Assert.Equal((1, true, true), (w.Version, w.IsLeaf, w.RequiresGrad));
    }

    [Fact]
    public void ParametersThatTheLossDidNotReachStay()
    {
        var layer = new Linear(1, 1);
        float weight = layer.Weight.Item(), bias = layer.Bias!.Item();
        layer.Bias.Sum().Backward();
        Sgd.Step(layer, 0.25);
        Assert.Equal((weight, bias - 0.25f), (layer.Weight.Item(), layer.Bias.Item()));
        Assert.Equal((0, 1), (layer.Weight.Version, layer.Bias.Version));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1e300)]
    public void AnUnusableRateChangesNothing(double rate)
    {
        var layer = new Linear(1, 1, bias: true, new Generator(0));
        layer.Forward(Tensor.Ones(1)).Backward();
        float[] before = [.. layer.Parameters().Select(p => p.Item())];
        Assert.Throws<InvalidValueException>(() => Sgd.Step(layer, rate));
        Assert.Throws<InvalidValueException>(() => Sgd.Step(layer.Weight, "weight", rate));
        Expect.SameBits(before, [.. layer.Parameters().Select(p => p.Item())]);
        Assert.All(layer.Parameters(), p => Assert.Equal(0, p.Version));
    }

    [Fact]
    public void ARateOfZeroIsAllowed()
    {
        var w = Tensor.From([1, 2]).RequiresGrad_();
        w.Sum().Backward();
        Sgd.Step(w, "w", 0);
        Assert.Equal([1, 2], w.ToArray());
    }
}
