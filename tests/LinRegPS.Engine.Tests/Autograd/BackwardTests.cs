using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Autograd;

public class BackwardTests
{
    private readonly Tensor _w = Tensor.From([1, 2]).RequiresGrad_();

    [Fact]
    public void GradientsOfTwoPassesAreAdded()
    {
        (_w * 3).Sum().Backward();
        (_w * 4).Sum().Backward();
        Assert.Equal([7, 7], _w.Grad!.ToArray());
    }

    [Fact]
    public void ATensorUsedTwiceGetsBothParts()
    {
        (_w * _w).Sum().Backward();
        Assert.Equal([2, 4], _w.Grad!.ToArray());
        (_w + _w).Sum().Backward();
        Assert.Equal([4, 6], _w.Grad.ToArray());
    }

    [Fact]
    public void ADiamondWaitsForBothOfItsSides()
    {
        var top = _w * 2;
        var left = top.Square();
        var right = top * 3;
        (left + right + top).Sum().Backward();
        // 8 w + 6 + 2.
        Assert.Equal([16, 24], _w.Grad!.ToArray());
    }

    [Fact]
    public void LaddersOfDiamondsAreWalkedOnce()
    {
        // 2^40 paths lead back: each node must run once, with the whole of its gradient.
        var y = _w;
        for (int i = 0; i < 40; i++)
            y = (y + y) * 0.5;
        y.Sum().Backward();
        Assert.Equal([1, 1], _w.Grad!.ToArray());
    }

    [Fact]
    public void AChainOf100000OperationsGoesBackward()
    {
        var y = _w;
        for (int i = 0; i < 100_000; i++)
            y += 1;
        Assert.Equal([100_001, 100_002], y.ToArray());
        y.Sum().Backward();
        Assert.Equal([1, 1], _w.Grad!.ToArray());
    }

    [Fact]
    public void AnUpstreamGradientIsTheStart()
    {
        (_w * 3).Backward(Tensor.From([10, -1]));
        Assert.Equal([30, -3], _w.Grad!.ToArray());
        _w.Backward(Tensor.From([1, 1]));
        Assert.Equal([31, -2], _w.Grad.ToArray());
    }

    [Fact]
    public void AnUpstreamGradientIsNotChangedNorKept()
    {
        var upstream = Tensor.From([1, 1]);
        var y = _w.Reshape(2).Clone();
        y.Backward(upstream, retainGraph: true);
        y.Backward(upstream);
        Assert.Equal([1, 1], upstream.ToArray());
        upstream.Fill_(9);
        Assert.Equal([2, 2], _w.Grad!.ToArray());
    }

    [Fact]
    public void LeavesOfOneSumHaveGradientsOfTheirOwn()
    {
        var v = Tensor.From([5, 5]).RequiresGrad_();
        (_w + v).Sum().Backward();
        (_w * 10).Sum().Backward();
        Assert.Equal([11, 11], _w.Grad!.ToArray());
        Assert.Equal([1, 1], v.Grad!.ToArray());
    }

    [Fact]
    public void AGraphThatIsRetainedGoesBackwardAgain()
    {
        var loss = (_w * _w).Exp().Sum();
        loss.Backward(retainGraph: true);
        float[] once = _w.Grad!.ToArray();
        loss.Backward();
        Assert.Equal(once.Select(g => 2 * g), _w.Grad.ToArray());
        Assert.All(Graph.Nodes(loss), node => Assert.True(node.IsFreed));
    }

    [Fact]
    public void AGraphThatWasFreedIsAnErrorThatNamesTheOperation()
    {
        var squares = _w * _w;
        squares.Sum().Backward();
        Expect.Error<AutogradException>("GraphFreed", () => squares.Sum().Backward(), "MulBackward", "retainGraph");
        Assert.Equal([2, 4], _w.Grad!.ToArray());
    }

    [Fact]
    public void AFailingPassLeavesEveryGradientAsItWas()
    {
        var v = Tensor.From([5, 5]).RequiresGrad_();
        (_w + v).Sum().Backward();
        var shared = _w.Exp();
        // The sum's part for v comes before the freed part is reached.
        shared.Sum().Backward();
        var (gradW, gradV) = (_w.Grad!.ToArray(), v.Grad!.ToArray());
        int version = v.Grad.Version;

        Assert.Throws<AutogradException>(() => ((v * 2) + shared).Sum().Backward());

        Assert.Equal(gradW, _w.Grad.ToArray());
        Assert.Equal(gradV, v.Grad.ToArray());
        Assert.Equal(version, v.Grad.Version);
    }

    [Fact]
    public void ATensorThatRequiresNoGradientGetsNone()
    {
        var x = Tensor.From([3, 4]);
        (_w * x).Sum().Backward();
        Assert.Null(x.Grad);
        Assert.Equal([3, 4], _w.Grad!.ToArray());
    }

    [Fact]
    public void ResultsKeepNoGradient()
    {
        var y = _w * 2;
        y.Sum().Backward();
        Assert.Null(y.Grad);
        Assert.False(y.IsLeaf);
        Assert.True(_w.IsLeaf);
    }

    [Fact]
    public void AGradientSetByHandIsAddedTo()
    {
        _w.Grad = Tensor.From([100, 200]);
        (_w * 3).Sum().Backward();
        Assert.Equal([103, 203], _w.Grad.ToArray());
        _w.Grad = null;
        (_w * 3).Sum().Backward();
        Assert.Equal([3, 3], _w.Grad!.ToArray());
    }

    [Fact]
    public void ATensorOfOneElementOfAnyRankStartsAPass()
    {
        (_w * 3).Sum(0, keepdim: true).Backward();
        Assert.Equal([3, 3], _w.Grad!.ToArray());
    }

    [Fact]
    public void AGraphMadeOnOneThreadGoesOnAndBackOnAnother()
    {
        // Many operations here, few there: the order must hold although each thread counts for itself.
        var y = _w;
        for (int i = 0; i < 50; i++)
            y = y * 1.5 / 1.5;
        var middle = y;
        var loss = OnThread(() => (middle.Square() + middle).Sum());
        OnThread(() =>
        {
            loss.Backward();
            return loss;
        });
        float[] expected = [.. middle.ToArray().Select(m => (2 * m) + 1)];
        Assert.All(_w.Grad!.ToArray().Zip(expected), pair => Assert.InRange(pair.First / pair.Second, 0.99999f, 1.00001f));

        static Tensor OnThread(Func<Tensor> work)
        {
            Tensor? result = null;
            var thread = new Thread(() => result = work());
            thread.Start();
            thread.Join();
            return result!;
        }
    }
}
