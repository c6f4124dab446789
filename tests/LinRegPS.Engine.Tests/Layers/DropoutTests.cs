using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Layers;

public class DropoutTests
{
    // torch.manual_seed(0); torch.nn.Dropout(0.25)(torch.ones(4, 8)), PyTorch 1.13.1: which elements are 0.
    [Fact]
    public void AMaskIsPyTorchs()
    {
        var y = new Dropout(0.25, new Generator(0)).Forward(Tensor.Ones(4, 8)).ToArray();
        int[] dropped = [0, 3, 5, 19, 30];
        Expect.SameBits([.. Enumerable.Range(0, 32).Select(i => dropped.Contains(i) ? 0 : 1.33333337f)], y);
    }

    // The same for 0.3 and torch.ones(12).
    [Fact]
    public void WhatIsKeptIsScaledAsPyTorchDoes()
    {
        var y = new Dropout(0.3, new Generator(0)).Forward(Tensor.Ones(12)).ToArray();
        Expect.SameBits([.. Enumerable.Range(0, 12).Select(i => i is 0 or 1 or 3 or 5 ? 0 : 1.4285714626312256f)], y);
    }

    [Fact]
    public void TheGradientGoesThroughWhatIsKept()
    {
        var x = Tensor.Ones(50).RequiresGrad_();
        var y = new Dropout(0.5, new Generator(1)).Forward(x);
        y.Sum().Backward();
        Expect.SameBits(y.ToArray(), x.Grad!.ToArray());
        Assert.Equal(2, y.ToArray().Distinct().Count());
    }

    [Fact]
    public void OnlyATrainingDropsAnything()
    {
        var x = Tensor.Ones(20);
        var layer = new Dropout(0.5, new Generator(0));
        layer.Eval();
        Assert.Same(x, layer.Forward(x));
        // And draws nothing: the next mask is the first.
        layer.Train();
        Expect.SameBits(new Dropout(0.5, new Generator(0)).Forward(x).ToArray(), layer.Forward(x).ToArray());
        Assert.NotEqual(layer.Forward(x).ToArray(), layer.Forward(x).ToArray());
    }

    [Fact]
    public void AtTheEndsAllOrNothingIsKept()
    {
        var x = Tensor.From([1, -2, 3]);
        Assert.Same(x, new Dropout(0).Forward(x));
        Assert.Equal([0, 0, 0], new Dropout(1).Forward(x).ToArray());
        Assert.Equal(0, new Dropout(0.5).Forward(Tensor.Zeros(0, 3)).Numel);
    }

    [Fact]
    public void ItPrintsAsPyTorchsDoes() => Assert.Equal("Dropout(p=0.25, inplace=False)", new Dropout(0.25).ToString());
}
