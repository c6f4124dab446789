using LinRegPS.Diagnosis.FiniteDifferences;

namespace LinRegPS.Engine.Tests.Diagnosis.Probing;

/// <summary>Whatever a check does, the tensors are what they were.</summary>
public sealed class GradientProbeTests
{
    [Fact]
    public void BitsGradientsAndVersionsAreKept()
    {
        var w = Tensor.From([0.1f, -0f, 3e-40f]).RequiresGrad_();
        w.Square().Sum().Backward();
        var (grad, elements, gradient, version) = (w.Grad, w.ToArray(), w.Grad!.ToArray(), w.Version);
        new GradientVerifier([new ModelParameter("w", w)], () => w.Square().Sum()).Check();
        Assert.Equal(Bits(elements), Bits(w.ToArray()));
        Assert.Same(grad, w.Grad);
        Assert.Equal(gradient, w.Grad!.ToArray());
        Assert.Equal(version, w.Version);
    }

    [Fact]
    public void TheyAreKeptWhenTheFunctionThrowsInTheMidst()
    {
        var w = Tensor.From([1, 2]).RequiresGrad_();
        for (int runs = 0; runs < 60; runs++)
        {
            int left = runs;
            Assert.Throws<TimeoutException>(() => new GradientVerifier(
                [new ModelParameter("w", w)], () => left-- == 0 ? throw new TimeoutException() : w.Square().Sum()).Check());
            Assert.Equal([1, 2], w.ToArray());
            Assert.Equal(0, w.Version);
            Assert.Null(w.Grad);
            Assert.True(GradMode.IsEnabled);
        }
    }

    [Fact]
    public void AGraphFromBeforeStillGoesBackward()
    {
        var w = Tensor.Scalar(3).RequiresGrad_();
        var before = w.Square();
        new GradientVerifier([new ModelParameter("w", w)], () => w.Exp()).Check();
        before.Backward();
        Assert.Equal(6, w.Grad!.Item());
    }

    [Fact]
    public void OtherLeavesGetNoGradient()
    {
        Tensor w = Tensor.Scalar(3).RequiresGrad_(), other = Tensor.Scalar(2).RequiresGrad_();
        new GradientVerifier([new ModelParameter("w", w)], () => w * other).Check();
        Assert.Null(other.Grad);
    }

    [Fact]
    public void ViewsShareWhatIsPutBack()
    {
        var w = Tensor.From([1, 2]);
        var view = w.Detach().RequiresGrad_();
        Assert.True(new GradientVerifier([new ModelParameter("view", view)], () => (view * view).Sum()).Check()[0].Passed);
        Assert.Equal([1, 2], w.ToArray());
        Assert.Equal(0, w.Version);
    }

    [Fact]
    public void BadCallsAreRefused()
    {
        var w = Tensor.From([1, 2]).RequiresGrad_();
        var named = new ModelParameter("w", w);
        Refused("LinRegPS.NotALeaf", () => new GradientVerifier([new ModelParameter("y", w.Square())], () => w.Sum()));
        Refused("LinRegPS.EmptyTensor", () => new GradientVerifier([named], () => Tensor.Zeros(0)).Check());
        Refused("LinRegPS.InvalidMaxElement", () => new GradientVerifier([named], () => w.Sum()) { MaxElements = 0 }.Check());
        Refused("LinRegPS.InvalidDirection", () => new GradientVerifier([named], () => w.Sum()) { Directions = -1 }.Check());
        Refused("LinRegPS.ShapeMismatch", () => new GradientVerifier([named], () => w.Sum()) { Given = [] }.Check());
        Refused("LinRegPS.ShapeMismatch", () => new GradientVerifier([named], () => w.Sum()) { Given = [Tensor.Scalar(1)] }.Check());
        Refused("LinRegPS.InPlaceChange", () => new GradientVerifier([named], () => w.Add_(Tensor.Scalar(1)).Sum()).Check());
        Assert.Equal([1, 2], w.ToArray());

        static void Refused(string id, Action action) => Assert.Equal(id, Assert.ThrowsAny<LinRegException>(action).ErrorId);
    }

    private static int[] Bits(float[] elements) => [.. elements.Select(BitConverter.SingleToInt32Bits)];
}
