using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Autograd;

public class GradTests
{
    private readonly Tensor _w = Tensor.From([1, 2]).RequiresGrad_();
    private readonly Tensor _v = Tensor.From([3, 5]).RequiresGrad_();

    [Fact]
    public void NoTensorKeepsAGradientThatIsAskedForByName()
    {
        var gradients = LinRegPS.Autograd.Grad((_w * _v).Sum(), [_v, _w]);
        Assert.Equal([1, 2], gradients[0]!.ToArray());
        Assert.Equal([3, 5], gradients[1]!.ToArray());
        Assert.Null(_w.Grad);
        Assert.Null(_v.Grad);
        Assert.Null(gradients[0]!.GradFn);
    }

    [Fact]
    public void AResultHasAGradientToo()
    {
        var middle = _w * 3;
        var output = (middle * middle).Sum();
        var gradients = LinRegPS.Autograd.Grad(output, [middle, _w, output]);
        Assert.Equal([6, 12], gradients[0]!.ToArray());
        Assert.Equal([18, 36], gradients[1]!.ToArray());
        Assert.Equal(1, gradients[2]!.Item());
    }

    [Fact]
    public void ALeafIsItsOwnGradientOfOne()
    {
        var start = Tensor.From([7, 8]);
        var gradient = LinRegPS.Autograd.Grad(_w, [_w], start)[0]!;
        start.Zero_();
        Assert.Equal([7, 8], gradient.ToArray());
    }

    [Fact]
    public void AGradientIsNobodyElses()
    {
        var start = Tensor.From([1, 1]);
        var gradients = LinRegPS.Autograd.Grad(_w + _v, [_w, _v], start);
        gradients[0]!.Fill_(9);
        Assert.Equal([1, 1], gradients[1]!.ToArray());
        Assert.Equal([1, 1], start.ToArray());
    }

    [Fact]
    public void AnInputThatWasNotUsedIsAnErrorUnlessThatIsAllowed()
    {
        Expect.Error<AutogradException>("NotReached", () => LinRegPS.Autograd.Grad((_w * 2).Sum(), [_w, _v]), "input 1", "[2]", "allowUnused");
        Assert.Null(LinRegPS.Autograd.Grad((_w * 2).Sum(), [_w, _v], allowUnused: true)[1]);
        Expect.Error<AutogradException>("NothingRecorded", () => LinRegPS.Autograd.Grad(Tensor.Scalar(1), [_w]));
    }

    [Fact]
    public void DerivativesOfAnyOrderFollowOneAnother()
    {
        // x^5: 5 x^4, 20 x^3, 60 x^2, 120 x, 120, 0.
        var x = Tensor.Scalar(2).RequiresGrad_();
        var current = x.Pow(5);
        var values = new List<float>();
        for (int order = 1; order <= 6; order++)
        {
            current = LinRegPS.Autograd.Grad(current, [x], createGraph: true)[0]!;
            values.Add(current.Item());
        }
        Assert.Equal([80, 160, 240, 240, 120, 0], values);
    }

    [Fact]
    public void ARecordedPassLeavesGradientsThatHaveAHistory()
    {
        (_w * _w * _v).Sum().Backward(createGraph: true);
        Assert.NotNull(_w.Grad!.GradFn);
        Assert.Equal([6, 20], _w.Grad.ToArray());
        // The graph is kept: d/dv of 2 w v summed.
        Assert.Equal([2, 4], LinRegPS.Autograd.Grad(_w.Grad.Sum(), [_v])[0]!.ToArray());
    }

    [Fact]
    public void RecordedGradientsAreAddedWithTheirHistory()
    {
        _w.Grad = Tensor.From([100, 100]);
        (_w * _w).Sum().Backward(createGraph: true);
        Assert.Equal([102, 104], _w.Grad!.ToArray());
        Assert.Equal([2, 2], LinRegPS.Autograd.Grad(_w.Grad.Sum(), [_w])[0]!.ToArray());
    }

    [Fact]
    public void AnOrdinaryPassAfterARecordedOneLeavesThePlainSum()
    {
        (_w * _w).Sum().Backward(createGraph: true);
        var recorded = _w.Grad!;
        (_w * 1).Sum().Backward();
        Assert.Equal([3, 5], _w.Grad!.ToArray());
        Assert.Null(_w.Grad.GradFn);
        Assert.Equal([2, 4], recorded.ToArray());
    }

    [Fact]
    public void AnOrdinaryPassRecordsNothingWhateverTheModeAround()
    {
        (_w * _v).Sum().Backward();
        Assert.Null(_w.Grad!.GradFn);
        Assert.True(GradMode.IsEnabled);
        var loss = (_w * _v).Exp().Sum();
        using (GradMode.NoGrad())
        {
            loss.Backward(createGraph: true);
            Assert.False(GradMode.IsEnabled);
        }
        Assert.NotNull(_v.Grad!.GradFn);
    }

    [Fact]
    public void APenaltyOnTheGradientTrainsThroughIt()
    {
        // |d/dx tanh(w x)|² summed, against PyTorch 1.13.1 in float64.
        var w = Tensor.From([0.5f, -1.25f]).RequiresGrad_();
        var x = Tensor.From([0.3f, 0.7f]).RequiresGrad_();
        var slope = LinRegPS.Autograd.Grad((w * x).Tanh().Sum(), [x], createGraph: true)[0]!;
        slope.Square().Sum().Backward();
        Expect.Near([0.9134505733912104, 0.1475265007667138], w.Grad!.ToArray());
        Expect.Near([-0.07117879998787145, -1.399767497610396], x.Grad!.ToArray());
    }
}
