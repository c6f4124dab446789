using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Autograd;

// Jacobians and Hessians of functions whose derivatives are known by heart.
public class FunctionalTests
{
    private readonly Tensor _x = Tensor.From([1, 2, 3]);

    [Fact]
    public void AJacobianHasTheDimensionsOfTheResultAndThenOfTheArgument()
    {
        var jacobian = LinRegPS.Autograd.Jacobian(x => Tensor.Stack([x.Square(), x * x.Sum()]), _x);
        Assert.Equal("[2,3,3]", jacobian.Shape.ToString());
        Assert.Equal([2, 0, 0, 0, 4, 0, 0, 0, 6, 7, 1, 1, 2, 8, 2, 3, 3, 9], jacobian.ToArray());
        Assert.False(_x.RequiresGrad);
        Assert.Null(_x.Grad);
    }

    [Fact]
    public void AHessianHasTheDimensionsOfTheArgumentTwice()
    {
        // x0² x1 + x2³
        var hessian = LinRegPS.Autograd.Hessian(x => (x[0].Square() * x[1]) + x[2].Pow(3), _x);
        Assert.Equal("[3,3]", hessian.Shape.ToString());
        Assert.Equal([4, 2, 0, 2, 0, 0, 0, 0, 18], hessian.ToArray());
    }

    [Fact]
    public void ProductsAreThoseOfTheMatrices()
    {
        var v = Tensor.From([1, -1, 2]);
        static Tensor Cubes(Tensor x) => (x.Pow(3) * x.Sum()).Sum();
        var hessian = LinRegPS.Autograd.Hessian(Cubes, _x);
        var (output, product) = LinRegPS.Autograd.Hvp(Cubes, _x, v);
        Assert.Equal(Cubes(_x).Item(), output.Item());
        Assert.Equal(hessian.MatMul(v).ToArray(), product.ToArray());
        Assert.Equal(v.MatMul(hessian).ToArray(), LinRegPS.Autograd.Vhp(Cubes, _x, v).Product.ToArray());

        static Tensor Pairs(Tensor x) => Tensor.Stack([x.Sum() * x[0], x[1] * x[2]]);
        var jacobian = LinRegPS.Autograd.Jacobian(Pairs, _x);
        Assert.Equal([7, 1, 1, 0, 3, 2], jacobian.ToArray());
        Assert.Equal(jacobian.MatMul(v).ToArray(), LinRegPS.Autograd.Jvp(Pairs, _x, v).Product.ToArray());
        Assert.Equal([1 * 7, 1 - 6, 1 - 4], LinRegPS.Autograd.Vjp(Pairs, _x, Tensor.From([1, -2])).Product.ToArray());
        Assert.Equal([2, 4, 6], LinRegPS.Autograd.Vjp(x => x.Square().Sum(), _x).Product.ToArray());
    }

    [Fact]
    public void WhatDoesNotDependOnTheArgumentHasZerosOrIsStrictlyAnError()
    {
        var other = Tensor.From([1, 2]).RequiresGrad_();
        Assert.Equal(new float[6], LinRegPS.Autograd.Jacobian(_ => other * 2, _x).ToArray());
        Assert.Equal(new float[9], LinRegPS.Autograd.Hessian(x => x.Sum(), _x).ToArray());
        Assert.Equal([0, 0, 0], LinRegPS.Autograd.Hvp(_ => Tensor.Scalar(1), _x, _x).Product.ToArray());
        Expect.Error<AutogradException>("NotReached", () => LinRegPS.Autograd.Jacobian(_ => other * 2, _x, strict: true), "Jacobian", "[2]");
        Assert.Equal([1, 0, 0, 0, 1, 0, 0, 0, 1], LinRegPS.Autograd.Jacobian(x => x, _x, strict: true).ToArray());
        Assert.Null(other.Grad);
    }

    [Fact]
    public void NoGradOutsideDoesNotReachIntoTheFunction()
    {
        using (GradMode.NoGrad())
        {
            Assert.Equal([2, 4, 6], LinRegPS.Autograd.Vjp(x => x.Square().Sum(), _x).Product.ToArray());
            Assert.False(GradMode.IsEnabled);
        }
    }

    [Fact]
    public void WithAGraphTheDerivativesCanBeDifferentiatedByTheArgument()
    {
        var w = Tensor.From([1, 2, 3]).RequiresGrad_();
        var hessian = LinRegPS.Autograd.Hessian(x => x.Pow(4).Sum(), w, createGraph: true);
        // 12 w² on the diagonal, whose derivative is 24 w.
        hessian.Sum().Backward();
        Assert.Equal([24, 48, 72], w.Grad!.ToArray());
        Assert.Null(LinRegPS.Autograd.Hessian(x => x.Pow(4).Sum(), w).GradFn);
    }
}
