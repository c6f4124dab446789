using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Operations;

// The conventions where a derivative does not exist. PyTorch 1.13.1 prints every number that is expected here.
public class EdgeTests
{
    private const float Inf = float.PositiveInfinity, NaN = float.NaN;

    [Fact]
    public void PowersOfZeroAndOfNegativeNumbers()
    {
        var x = Tensor.From([0, 0, 0, -1.5f, -1.5f, 2, 0]).RequiresGrad_();
        var y = Tensor.From([0, 2, 1, 2, 3, 0, -1]).RequiresGrad_();
        var z = x.Pow(y);
        z.Sum().Backward();
        Assert.Equal([1, 0, 0, 2.25f, -3.375f, 1, Inf], z.ToArray());
        Assert.Equal([0, 0, 1, -3, 6.75f, 0, -Inf], x.Grad!.ToArray());
        Assert.Equal([0, 0, 0, NaN, NaN, 0.693147182f, -Inf], y.Grad!.ToArray());
    }

    [Theory]
    [InlineData(0.5, new[] { 0, NaN, 2 }, new[] { Inf, NaN, 0.25f })]
    [InlineData(-0.5, new[] { Inf, NaN, 0.5f }, new[] { -Inf, NaN, -0.0625f })]
    [InlineData(1, new[] { 0f, -1, 4 }, new[] { 1f, 1, 1 })]
    [InlineData(2, new[] { 0f, 1, 16 }, new[] { 0f, -2, 8 })]
    [InlineData(0, new[] { 1f, 1, 1 }, new[] { 0f, 0, 0 })]
    public void PowersWithANumber(double exponent, float[] expected, float[] gradient)
    {
        var x = Tensor.From([0, -1, 4]).RequiresGrad_();
        var y = x.Pow(exponent);
        y.Sum().Backward();
        Assert.Equal(expected, y.ToArray());
        Assert.Equal(gradient, x.Grad!.ToArray());
    }

    // torch.addmm(input, mat1, mat2, beta=0): "input will be ignored, and nan and inf in it will not be propagated".
    [Fact]
    public void ABetaOfZeroLeavesTheTensorOut()
    {
        var x = Tensor.From([NaN, Inf]).RequiresGrad_();
        var a = Tensor.From([1, 2, 3, 4], 2, 2);
        var y = x.Addmm(a, a, beta: 0);
        Assert.Equal([7, 10, 15, 22], y.ToArray());
        y.Sum().Backward();
        Assert.Equal([0, 0], x.Grad!.ToArray());
        Assert.Equal([3, 7], x.Addmv(a, Tensor.Ones(2), beta: 0).ToArray());
        Assert.Equal([14, 20, 30, 44], x.Baddbmm(a.Unsqueeze(0), a.Unsqueeze(0), beta: 0, alpha: 2).ToArray());
    }

    [Fact]
    public void OverNoDimensionAtAllProductsAreThoseOfEachPair()
    {
        var z = Tensor.Tensordot(Tensor.From([1, 2]), Tensor.From([3, 4, 5]), 0);
        Assert.Equal("[2,3]", z.Shape.ToString());
        Assert.Equal([3, 4, 5, 6, 8, 10], z.ToArray());
    }

    // What keeps a division by nothing away is seen in norms as small as it.
    [Fact]
    public void TinyNormsAreCutAsPyTorchCutsThem()
    {
        float[] cut = Tensor.From([3e-7f, 4e-7f], 1, 2).Renorm(2, 0, 1e-7).ToArray();
        Assert.All(cut.Zip([4.9999997e-08f, 6.66666651e-08f]), pair => Assert.Equal(pair.Second, pair.First, 1e-13f));
    }

    [Fact]
    public void TheMagnitudeOfNaNHasNoSlope()
    {
        foreach (float sign in new[] { 1f, -1 })
        {
            var x = Tensor.From([float.CopySign(NaN, sign), 0, -2]).RequiresGrad_();
            x.Abs().Sum().Backward();
            Assert.Equal([0, 0, -1], x.Grad!.ToArray());
        }
    }

    [Fact]
    public void BothZerosHaveTheSameLogit()
    {
        var x = Tensor.From([-0f, 0, 1, 0.5f]).RequiresGrad_();
        var y = x.Logit();
        y.Sum().Backward();
        Assert.Equal([-Inf, -Inf, Inf, 0], y.ToArray());
        Assert.Equal([Inf, Inf, Inf, 4], x.Grad!.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FiniteElementsHaveNoShareOfAnInfiniteLogSumExp(bool recorded)
    {
        var x = Tensor.From([1, Inf, 2, -Inf]).RequiresGrad_();
        var gradient = LinRegPS.Autograd.Grad(x.LogSumExp(0), [x], createGraph: recorded)[0]!;
        Assert.Equal([0, NaN, 0, 0], gradient.ToArray());
    }

    [Theory]
    [InlineData(true, new[] { 3, 2, NaN, 0 }, new[] { 1L, 0, 0, 0 })]
    [InlineData(false, new[] { 1, 2, NaN, 0 }, new[] { 0L, 0, 0, 0 })]
    public void TheFirstOfEqualsIsTakenAndTheFirstNaNBeforeAll(bool greatest, float[] values, long[] indices)
    {
        var x = Tensor.From([1, 3, 3, 2, 2, 2, NaN, 9, NaN, -0f, 0, 0], 4, 3).RequiresGrad_();
        var result = greatest ? x.Max(1) : x.Min(1);
        result.Values.Sum().Backward();
        Assert.Equal(values, result.Values.ToArray());
        Assert.Equal(indices, result.Indices.ToInt64Array());
        Assert.All(indices.Index(), row => Assert.Equal(1, x.Grad![row.Index, row.Item].Item()));
        Assert.Equal(4, x.Grad!.Sum().Item());
    }

    [Fact]
    public void EqualsShareTheGradientOfTheMaximumOfPairs()
    {
        var x = Tensor.From([1, 2, 3, NaN, 1, -Inf]).RequiresGrad_();
        var y = Tensor.From([3, 2, 1, 1, NaN, -Inf]).RequiresGrad_();
        var z = x.Maximum(y);
        z.Sum().Backward();
        Assert.Equal([3, 2, 3, NaN, NaN, -Inf], z.ToArray());
        Assert.Equal([0, 0.5f, 1, 1, 1, 0.5f], x.Grad!.ToArray());
        Assert.Equal([1, 0.5f, 0, 1, 1, 0.5f], y.Grad!.ToArray());
    }

    [Fact]
    public void WhatIsNotTakenGetsNoNaNOfAnInfiniteGradient()
    {
        var x = Tensor.From([-1, 4]).RequiresGrad_();
        x.Maximum(Tensor.Scalar(0)).Sqrt().Sum().Backward();
        Assert.Equal([0, 0.25f], x.Grad!.ToArray());
    }

    [Theory]
    [InlineData(1, 20, new[] { 0.69314718f, 25, 2.06115369e-09f, 0.974076986f }, new[] { 0.5f, 1, 2.06115369e-09f, 0.622459352f })]
    [InlineData(2, 1, new[] { 0.34657359f, 25, 2.12417707e-18f, 0.656630814f }, new[] { 0.5f, 1, 4.24835413e-18f, 0.731058598f })]
    public void SoftplusIsStraightBeyondItsThreshold(double beta, double threshold, float[] expected, float[] gradient)
    {
        var x = Tensor.From([0, 25, -20, 0.5f]).RequiresGrad_();
        var y = x.Softplus(beta, threshold);
        y.Sum().Backward();
        Assert.Equal(expected, y.ToArray());
        Assert.Equal(gradient, x.Grad!.ToArray());
    }

    [Fact]
    public void NaNsShareTheGradientOfTheWholeMaximum()
    {
        var x = Tensor.From([NaN, 1, NaN]).RequiresGrad_();
        x.Max().Backward();
        Assert.Equal([0.5f, 0, 0.5f], x.Grad!.ToArray());
    }

    [Fact]
    public void NoDimensionGivenIsAllOfThem()
    {
        Assert.Equal("tensor(6.)", Tensor.Ones(2, 3).Sum([]).ToString());
        Assert.Equal("tensor(1.)", Tensor.Ones(2, 3).Mean([]).ToString());
        Assert.Equal("tensor([[6.]])", Tensor.Ones(2, 3).Sum([], keepdim: true).ToString());
    }

    [Fact]
    public void SumsOfNothingAreZero()
    {
        Assert.Equal("tensor(0.)", Tensor.Zeros(0, 3).Sum().ToString());
        Assert.Equal("tensor([0., 0., 0.])", Tensor.Zeros(0, 3).Sum(0).ToString());
        Assert.Equal("tensor([[0., 0.],\n        [0., 0.]])", Tensor.Zeros(2, 0).MatMul(Tensor.Zeros(0, 2)).ToString());
    }

    // PyTorch has 0 for both: it takes the difference of what is equal in float32.
    [Fact]
    public void WhatCancelsNearZeroHasItsDigits()
    {
        var x = Tensor.From([1e-8f, 1e-3f]).RequiresGrad_();
        var y = x.Tanhshrink();
        y.Sum().Backward();
        Expect.Near([1e-24 / 3, 3.3333320000005e-10], y.ToArray());
        Expect.Near([1e-16, 9.9999933333e-7], x.Grad!.ToArray());
        var t = Tensor.From([1e-30f]).RequiresGrad_();
        t.Sinc().Backward(Tensor.Ones(1));
        Expect.Near([-1e-30 * Math.PI * Math.PI / 3], t.Grad!.ToArray());

        // The second derivative has its limit at 0 too; at 1 it is 2.
        var z = Tensor.From([0, 1]).RequiresGrad_();
        z.Sinc().Sum().Backward(createGraph: true);
        var slope = z.Grad!;
        z.Grad = null;
        slope.Sum().Backward();
        Expect.Near([-Math.PI * Math.PI / 3, 2], z.Grad!.ToArray());
    }

    // Second and third derivatives of sin(pi x) / (pi x), by mpmath with 40 digits.
    [Theory]
    [InlineData(0, -3.2898681337, 0)]
    [InlineData(1e-6, -3.28986813369, 1.94818181576e-5)]
    [InlineData(1e-3, -3.28985839279, 0.0194817962419)]
    [InlineData(-0.02, -3.28597268574, -0.3894532618)]
    [InlineData(0.125, -3.13905796383, 2.39078713065)]
    [InlineData(0.49, -1.26138848091, 7.09011000945)]
    [InlineData(0.51, -1.11857763324, 7.18773419366)]
    [InlineData(0.75, 0.619277045336, 6.82804408484)]
    [InlineData(2, -0.5, -4.18480220054)]
    public void SincHasItsHigherDerivativesNearZeroToo(double at, double second, double third)
    {
        var x = Tensor.Scalar(at).RequiresGrad_();
        var slope = LinRegPS.Autograd.Grad(x.Sinc(), [x], createGraph: true)[0]!;
        var curvature = LinRegPS.Autograd.Grad(slope, [x], createGraph: true)[0]!;
        Assert.Equal(second, curvature.Item(), 2e-6);
        Assert.Equal(third, LinRegPS.Autograd.Grad(curvature, [x])[0]!.Item(), Math.Abs(at) < 0.5 ? 1e-5 : 1e-4);
    }

    [Fact]
    public void ReductionsOfNothingAreWhatPyTorchHas()
    {
        var nothing = Tensor.Zeros(2, 0).RequiresGrad_();
        Assert.Equal([NaN, NaN], nothing.Var(1).ToArray());
        Assert.Equal([NaN, NaN], nothing.Std(1).ToArray());
        Assert.Equal([1, 1], nothing.Prod(1).ToArray());
        Assert.Equal([-Inf, -Inf], nothing.LogSumExp(1).ToArray());
        Assert.Equal([0, 0], nothing.Norm(2, 1).ToArray());
        Assert.Equal("[0]", nothing.Amax(0).Shape.ToString());
        Assert.Equal("[2,0]", nothing.CumSum(1).Shape.ToString());
        Assert.Equal("[2,0]", nothing.CumProd(1).Shape.ToString());
        Assert.Equal("[2,0]", nothing.Softmax(1).Shape.ToString());
        Assert.Equal("[2,3]", Tensor.Einsum("ij,jk", nothing, Tensor.Zeros(0, 3)).Shape.ToString());
        foreach (var result in new[] { nothing.Var(1), nothing.Prod(1), nothing.LogSumExp(1), nothing.Norm(2, 1), nothing.CumProd(1), nothing.Softmax(1) })
            result.Sum().Backward();
        Assert.Equal("[2,0]", nothing.Grad!.Shape.ToString());
    }

    [Fact]
    public void ANumberAloneIsReducedAsOneElement()
    {
        var x = Tensor.Scalar(3).RequiresGrad_();
        Assert.Equal(NaN, x.Var().Item());
        Assert.Equal(0, x.Std(0, unbiased: false).Item());
        Assert.Equal([3, 3, 3, 3, 3], new[] { x.Prod(0), x.LogSumExp(0), x.Norm(), x.Amax(-1), x.CumProd(0) }.Select(t => t.Item()));
        x.Std([], 0).Backward();
        Assert.Equal(0, x.Grad!.Item());
        x.Grad = null;
        x.CumProd(-1).Backward();
        Assert.Equal(1, x.Grad!.Item());
    }

    [Fact]
    public void CountsAreOfInt64AndNaNIsNotZero()
    {
        var x = Tensor.From([0, NaN, 2, -0f, 0, -1], 2, 3).RequiresGrad_();
        var counts = x.CountNonzero(1);
        Assert.Equal(DType.Int64, counts.DType);
        Assert.False(counts.RequiresGrad);
        Assert.Equal("tensor([2, 1])", counts.ToString());
        Assert.Equal("tensor(3)", x.CountNonzero().ToString());
        Assert.Equal("tensor([0, 1, 2])", Tensor.FromBool([false, true, true, false, false, true], 2, 3).CountNonzero(0).ToString());
    }

    [Fact]
    public void AnInfiniteEndDoesNotReachWhatIsNearerToTheOther()
    {
        var x = Tensor.From([1, 1]);
        Assert.Equal([Inf, NaN], x.Lerp(Tensor.From([Inf, Inf]), Tensor.From([0.25f, 1])).ToArray());
        Assert.Equal([1, 5], x.Lerp(Tensor.From([5, 5]), Tensor.From([0, 1])).ToArray());
    }

    // Neither the cdist of PyTorch nor its norm has a slope there; both give 0.
    [Fact]
    public void DistancesOfWhatIsTheSameHaveNoSlope()
    {
        var x = Tensor.From([1, 2, 1, 2], 2, 2).RequiresGrad_();
        Tensor.Cdist(x, x).Sum().Backward();
        Assert.Equal([0, 0, 0, 0], x.Grad!.ToArray());
    }

    // As in PyTorch; a zero beside a NaN had 0, as if the norm were a number.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(0.5)]
    public void ANormThatIsNoNumberHasNoSlope(double p)
    {
        var x = Tensor.From([0, 1, NaN, 0, 0, 0], 2, 3).RequiresGrad_();
        x.Norm(p, 1).Sum().Backward();
        Assert.Equal([NaN, NaN, NaN, 0, 0, 0], x.Grad!.ToArray());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NegativeInfinity)]
    public void ANormOfANegativeOrderNeedsAnElement(double p) =>
        Expect.Error<InvalidValueException>("EmptyTensor", () => Tensor.Zeros(2, 0).VectorNorm(p, [1]), "[2,0]");
}
