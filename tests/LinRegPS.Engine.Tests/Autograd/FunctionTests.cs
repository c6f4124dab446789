using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Autograd;

/// <summary>An operation that is made of two functions.</summary>
public class FunctionTests
{
    private static readonly Function s_cube = new((x, _, _) => x * x * x, (gradient, _, x, _, _) => gradient * 3 * x.Square(), "Cube");
    private readonly Tensor _x = Tensor.From([1, -2, 3]).RequiresGrad_(), _w = Tensor.From([2, 2, 2]).RequiresGrad_();

    [Fact]
    public void ItsBackwardIsTheGradientAndCanBeDifferentiatedAgain()
    {
        var y = s_cube.Apply(_x);
        Assert.Equal([1, -8, 27], y.ToArray());
        Assert.Equal("CubeBackward", y.GradFn!.Name);
        Assert.Single(Graph.Nodes(y));
        var slope = LinRegPS.Autograd.Grad(y.Sum(), [_x], createGraph: true)[0]!;
        Assert.Equal([3, 12, 27], slope.ToArray());
        Assert.Equal([6, -12, 18], LinRegPS.Autograd.Grad(slope.Sum(), [_x])[0]!.ToArray());
    }

    [Fact]
    public void TheResultIsThereAndDifferentiableToo()
    {
        var exp = new Function((x, _, _) => x.Exp(), (gradient, result, _, _, _) => gradient * result);
        var slope = LinRegPS.Autograd.Grad(exp.Apply(_x).Sum(), [_x], createGraph: true)[0]!;
        Assert.Equal(_x.Detach().Exp().ToArray(), slope.ToArray());
        Assert.Equal(_x.Detach().Exp().ToArray(), LinRegPS.Autograd.Grad(slope.Sum(), [_x])[0]!.ToArray());
    }

    [Fact]
    public void SeveralInputsGetTheirGradients()
    {
        var scaled = new Function((x, w, b) => (x * w!) + b!, (gradient, _, x, w, _) => new object?[] { gradient * w!, gradient * x, null });
        var b = Tensor.Scalar(1).RequiresGrad_();
        scaled.Apply(_x, _w, b).Sum().Backward();
        Assert.Equal([2, 2, 2], _x.Grad!.ToArray());
        Assert.Equal([1, -2, 3], _w.Grad!.ToArray());
        Assert.Null(b.Grad);
    }

    [Fact]
    public void WhatForwardGivesFromElsewhereKeepsItsHistory()
    {
        var product = _x * _w;
        var node = product.GradFn;
        var y = new Function((_, _, _) => product, (gradient, _, _, _, _) => gradient).Apply(_x);
        Assert.Same(node, product.GradFn);
        Assert.Equal("FunctionBackward", y.GradFn!.Name);
        Assert.Null(new Function((x, _, _) => x, (gradient, _, _, _, _) => gradient).Apply(Tensor.Ones(2)).GradFn);
    }

    [Fact]
    public void FunctionsThatGiveSomethingElseAreTold()
    {
        Expect.Error<AutogradException>("NoResult", () => new Function((_, _, _) => null, (g, _, _, _, _) => g).Apply(_x), "Function");
        Expect.Error<AutogradException>("NoResult", () => new Function((x, _, _) => new object[] { x, x }, (g, _, _, _, _) => g, "Twice").Apply(_x), "Twice", "2 things");
        Expect.Error<InvalidValueException>("WrongDType", () => new Function((x, _, _) => x.Long(), (g, _, _, _, _) => g).Apply(_x), "float32, not int64");
        Expect.Error<AutogradException>("WrongGradientCount", () => new Function((x, y, _) => x * y!, (g, _, _, _, _) => g).Apply(_x, _w).Sum().Backward(), "gave 1 gradient", "2 are needed");
        Expect.Error<AutogradException>("WrongGradientCount", () => new Function((x, _, _) => x, (_, _, _, _, _) => null).Apply(_x).Sum().Backward(), "gave 0 gradients", "1 is needed");
        Expect.Error<AutogradException>("NoResult", () => new Function((x, _, _) => x, (_, _, _, _, _) => 5).Apply(_x).Sum().Backward(), "'5'");
        Expect.Error<ShapeMismatchException>("ShapeMismatch", () => new Function((x, _, _) => x, (_, _, _, _, _) => Tensor.Ones(2)).Apply(_x).Sum().Backward(), "[3]", "[2]");
        Expect.Error<InvalidValueException>("NullValue", () => s_cube.Apply(null!), "Cube");
        Assert.Null(_x.Grad);
    }

    [Fact]
    public void AnInputThatChangedSinceIsAnError()
    {
        var x = _x * 1;
        var y = s_cube.Apply(x);
        using (GradMode.NoGrad())
            x.Detach().Add_(1);
        Expect.Error<AutogradException>("InPlaceChange", () => y.Sum().Backward(), "CubeBackward");
    }
}
