using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Autograd;

/// <summary>The graph is what was recorded, whatever becomes of the tensors afterwards.</summary>
public class RecordedEdgeTests
{
    private readonly Tensor _w = Tensor.From([4, 9]).RequiresGrad_();
    private readonly Tensor _x = Tensor.From([2, 3]);

    [Fact]
    public void AnInputThatRequiresAGradientTooLateGetsNone()
    {
        var y = _w * _x;
        _x.RequiresGrad = true;
        y.Sum().Backward();
        Assert.Null(_x.Grad);
        Assert.Equal([2, 3], _w.Grad!.ToArray());
    }

    [Fact]
    public void AnInputThatNoLongerRequiresAGradientGetsNone()
    {
        var y = _w * _x;
        _w.RequiresGrad = false;
        y.Sum().Backward();
        Assert.Null(_w.Grad);
    }

    [Fact]
    public void AnOperandThatNoGradientNeedsMayChange()
    {
        var y = _w * _x;
        using (GradMode.NoGrad())
            _w.Add_(1);
        y.Sum().Backward();
        Assert.Equal([2, 3], _w.Grad!.ToArray());
        y = _w * _x;
        _x.Add_(1);
        Expect.Error<AutogradException>("InPlaceChange", () => y.Sum().Backward(), "MulBackward");
    }

    [Fact]
    public void AnInputThatIsNotSavedIsLetGoUnlessSomebodyLooksOn()
    {
        Assert.Null(((_w + _x) + 1).GradFn!.Inputs[0].Tensor);
        using (Watcher.KeepInputs())
            Assert.NotNull(((_w + _x) + 1).GradFn!.Inputs[0].Tensor);
        Assert.Null(((_w + _x) + 1).GradFn!.Inputs[0].Tensor);
    }
}
