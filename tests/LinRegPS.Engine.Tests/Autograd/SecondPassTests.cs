using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Autograd;

// A second pass through what an operation needed nothing saved for; PyTorch lets it pass.
public class SecondPassTests
{
    [Fact]
    public void OperationsThatSaveNothingMayBePassedThroughAgain()
    {
        var w = Tensor.From([1, 2, 3]).RequiresGrad_();
        var loss = (w + 1 - (w + w)).Reshape(3, 1).Sum();
        loss.Backward();
        loss.Backward();
        Assert.Equal([-2, -2, -2], w.Grad!.ToArray());
        Assert.Equal([-1, -1, -1], LinRegPS.Autograd.Grad(loss, [w])[0]!.ToArray());
    }

    [Fact]
    public void WhatSavedSomethingIsStillFreedAndSoIsWhatStandsBehindIt()
    {
        var w = Tensor.From([1, 2, 3]).RequiresGrad_();
        var loss = (w.Exp() + 1).Sum();
        loss.Backward();
        Expect.Error<AutogradException>("GraphFreed", () => loss.Backward(), "Backward: ExpBackward");
        Assert.Equal(w.Exp().ToArray(), w.Grad!.ToArray());
    }

    [Fact]
    public void WhatKeepsMoreThanInputsAndOutputIsFreed()
    {
        var w = Tensor.From([1, 2, 3]).RequiresGrad_();
        var loss = new Keeping(w).Apply();
        loss.Backward();
        Expect.Error<AutogradException>("GraphFreed", () => loss.Backward(), "KeepingBackward");
    }

    [Fact]
    public void ErrorsOfGradNameGrad()
    {
        var w = Tensor.From([1, 2]).RequiresGrad_();
        Expect.Error<AutogradException>("GradientRequired", () => LinRegPS.Autograd.Grad(w * 2, [w]), "Grad: the tensor has shape [2]");
        Expect.Error<AutogradException>("NothingRecorded", () => LinRegPS.Autograd.Grad(Tensor.Scalar(1), [w]), "Grad: this tensor");
        var loss = w.Exp().Sum();
        LinRegPS.Autograd.Grad(loss, [w]);
        Expect.Error<AutogradException>("GraphFreed", () => LinRegPS.Autograd.Grad(loss, [w]), "Grad: ExpBackward", "retainGraph: true");
        loss = w.Square().Sum();
        w.Detach().Mul_(2);
        Expect.Error<AutogradException>("InPlaceChange", () => LinRegPS.Autograd.Grad(loss, [w]), "Grad: SquareBackward");
    }

    private sealed class Keeping(Tensor x) : Operation(x)
    {
        private float[] _kept = [];

        protected override Tensor Forward()
        {
            _kept = Input(0).ToArray();
            return Tensor.Scalar(_kept.Sum());
        }

        protected override void Backward(Tensor gradient) => Give(0, gradient * Tensor.Ones(_kept.Length));

        protected override void Free() => _kept = [];
    }
}
