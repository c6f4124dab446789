using LinRegPS.Engine.Tests.Operations;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Losses;

public class CrossEntropyTests
{
    private const float Inf = float.PositiveInfinity, NaN = float.NaN;

    [Fact]
    public void IsTheLogarithmOfTheTargetsSoftmax()
    {
        var scores = Tensor.From([1, 2, 3, 0, -1, 5], 2, 3);
        var log = scores.LogSoftmax(1);
        float[] losses = Loss.CrossEntropy(scores, Tensor.From([2, 0]), Reduction.None).ToArray();
        Assert.Equal(-log[0, 2].Item(), losses[0], 1e-6);
        Assert.Equal(-log[1, 0].Item(), losses[1], 1e-6);
        Assert.Equal((losses[0] + losses[1]) / 2, Loss.CrossEntropy(scores, Tensor.From([2, 0])).Item());
    }

    // log(sum) of powers of which one is a rounding below 1.
    [Theory]
    [InlineData(0f, 100f)]
    [InlineData(-1000f, 1000f)]
    [InlineData(float.MinValue, float.MaxValue)]
    [InlineData(-30f, 0f)]
    public void IsNeverBelowZero(float other, float target)
    {
        foreach (int classes in new[] { 2, 4, 8, 9, 31 })
        {
            float[] scores = [target, .. Enumerable.Repeat(other, classes - 1)];
            float loss = Loss.CrossEntropy(Tensor.From(scores, 1, classes), Tensor.From([0])).Item();
            Assert.InRange(loss, 0, (float)((classes - 1) * Math.Exp(Math.Max(other - target, -700))) * 1.01f + 1e-10f);
        }
        Assert.Equal(0, Loss.CrossEntropy(Tensor.From([0, 100], 1, 2), Tensor.From([1])).Item());
    }

    [Fact]
    public void OneRowWithoutReduction()
    {
        var scores = Tensor.From([0, 0], 1, 2).RequiresGrad_();
        Loss.CrossEntropy(scores, Tensor.From([1]), Reduction.None).Backward(Tensor.From([4]));
        Assert.Equal([2, -2], scores.Grad!.ToArray());
    }

    // PyTorch 1.13.1 has NaN for all of them.
    [Theory]
    [InlineData(-Inf, -Inf)]
    [InlineData(NaN, 1f)]
    [InlineData(1f, NaN)]
    [InlineData(Inf, 1f)]
    public void NothingCanBeSaidOfRowsThatAreNotFinite(float first, float second)
    {
        var scores = Tensor.From([first, second], 1, 2);
        Assert.All(scores.Softmax(1).ToArray(), p => Assert.Equal(NaN, p));
        Assert.All(scores.LogSoftmax(1).ToArray(), p => Assert.Equal(NaN, p));
        Assert.Equal(NaN, Loss.CrossEntropy(scores, Tensor.From([1])).Item());
    }

    [Fact]
    public void ANumberAloneIsCertain()
    {
        Assert.Equal(1, Tensor.Scalar(7).Softmax(0).Item());
        Assert.Equal(0, Tensor.Scalar(7).LogSoftmax(-1).Item());
    }

    // Torch has 0 for all of them; the last row's loss is log(1 + e^-15).
    [Fact]
    public void ALossThatIsExactlyRightIsZeroAndNeverBelow()
    {
        var scores = Tensor.From([40, 0, 0, -7, -7, 90, 5, -1000, -1000, 15, 0, -100], 4, 3).RequiresGrad_();
        var losses = Loss.CrossEntropy(scores, Tensor.From([0, 2, 0, 0]), Reduction.None);
        Assert.Equal([0, 0, 0], losses.ToArray()[..3]);
        Assert.Equal(3.05902273e-7f, losses[3].Item());
        losses.Sum().Backward();
        Assert.Equal(0, scores.Grad![1, 2].Item());
        Assert.Equal(0, scores.Grad![2, 0].Item());
        // Scores of every size, with classes so certain that nothing is left of the others.
        for (int i = -100; i <= 100; i++)
        {
            var certain = Tensor.From([i * 0.37f, (i * 0.37f) - 60, (i * 0.37f) - 61, (i * 0.37f) - 80, (i * 0.37f) - 62], 1, 5);
            Assert.Equal(0, Loss.CrossEntropy(certain, Tensor.From([0])).Item());
            Assert.Equal(0, certain.LogSoftmax(1)[0, 0].Item());
        }
    }

    // Gradients here are sums of terms ten times their size, rounded where PyTorch's BLAS rounds them: then an exact
    // softmax leaves one 22 ulp off, PyTorch's own 14. Measured is by the greatest element of each gradient.
    [Fact]
    public void ANetworksGradientsAreRightToASmallPartOfTheirSize()
    {
        var expected = OpReference.Instance.Cases.Single(c => c.Name == "mlp_relu_ce");
        Tensor[] inputs = [.. expected.Inputs.Select(i => i.ToTensor())];
        var loss = OperationTable.All["mlp_relu_ce"].Apply(inputs, new Attributes(expected.Attrs)).Output;
        Assert.InRange(Ulps.Error(loss.Item(), expected.OutputsF64[0]), 0, 4);
        loss.Backward(Tensor.From(expected.Weights).Reshape([]));
        foreach (var (input, reference) in inputs.Zip(expected.Inputs).Where(i => i.Second.Grad))
        {
            double[] exact = expected.GradsF64[reference.Name];
            double bound = 4 * exact.Max(Math.Abs) / (1 << 24);
            Assert.All(input.Grad!.ToArray().Zip(exact), g => Assert.InRange(g.First - g.Second, -bound, bound));
        }
    }
}
